/** Right answers as classes or as numbers: what is asked for, or else what the loss wants. */
import { expect, test } from 'vitest';
import { describeProblem, isProblem } from '../messages/problem';
import type { AnswerKind } from './answers';
import { initialPreparation, type Preparation } from './preparation';
import { prepareData, type PreparedData } from './prepare';

function prepared(answers: string, answer?: Preparation['answer'], wanted?: AnswerKind): PreparedData {
  const rows = answers.split(',').map((value, row) => `${row * 2},${value}`);
  const source = { kind: 'table', name: 'rows.csv', text: `x,y\n${rows.join('\n')}` } as const;
  const preparation = { ...initialPreparation, ...(answer && { answer }) };
  const found = prepareData({ source, preparation }, { validation: 0, seed: 1 }, wanted);
  if (isProblem(found)) throw new Error(describeProblem(found));
  return found;
}

test.each([
  ['0,1,1,0', undefined, ['0', '1'], [0, 1, 1, 0]],
  ['1,2,3,1', undefined, [], [1, 2, 3, 1]],
  ['1,2,3,1', 'class', ['1', '2', '3'], [0, 1, 2, 0]],
  ['0,1,1,0', 'number', [], [0, 1, 1, 0]],
  ['5,10,5,7.5', 'class', ['5', '7.5', '10'], [0, 2, 0, 1]],
] as const)('with answers %s taken as %s', (answers, answer, classes, targets) => {
  const { training } = prepared(answers, answer);
  expect(training.classes).toEqual(classes);
  expect([...training.targets]).toEqual(targets);
});

test.each([
  ['1,2,3,1,2,3', 'class', ['1', '2', '3'], [0, 1, 2, 0, 1, 2]],
  ['1,-1,1,-1', 'class', ['-1', '1'], [1, 0, 1, 0]],
  ['10,20,30,10,20,30', 'class', ['10', '20', '30'], [0, 1, 2, 0, 1, 2]],
  ['10,20,30,10,20,30', 'number', [], [10, 20, 30, 10, 20, 30]],
  ['0,1,2,0,1,2', 'number', [], [0, 1, 2, 0, 1, 2]],
  ['0,1,1,0', 'number', ['0', '1'], [0, 1, 1, 0]],
  ['0.5,1,0.5,1,1', 'class', [], [0.5, 1, 0.5, 1, 1]],
  ['7,3,5,12', 'class', [], [7, 3, 5, 12]],
] as const)('with answers %s for a loss that wants a %s', (answers, wanted, classes, targets) => {
  const found = prepared(answers, undefined, wanted);
  expect(found.training.classes).toEqual(classes);
  expect([...found.training.targets]).toEqual(targets);
  const isTaken = classes.length > 0 && wanted === 'class';
  expect(found.notes.map(describeProblem)).toEqual(
    isTaken ? [`y is taken as classes, since that is what the loss needs: ${classes.join(', ')}.`] : [],
  );
});

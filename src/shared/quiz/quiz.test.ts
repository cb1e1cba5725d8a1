/** A quiz: which questions are asked, in which order, and which are asked again. */
import { describe, expect, test } from 'vitest';
import { runModel } from '#engine/testing';
import { initialPreparation } from '../data/preparation';
import { planFor } from '../data/plan';
import { withOtherInputs } from './context';
import { askNear, askOther, keyOf, makeQuiz, questionsOf } from './quiz';
import { chain, contextOf, image, lesson } from './testing';

describe('a quiz', () => {
  test('is the same for the same seed, longer or shorter, and another for another', async () => {
    const asked = await contextOf(lesson, runModel);
    expect(makeQuiz(asked, 7, 12)).toEqual(makeQuiz(await contextOf(lesson, runModel), 7, 12));
    expect(makeQuiz(asked, 7, 12).slice(0, 5)).toEqual(makeQuiz(asked, 7, 5));
    expect(makeQuiz(asked, 8, 12)).not.toEqual(makeQuiz(asked, 7, 12));
  });

  test('asks every kind before any comes again, about every stage, and nothing twice', async () => {
    const asked = await contextOf(image, runModel);
    const quiz = makeQuiz(asked, 3, 40);
    expect(quiz).toHaveLength(40);
    const kinds = quiz.map(({ generator }) => generator);
    const first = kinds.findIndex((kind, at) => kinds.indexOf(kind) < at);
    expect(first).toBeGreaterThan(9);
    expect(new Set(quiz.map(keyOf)).size).toBe(40);
    const about = new Set(quiz.map((question) => question.about?.node));
    for (const { id } of image.nodes.slice(1)) expect(about).toContain(id);
  });

  test('ends where a network gives nothing more to ask', async () => {
    const asked = await contextOf(chain([1, 2], []), runModel);
    expect([...questionsOf(asked, 1)].length).toBeLessThan(10);
    expect(makeQuiz(asked, 1, 0)).toEqual([]);
  });

  test('asks again with other numbers', async () => {
    const asked = await contextOf(lesson, runModel);
    for (const question of makeQuiz(asked, 5, 10)) {
      const before = new Set([keyOf(question)]);
      let again = askOther(asked, question, 9, before);
      for (let seed = 0; !again && seed < 5; seed++) {
        again = askOther(await contextOf(withOtherInputs(lesson, seed), runModel), question, 9, before);
      }
      // Of the whole network, or of its run, there is but one thing to ask.
      const isOnly = ['parameter-total', 'lowest-epoch'].includes(question.generator);
      expect(again?.generator).toBe(isOnly ? undefined : question.generator);
      if (again) expect(keyOf(again)).not.toBe(keyOf(question));
      const near = askNear(asked, question, 9, before)!;
      expect(keyOf(near)).not.toBe(keyOf(question));
      if (question.about) expect(near.about?.node).toBe(question.about.node);
    }
  });

  test('can be about one stage alone', async () => {
    const asked = { ...(await contextOf(lesson, runModel)), focus: 'relu-2' };
    const quiz = makeQuiz(asked, 1, 20);
    expect(quiz.length).toBeGreaterThan(3);
    for (const { about } of quiz) expect(about?.node).toBe('relu-2');
  });

  test('says what was misunderstood', async () => {
    const asked = await contextOf(lesson, runModel);
    const mistakes = [...Array(20).keys()]
      .flatMap((seed) => makeQuiz(asked, seed, 12))
      .flatMap(({ choices }) => choices.flatMap(({ mistake }) => mistake ?? []));
    for (const said of [
      'absolute value',
      'leaves out the bias',
      'swaps the last two sizes',
      'forgets the biases',
    ])
      expect(
        mistakes.some((mistake) => mistake.includes(said)),
        said,
      ).toBe(true);
  });
});

test('other inputs are rows of the data where they fit', () => {
  const rows = [0, 1, 2, 3].map((row) => [row, row * 10, row * 100]);
  const text = ['a,b,c,d', ...rows.map((row) => [...row, 0.5].join(','))].join('\n');
  const data = planFor({ kind: 'table', name: 'rows.csv', text, isHeaded: true });
  const { inputs } = withOtherInputs({ ...lesson, data: { ...data, preparation: initialPreparation } }, 5);
  expect(rows).toContainEqual([...inputs.input!.values]);
  expect(withOtherInputs(lesson, 5).inputs.input!.values).not.toEqual(
    withOtherInputs(lesson, 6).inputs.input!.values,
  );
});

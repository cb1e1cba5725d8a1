/** Working an exercise out: marked, helped and given away. */
import { expect, test } from 'vitest';
import { exerciseOf } from '#shared/explain/exercise';
import { number, product, sum } from '#shared/tensor/expression';
import { Attempt } from './attempt.svelte';

const x = (value: number, ...index: number[]) => number(value, { kind: 'input', name: 'x', index });
const weighted = sum([product(x(2, 0), x(3, 1)), product(x(-1, 2), x(4, 3)), x(0.5, 4)]);

function attempt() {
  let solved = 0;
  const made = new Attempt(exerciseOf(weighted)!, () => solved++);
  return { made, solved: () => solved };
}

test('right, wrong, and solved once', () => {
  const { made, solved } = attempt();
  made.type(0, '5');
  made.check(0);
  expect(made.sentence).toBe('That is the numbers added. They are multiplied here.');
  expect(made.next).toBe(0);
  made.type(0, '6');
  expect(made.verdicts[0]).toBeUndefined();
  made.type(1, '-4');
  made.checkAll();
  expect(made.sentence).toBe('2 of 3 right so far.');
  expect([made.isDone, made.next, solved()]).toEqual([false, 2, 0]);
  made.type(2, '2,5');
  made.check(2);
  made.check(2);
  expect([made.isSolved, made.sentence, solved()]).toEqual([true, 'Solved. The engine found 2.5.', 1]);
});

test('a hint gives one term away; help is said', () => {
  const { made, solved } = attempt();
  made.hint();
  expect([made.typed[0], made.sentence]).toEqual(['6.0', 'A hint: t1 is 6.0.']);
  made.type(1, '-4');
  made.type(2, '2.5');
  made.checkAll();
  expect([made.sentence, solved()]).toEqual(['Solved, with help. The engine found 2.5.', 1]);
});

test('what was shown was not solved', () => {
  const { made, solved } = attempt();
  made.type(0, '7');
  made.check(0);
  made.showAnswer();
  expect([...made.typed]).toEqual(['6.0', '-4.0', '2.5']);
  expect([made.isDone, made.isSolved, solved()]).toEqual([true, false, 0]);
  expect(made.sentence).toBe('The answer is shown. The engine found 2.5.');
});

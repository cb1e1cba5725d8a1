/** Arithmetic as data: its value, its sources and how it reads. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  call,
  callOfAll,
  evaluate,
  formatExpression,
  minus,
  named,
  namedIn,
  number,
  product,
  quotient,
  sourcesOf,
  sum,
  type Expression,
  type Source,
} from './expression';

const f = Math.fround;
const neuron = sum([
  product(number(0.5), number(f(0.07))),
  product(number(1), number(f(0.27))),
  product(number(-1.5), number(f(0.08))),
  number(f(-0.085), { kind: 'parameter', name: 'bias', index: [0] }),
]);

describe('one neuron', () => {
  test('reads as a person would write it', () => {
    expect(formatExpression(neuron)).toBe('0.5·0.07 + 1.0·0.27 + (-1.5)·0.08 + (-0.085)');
  });

  test('is what it comes to', () => {
    expect(f(evaluate(neuron))).toBeCloseTo(0.1, 7);
  });
});

test.each<[Expression, string, number]>([
  [call('max', number(0), number(-0.4)), 'max(0.0, -0.4)', 0],
  [
    call('max', number(0), neuron),
    'max(0.0, 0.5·0.07 + 1.0·0.27 + (-1.5)·0.08 + (-0.085))',
    evaluate(neuron),
  ],
  [
    quotient(number(1), sum([number(1), call('exp', product(number(-1), number(2)))])),
    '1.0 / (1.0 + exp((-1.0)·2.0))',
    1 / (1 + Math.exp(-2)),
  ],
  [quotient(quotient(number(8), number(2)), number(2)), '(8.0 / 2.0) / 2.0', 2],
  [product(sum([number(1), number(2)]), number(3)), '(1.0 + 2.0)·3.0', 9],
  [sum([number(3), product(number(-1), number(2), number(4)), number(-1)]), '3.0 - 2.0·4.0 - 1.0', -6],
  [sum([number(3), product(number(-1), sum([number(1), number(2)]))]), '3.0 - (1.0 + 2.0)', 0],
  [call('tanh', number(-0.5)), 'tanh(-0.5)', Math.tanh(-0.5)],
  [call('min', number(0), number(-0.4)), 'min(0.0, -0.4)', -0.4],
  [call('log', number(3)), 'log(3.0)', Math.log(3)],
  [call('sqrt', number(2)), 'sqrt(2.0)', Math.SQRT2],
  // Python's math.erf, on both sides of where one way of working it out takes over from the other.
  [call('erf', number(0)), 'erf(0.0)', 0],
  [call('erf', number(0.5)), 'erf(0.5)', 0.5204998778130465],
  [call('erf', number(-1.5)), 'erf(-1.5)', -0.9661051464753108],
  [call('erf', number(2.9999)), 'erf(3.0)', 0.9999778955735178],
  [call('erf', number(3)), 'erf(3.0)', 0.9999779095030014],
  [call('erf', number(4)), 'erf(4.0)', 0.9999999845827421],
  [call('erf', number(-30)), 'erf(-30.0)', -1],
  [sum([]), '', 0],
])('%j reads %s', (expression, text, value) => {
  expect(formatExpression(expression)).toBe(text);
  expect(evaluate(expression)).toBeCloseTo(value, 12);
});

test('sources come in reading order, numbers of the layer itself have none', () => {
  const source = (name: string, ...index: number[]): Source => ({ kind: 'input', name, index });
  const expression = quotient(
    sum([product(number(1, source('a', 0)), number(2)), call('exp', number(3, source('b', 1, 2)))]),
    number(4, source('c')),
  );
  expect(sourcesOf(expression)).toEqual([source('a', 0), source('b', 1, 2), source('c')]);
});

test('what has a name is shown by its value, and looked into once', () => {
  const source: Source = { kind: 'input', name: 'x', index: [0] };
  const mean = named('mean', [0], quotient(sum([number(1, source), number(-4)]), number(2)));
  const expression = sum([product(mean, mean), minus(mean), call('tanh', mean)]);
  expect(formatExpression(expression)).toBe('(-1.5)·(-1.5) - (-1.5) + tanh(-1.5)');
  expect(evaluate(expression)).toBeCloseTo(2.25 + 1.5 + Math.tanh(-1.5), 12);
  expect(sourcesOf(expression)).toEqual([source]);
  expect(namedIn(expression)).toEqual([mean]);
  expect(namedIn(mean)).toEqual([]);
});

/** Whatever is written follows JavaScript's own precedence, so reading it back must come to the same. */
test('brackets keep the meaning', () => {
  const { tree } = fc.letrec<{ tree: Expression }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      fc.integer({ min: -8, max: 8 }).map((eighths) => number(eighths / 8)),
      fc.array(tie('tree'), { minLength: 1, maxLength: 3 }).map(sum),
      fc.array(tie('tree'), { minLength: 1, maxLength: 3 }).map((factors) => product(...factors)),
      fc.tuple(tie('tree'), tie('tree')).map(([over, under]) => quotient(over, under)),
      fc.array(tie('tree'), { minLength: 1, maxLength: 3 }).map((of) => call('max', ...of)),
    ),
  }));
  fc.assert(
    fc.property(tree, (expression) => {
      const source = formatExpression(expression).replaceAll('·', '*');
      // eslint-disable-next-line @typescript-eslint/no-implied-eval -- JavaScript is the second opinion
      const read = new Function('max', `return ${source}`) as (max: typeof Math.max) => number;
      const value = evaluate(expression);
      const again = read(Math.max);
      if (Number.isFinite(value)) expect(again).toBeCloseTo(value, 6);
      else expect(Number.isFinite(again)).toBe(false);
    }),
    { seed: 65, numRuns: 300 },
  );
});

// As Python's round has it.
test.each([
  [2.5, 2],
  [3.5, 4],
  [-2.5, -2],
  [-1.5, -2],
  [0.4999, 0],
  [-0.6, -1],
  [7, 7],
  [-Infinity, -Infinity],
])('%d rounded, from halfway to the even one, is %d', (value, rounded) => {
  expect(evaluate(call('round', number(value)))).toBe(rounded);
});

// As Python's % and math.fmod have it.
test.each<['mod' | 'fmod', number, number, number]>([
  ['mod', -7, 3, 2],
  ['mod', 7, -3, -2],
  ['fmod', -7, 3, -1],
  ['fmod', 7, -3, 1],
  ['fmod', 5.5, 2, 1.5],
])('%s(%d, %d) is %d', (name, value, by, left) => {
  expect(evaluate(call(name, number(value), number(by)))).toBe(left);
});

test('the greatest and the least of more numbers than a function takes at once, and where they are', () => {
  const many = Array.from({ length: 300_000 }, (_, at) => number(at === 250_000 ? 7 : at === 9 ? -7 : 0));
  const found = (['max', 'min', 'argmax', 'argmin'] as const).map((name) => evaluate(callOfAll(name, many)));
  expect(found).toEqual([7, -7, 250_000, 9]);
});

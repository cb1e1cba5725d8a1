/** Derivatives against central differences of the same arithmetic, and how they read. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { derivative } from './derivative';
import {
  call,
  evaluate,
  formatExpression,
  isSameSource,
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

const source = (name: string): Source => ({ kind: 'input', name, index: [0] });
const x = (value: number) => number(value, source('x'));
const w = (value: number) => number(value, source('w'));
const slope = (expression: Expression, name = 'x') => derivative(expression, source(name));

test.each<[string, Expression, string]>([
  ['another number', w(3), '0.0'],
  ['the number itself', x(3), '1.0'],
  ['a weighted sum', sum([product(x(0.5), w(0.07)), product(number(2), w(0.3))]), '0.07'],
  ['a square', product(x(3), x(3)), '3.0 + 3.0'],
  ['a distance squared', squared(sum([x(3), number(-1)])), '2.0·(3.0 - 1.0)'],
  ['a mean', quotient(sum([x(1), w(2)]), number(2)), '1.0 / 2.0'],
  ['a share', quotient(x(1), sum([x(1), w(2)])), '1.0 / (1.0 + 2.0) - 1.0 / ((1.0 + 2.0)·(1.0 + 2.0))'],
  ['an exponential', call('exp', product(number(-1), x(2))), '(-1.0)·exp((-1.0)·2.0)'],
  [
    'a logarithm',
    call('log', sum([call('exp', x(1)), call('exp', w(2))])),
    'exp(1.0) / (exp(1.0) + exp(2.0))',
  ],
  ['a squeeze', call('tanh', x(0.5)), '1.0 - tanh(0.5)·tanh(0.5)'],
])('of %s', (_, expression, text) => {
  expect(formatExpression(slope(expression))).toBe(text);
});

function squared(expression: Expression): Expression {
  return product(expression, expression);
}

describe('at a corner', () => {
  test.each<[string, Expression, number]>([
    ['max of something larger', call('max', number(0), x(2)), 1],
    ['max of something smaller', call('max', number(0), x(-2)), 0],
    // PyTorch: the gradient of relu is 0 at 0, of leaky_relu its slope, of abs 0.
    ['ReLU at zero', call('max', number(0), x(0)), 0],
    ['the part of LeakyReLU below zero, at zero', call('min', x(0), number(0)), 1],
    ['the first of equals under a window', call('max', x(2), w(2)), 1],
    ['abs below zero', call('abs', x(-2)), -1],
    ['abs at zero', call('abs', x(0)), 0],
  ])('%s', (_, expression, expected) => {
    expect(evaluate(slope(expression))).toBe(expected);
  });

  test('only the first of equals changes the greatest', () => {
    expect(evaluate(slope(call('max', w(2), x(2))))).toBe(0);
  });
});

test('what has a name is differentiated once, however often it is read', () => {
  let h: Expression = x(0.1);
  let expected = 1;
  // Each step reads the one before twice: written out, the last would be of 2 to the power of 200 parts.
  for (let step = 0; step < 200; step++) {
    h = named('h', [step], call('tanh', sum([product(w(0.6), h), product(w(0.4), h)])));
    expected *= 1 - evaluate(h) ** 2;
  }
  expect(sourcesOf(h)).toHaveLength(2 * 200 + 2);
  const found = slope(h);
  expect(namedIn(found).map(({ name }) => name)).toContain("h'");
  expect(evaluate(found)).toBeCloseTo(expected, 9);
});

test('what is left still says where its numbers were read', () => {
  const found = slope(product(x(2), w(3), w(4)));
  expect(sourcesOf(found).map(({ name }) => name)).toEqual(['w', 'w']);
});

/** Numbers off zero, so that no quotient or logarithm is near where it ends. */
const { tree } = fc.letrec<{ tree: Expression; above: Expression }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    fc.integer({ min: -15, max: 15 }).map((at) => number(at / 8 + 0.03)),
    fc.constantFrom('x', 'w').chain((name) => fc.constant(number(name === 'x' ? 0.7 : -0.4, source(name)))),
    fc.array(tie('tree'), { minLength: 1, maxLength: 3 }).map(sum),
    fc.array(tie('tree'), { minLength: 1, maxLength: 3 }).map((factors) => product(...factors)),
    tie('tree').map(squared),
    fc.tuple(tie('tree'), tie('above')).map(([over, under]) => quotient(over, under)),
    fc.array(tie('tree'), { minLength: 1, maxLength: 3 }).map((of) => call('max', ...of)),
    fc.array(tie('tree'), { minLength: 1, maxLength: 3 }).map((of) => call('min', ...of)),
    fc
      .tuple(fc.constantFrom('tanh', 'erf', 'abs', 'sin', 'cos', 'atan', 'asinh'), tie('tree'))
      .map(([name, of]) => call(name, of)),
    fc
      .tuple(fc.constantFrom('sinh', 'cosh', 'tan', 'asin', 'acos', 'atanh'), tie('tree'))
      .map(([name, of]) => call(name, product(number(0.9), call('tanh', of)))),
    tie('above').map((of) => call('acosh', sum([number(1), of]))),
    fc.tuple(tie('above'), tie('tree')).map(([of, power]) => call('pow', of, call('tanh', power))),
    fc
      .tuple(fc.constantFrom('mod', 'fmod'), tie('tree'), tie('above'))
      .map(([name, of, by]) => call(name, of, by)),
    fc
      .tuple(fc.constantFrom('greater', 'lessOrEqual'), tie('tree'), tie('tree'), tie('tree'))
      .map(([name, a, b, of]) => call('where', call(name, a, b), of, b)),
    fc
      .tuple(fc.constantFrom('floor', 'ceil', 'round', 'trunc', 'sign'), tie('tree'))
      .map(([name, of]) => call(name, of)),
    fc.tuple(fc.constantFrom('log', 'sqrt'), tie('above')).map(([name, of]) => call(name, of)),
    tie('tree').map((of) => call('exp', call('tanh', of))),
    tie('tree').map((of) => squared(named('h', [0], of))),
  ),
  above: tie('tree').map((expression) => sum([number(1.5), call('tanh', expression)])),
}));

test('is the slope that central differences have', () => {
  let smooth = 0;
  fc.assert(
    fc.property(tree, (expression) => {
      const at = (value: number) => evaluate(withValue(expression, 'x', value));
      const step = 1e-5;
      const [before, here, after] = [at(0.7 - step), at(0.7), at(0.7 + step)] as const;
      const [left, right] = [(here - before) / step, (after - here) / step];
      // Two sides that differ stand at a corner, and very steep ones have no exact difference.
      if (Math.abs(left - right) > 1e-2 * Math.max(1, Math.abs(left)) || Math.abs(left) > 1e3) return;
      smooth++;
      const found = evaluate(slope(expression));
      const expected = (after - before) / (2 * step);
      expect(Math.abs(found - expected)).toBeLessThanOrEqual(1e-4 * Math.max(1, Math.abs(expected)));
    }),
    { seed: 3, numRuns: 500 },
  );
  expect(smooth).toBeGreaterThan(400);
});

function withValue(expression: Expression, name: string, value: number): Expression {
  const inside = (part: Expression) => withValue(part, name, value);
  switch (expression.kind) {
    case 'number': {
      const isIt = expression.source && isSameSource(expression.source, source(name));
      return isIt ? { ...expression, value } : expression;
    }
    case 'sum':
      return sum(expression.terms.map(inside));
    case 'product':
      return product(...expression.factors.map(inside));
    case 'quotient':
      return quotient(inside(expression.over), inside(expression.under));
    case 'call':
      return call(expression.name, ...expression.of.map(inside));
    case 'named':
      return named(expression.name, expression.index, inside(expression.of));
  }
}

/** Exercises: every layer's can be solved with its own blanks, marking is right, and slips are told apart. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runModel } from '#engine/testing';
import { compileTrace, feedsOf } from '../compile/compile';
import { layers } from '../layers';
import { documentOfExample, subject } from '../document/testing';
import { isProblem } from '../messages/problem';
import {
  call,
  evaluate,
  minus,
  named,
  number,
  product,
  quotient,
  sum,
  type Expression,
} from '../tensor/expression';
import { formatTerm } from '../tensor/number-format';
import { indexAt, sizeOf } from '../tensor/shape';
import { numberAt } from '../tensor/tensor';
import { explainNumber } from './explain';
import { exerciseOf, loosest, type Step } from './exercise';
import { mark } from './marking';

const x = (value: number, ...index: number[]) => number(value, { kind: 'input', name: 'x', index });
const weight = (value: number, ...index: number[]) =>
  number(value, { kind: 'parameter', name: 'weight', index });
const bias = (value: number, ...index: number[]) => number(value, { kind: 'parameter', name: 'bias', index });

const weighted = sum([
  product(x(0.5, 0, 0), weight(0.07, 0, 0)),
  product(x(1, 0, 1), weight(0.27, 0, 1)),
  product(x(-1.5, 0, 2), weight(0.08, 0, 2)),
  bias(-0.085, 0),
]);

test('a weighted sum: a blank for each product, and the result of them', () => {
  const steps = exerciseOf(weighted)!;
  expect(steps.map(({ name, tex }) => [name, tex])).toEqual([
    ['t1', '0.5 \\cdot 0.07'],
    ['t2', '1.0 \\cdot 0.27'],
    ['t3', '(-1.5) \\cdot 0.08'],
    ['', 't_{1} + t_{2} + t_{3} + (-0.085)'],
  ]);
  expect(steps.map(({ answer }) => Number(answer.toFixed(6)))).toEqual([0.035, 0.27, -0.12, 0.1]);
});

test('the same part is worked out once', () => {
  const part = () => call('exp', x(0.5, 0));
  const steps = exerciseOf(quotient(part(), sum([part(), call('exp', x(-0.1, 1))])))!;
  expect(steps.map(({ tex }) => tex)).toEqual([
    'e^{0.5}',
    'e^{-0.1}',
    't_{1} + t_{2}',
    '\\frac{t_{1}}{t_{3}}',
  ]);
});

test('of a long sum some terms are blanks, the others come as one number', () => {
  const terms = Array.from({ length: 64 }, (_, at) => product(x(at / 10, 0, at), weight(0.5, 0, at)));
  const steps = exerciseOf(sum([...terms, bias(2, 0)]))!;
  expect(steps).toHaveLength(5);
  expect(steps.at(-1)!.tex).toMatch(
    /^t_\{1\} \+ .* \+ 2\.0 \+ \\underbrace\{88\.5\}_\{\\text\{60 more terms\}\}$/,
  );
  expect(evaluate(steps.at(-1)!.expression)).toBeCloseTo(100.8 + 2, 9);
});

test('a number that only moves is read where it came from; what is given is no exercise', () => {
  expect(exerciseOf(x(3, 0, 2))!.map(({ tex, answer }) => [tex, answer])).toEqual([['x_{0,2}', 3]]);
  expect(exerciseOf(number(3, { kind: 'given', name: '', index: [0] }))).toBeUndefined();
});

test.each<[string, Expression, string, RegExp]>([
  ['the bias forgotten', weighted, '0.185', /^Bias is missing/],
  ['a term forgotten', weighted, '-0.17', /^t2 is missing/],
  ['a sign forgotten', weighted, '0.34', /^t3 is below zero/],
  ['the whole sign', sum([x(-1, 0), x(-1.2, 1)]), '2,2', /sign is not/],
  ['added, not multiplied', product(x(2, 0), weight(5, 0)), '7', /multiplied/],
  ['not divided', quotient(sum([x(1, 0), x(2, 1)]), number(2)), '3', /divided by 2.0/],
  ['upside down', quotient(x(1, 0), x(4, 1)), '4', /upside down/],
  ['absolute value', call('max', number(0), x(-0.3, 0)), '0.3', /^Max does not take the sign off -0.3/],
  ['not the largest', call('max', number(0), x(-0.3, 0)), '-0.3', /largest/],
  ['before the function', call('tanh', x(1.5, 0)), '1.5', /tanh of 1.5/],
  ['the point', product(x(2, 0), weight(5, 0)), '100', /decimal point/],
  ['nothing recognisable', product(x(2, 0), weight(5, 0)), '44', /smaller than that/],
  ['no number', weighted, 'o,1', /“o,1” is not a number/],
])('a slip is told: %s', (_, expression, typed, sentence) => {
  expect(mark(exerciseOf(expression)!.at(-1)!, typed)).toEqual({
    isRight: false,
    sentence: expect.stringMatching(sentence) as string,
  });
});

const size = fc.double({ min: -50, max: 50, noNaN: true });
const anySum = fc
  .array(fc.tuple(size, size), { minLength: 1, maxLength: 30 })
  .map((pairs) => sum(pairs.map(([a, b], at) => product(x(a, 0, at), weight(b, 0, at)))));

test('a right answer is accepted however it is written, one beyond the tolerance never', () => {
  fc.assert(
    fc.property(
      anySum,
      fc.double({ min: 1.001, max: 1e6, noNaN: true }),
      fc.boolean(),
      (expression, off, up) => {
        for (const step of exerciseOf(expression)!) {
          const { answer, tolerance } = step;
          const written = [String(answer), answer.toFixed(4), ` ${answer.toFixed(3).replace('.', ',')} `];
          for (const text of written) expect(mark(step, text).isRight, text).toBe(true);
          const beyond = answer + (up ? 1 : -1) * tolerance * off;
          expect(mark(step, String(beyond)).isRight).toBe(false);
        }
      },
    ),
    { seed: 8 },
  );
});

test('whoever works with the figures on screen, or with those of hints, is right', () => {
  fc.assert(
    fc.property(fc.oneof(anySum, anySum.map(exponential)), (expression) => {
      for (const step of exerciseOf(expression)!) {
        const worked = evaluateOnScreen(step.expression);
        expect(mark(step, String(worked)).isRight, step.tex).toBe(true);
        expect(mark(step, formatTerm(step.answer)).isRight, step.tex).toBe(true);
      }
    }),
    { seed: 8 },
  );
});

/** Of a share: large numbers, and small ones made of them. */
function exponential(expression: Expression): Expression {
  const powers = (expression.kind === 'sum' ? expression.terms : []).map((term) =>
    call('exp', x(evaluate(term) / 250, 0)),
  );
  return quotient(powers[0]!, sum(powers));
}

function evaluateOnScreen(expression: Expression): number {
  const at = evaluateOnScreen;
  switch (expression.kind) {
    case 'number':
    case 'named':
      return Number(formatTerm(expression.value));
    case 'sum':
      return expression.terms.reduce((total, term) => total + at(term), 0);
    case 'product':
      return expression.factors.reduce((total, factor) => total * at(factor), 1);
    case 'quotient':
      return at(expression.over) / at(expression.under);
    case 'call':
      return evaluate(call(expression.name, ...expression.of.map((part) => number(at(part)))));
  }
}

test('small numbers are marked to their digits, whole and round ones as others', () => {
  const of = (value: number) => exerciseOf(sum([x(value, 0), number(0)]))!.at(-1)!;
  expect(of(0.1).tolerance).toBeCloseTo(loosest, 6);
  expect(of(0.03).tolerance).toBeCloseTo(0.0005, 6);
  expect(of(0).tolerance).toBe(loosest);
  expect(mark(of(0.031), '0.03').isRight).toBe(false);
  expect(of(5).tolerance).toBeCloseTo(loosest, 6);
  expect(of(5).tolerance).toBeLessThan(0.0051);
  // On screen stands 12350, so 12350 is right.
  expect(mark(of(12_345.6), '12350').isRight).toBe(true);
});

test('what has a name is worked out in a step of its own, once', () => {
  const h = named('h', [1], call('tanh', sum([x(0.25, 0), x(0.5, 1)])));
  const steps = exerciseOf(sum([product(h, x(2, 0)), product(h, x(3, 1))]))!;
  expect(steps.map(({ tex }) => tex)).toEqual([
    '0.25 + 0.5',
    '\\tanh(t_{1})',
    't_{2} \\cdot 2.0',
    't_{2} \\cdot 3.0',
    't_{3} + t_{4}',
  ]);
});

test('what is taken away keeps its sign outside', () => {
  const steps = exerciseOf(sum([x(1, 0), minus(call('log', sum([x(2, 0), x(3, 1)])))]))!;
  expect(steps.map(({ tex }) => tex)).toEqual(['2.0 + 3.0', '\\log(t_{1})', '1.0 - t_{2}']);
});

describe.each([...layers.values()].map((layer) => [layer.kind, layer] as const))('%s', (_, layer) => {
  test.each(layer.examples.map((example) => [JSON.stringify(example), example] as const))(
    'any number of %s is solved with its own blanks, and is the engine’s',
    async (_example, example) => {
      const built = documentOfExample(layer, example, 5);
      if (isProblem(built)) throw new Error(built.code);
      const inferred = built.inference.nodes.get(subject)!;
      const { output } = inferred.emission!;
      const feeds = feedsOf(built.document, built.inference);
      const answers = await runModel(compileTrace(built.inference).model, feeds);
      const wired = new Map(inferred.inputs.map(({ port, edge }) => [port, edge!.from.node]));
      const engine = answers.get(output.name)!;
      fc.assert(
        fc.property(fc.nat(sizeOf(output.shape) - 1), (offset) => {
          const expression = explainNumber(inferred, indexAt(output.shape, offset), {
            input: (port) => answers.get(built.inference.nodes.get(wired.get(port)!)!.emission!.output.name),
            parameter: (name) => feeds.get(`${output.name}.${name}`),
            given: feeds.get(output.name),
          })!;
          const steps = exerciseOf(expression);
          if (!steps) return;
          expect(steps.length).toBeLessThanOrEqual(11);
          solve(steps);
          const result = steps.at(-1)!;
          expect(mark(result, String(numberAt(engine, offset))).isRight).toBe(true);
        }),
        { seed: 12, numRuns: 8 },
      );
    },
  );
});

/** Every blank filled in from those before it. */
function solve(steps: readonly Step[]): void {
  for (const step of steps) {
    expect(evaluate(step.expression), step.tex).toBeCloseTo(step.answer, 6);
    expect(mark(step, String(evaluate(step.expression))).isRight, step.tex).toBe(true);
    const names = [...step.tex.matchAll(/t_\{(\d+)\}/g)].map(([, at]) => `t${at}`);
    const before = steps.slice(0, steps.indexOf(step)).map(({ name }) => name);
    expect(before).toEqual(expect.arrayContaining(names));
  }
  const used = new Set(
    steps.flatMap(({ tex }) => [...tex.matchAll(/t_\{(\d+)\}/g)].map(([, at]) => `t${at}`)),
  );
  expect(used).toEqual(new Set(steps.slice(0, -1).map(({ name }) => name)));
}

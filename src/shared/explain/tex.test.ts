/** Arithmetic in TeX: signs, brackets, fractions, functions, symbols, and what KaTeX makes of any of it. */
import fc from 'fast-check';
import katex from 'katex';
import { expect, test } from 'vitest';
import { call, minus, named, number, product, quotient, sum, type Expression } from '../tensor/expression';
import { symbolOf, texNumber, texOf, withSymbols } from './tex';

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

test('a weighted sum with its numbers and with symbols', () => {
  expect(texOf(weighted)).toBe('0.5 \\cdot 0.07 + 1.0 \\cdot 0.27 + (-1.5) \\cdot 0.08 + (-0.085)');
  expect(texOf(weighted, withSymbols)).toBe(
    'x_{0,0} \\cdot W_{0,0} + x_{0,1} \\cdot W_{0,1} + x_{0,2} \\cdot W_{0,2} + b_{0}',
  );
});

test.each<[string, Expression, string]>([
  ['the numbers of a formula need no digits', call('max', number(0), x(-0.3, 0, 1)), '\\max(0,\\, -0.3)'],
  ['a quotient is a fraction', quotient(number(1), sum([number(1), x(2, 0)])), '\\frac{1}{1 + 2.0}'],
  ['a short exponent is one', call('exp', minus(x(0.5, 0))), 'e^{-0.5}'],
  ['minus a negative number', call('exp', minus(x(-0.5, 0))), 'e^{-(-0.5)}'],
  ['a long exponent is not', call('exp', sum([x(1, 0), number(-2)])), '\\exp(1.0 - 2)'],
  ['a sum as a factor', product(number(0.5), sum([number(1), x(2, 0)])), '0.5 \\cdot (1 + 2.0)'],
  ['what is taken away', sum([x(3, 0), minus(sum([x(1, 1), x(2, 2)]))]), '3.0 - (1.0 + 2.0)'],
  [
    'brackets around a fraction grow',
    call('tanh', quotient(x(1, 0), number(2))),
    '\\tanh\\left(\\frac{1.0}{2}\\right)',
  ],
  ['a root', call('sqrt', sum([x(1, 0), number(0.25)])), '\\sqrt{1.0 + 0.25}'],
  ['what has a name', sum([x(1, 0), named('h', [0, 2], minus(x(0.5, 1)))]), '1.0 + (-0.5)'],
  ['what is cut off', call('floor', quotient(x(7, 0), number(2))), '\\lfloor \\frac{7.0}{2} \\rfloor'],
  [
    'one of two',
    call('where', call('greater', x(1, 0), number(0)), x(1, 0), x(2, 1)),
    '\\operatorname{where}(\\operatorname{greater}(1.0,\\, 0),\\, 1.0,\\, 2.0)',
  ],
  ['erf is an operator', call('erf', x(1, 0)), '\\operatorname{erf}(1.0)'],
])('%s', (_, expression, tex) => {
  expect(texOf(expression)).toBe(tex);
});

test('numbers are those on screen', () => {
  expect(texNumber(1.23456)).toBe('1.235');
  expect(texNumber(-3)).toBe('-3.0');
  expect(texNumber(3, false)).toBe('3');
  expect(texNumber(1e-9)).toBe('1 \\cdot 10^{-9}');
  expect(texNumber(-Infinity)).toBe('-\\infty');
  expect(texNumber(Number.NaN)).toContain('NaN');
});

test('symbols say where a number was read', () => {
  expect(symbolOf({ kind: 'given', name: '', index: [0, 2] })).toBe('x_{0,2}');
  expect(symbolOf({ kind: 'input', name: 'x2', index: [0, 2] })).toBe('{x^{(2)}}_{0,2}');
  expect(symbolOf({ kind: 'parameter', name: 'running_var', index: [3] })).toBe('{\\sigma^2}_{3}');
  expect(symbolOf({ kind: 'parameter', name: 'in_proj', index: [] })).toBe('\\text{in\\_proj}');
});

test('what has a name is a symbol, its slope too', () => {
  const over = (name: string) => texOf(quotient(named(name, [0, 2], x(1, 0)), number(2)), withSymbols);
  expect(over('h')).toBe('\\frac{h_{0,2}}{2}');
  expect(over("h2'")).toBe("\\frac{{h'^{(2)}}_{0,2}}{2}");
  expect(over('mean')).toBe('\\frac{\\text{mean}_{0,2}}{2}');
});

test('a long sum is shortened at the same places in numbers and in symbols', () => {
  const long = sum(Array.from({ length: 784 }, (_, at) => product(x(at, 0, at), weight(1, 0, at))));
  expect(texOf(long, withSymbols)).toBe(
    'x_{0,0} \\cdot W_{0,0} + x_{0,1} \\cdot W_{0,1} + x_{0,2} \\cdot W_{0,2} + \\cdots + x_{0,782} \\cdot W_{0,782} + x_{0,783} \\cdot W_{0,783}',
  );
  expect(texOf(long)).toContain('2.0 \\cdot 1.0 + \\cdots + 782.0 \\cdot 1.0');
});

test('KaTeX can write any arithmetic', () => {
  const value = fc.oneof(fc.double(), fc.constantFrom(0, 1, -1, 1e-12, Infinity));
  const source = fc.record({
    kind: fc.constantFrom('input' as const, 'parameter' as const, 'given' as const),
    name: fc.constantFrom('', 'x', 'x1', 'weight', 'running_mean', 'some_name'),
    index: fc.array(fc.nat(9), { maxLength: 3 }),
  });
  const leaf = fc
    .tuple(value, fc.option(source, { nil: undefined }))
    .map(([number_, from]) => number(number_, from));
  const { any } = fc.letrec<{ any: Expression }>((tie) => {
    const some = fc.array(tie('any'), { minLength: 1, maxLength: 10 });
    return {
      any: fc.oneof(
        { maxDepth: 4, withCrossShrink: true },
        leaf,
        some.map(sum),
        some.map((factors) => product(...factors)),
        some.map((factors) => minus(...factors)),
        fc
          .tuple(fc.constantFrom('h', 'h1', "h'", "h2'", 'mean', "mean'", 'out_proj.weight'), tie('any'))
          .map(([name, of]) => named(name, [1, 2], of)),
        fc.tuple(tie('any'), tie('any')).map(([over, under]) => quotient(over, under)),
        some.map((of) => call('max', ...of)),
        fc
          .tuple(
            fc.constantFrom('exp', 'log', 'abs', 'sqrt', 'tanh', 'erf', 'floor', 'ceil', 'asinh', 'cos'),
            tie('any'),
          )
          .map(([name, of]) => call(name, of)),
      ),
    };
  });
  fc.assert(
    fc.property(any, (expression) => {
      for (const tex of [texOf(expression), texOf(expression, withSymbols)]) {
        expect(() => katex.renderToString(tex, { strict: 'error' }), tex).not.toThrow();
        // Two signs side by side would be misread.
        expect(tex).not.toMatch(/[+-] ?-|\\cdot -/);
      }
    }),
    { seed: 4, numRuns: 300 },
  );
});

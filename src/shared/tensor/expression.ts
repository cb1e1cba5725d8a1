/** Arithmetic as data: what made one number, so that it can be shown, checked and lit up. */
import { formatTerm } from './number-format';

/** Where a number in an expression was read from. */
export interface Source {
  readonly kind: 'input' | 'parameter' | 'given' | 'gradient';
  /** Input port, parameter name, or the output port that a gradient comes back to; empty for a number the network was given. */
  readonly name: string;
  readonly index: readonly number[];
}

export type Expression =
  | { readonly kind: 'number'; readonly value: number; readonly source?: Source }
  | { readonly kind: 'sum'; readonly terms: readonly Expression[] }
  | { readonly kind: 'product'; readonly factors: readonly Expression[] }
  | { readonly kind: 'quotient'; readonly over: Expression; readonly under: Expression }
  | { readonly kind: 'call'; readonly name: FunctionName; readonly of: readonly Expression[] }
  | Named;

/**
 * A number on the way that has a name, such as `h[1, 3]`: shown by its value or its symbol, and opened on its own. What
 * many parts read is one object, so that arithmetic over time or over a table of scores stays as long as it is.
 */
export interface Named {
  readonly kind: 'named';
  readonly name: string;
  readonly index: readonly number[];
  readonly of: Expression;
  /** What `of` comes to. */
  readonly value: number;
}

/** Of as many numbers as there are: they are not handed over one by one, which would end at some tens of thousands. */
const ofMany = {
  max: (values: readonly number[]) => values.reduce((most, value) => Math.max(most, value), -Infinity),
  min: (values: readonly number[]) => values.reduce((least, value) => Math.min(least, value), Infinity),
  /** Where the greatest is; of equals the first. As the engine has it, NaN is greater than nothing, and nothing than NaN. */
  argmax: (values: readonly number[]) =>
    values.reduce((best, value, at) => (value > (values[best] ?? value) ? at : best), 0),
  argmin: (values: readonly number[]) =>
    values.reduce((best, value, at) => (value < (values[best] ?? value) ? at : best), 0),
} as const;

/** Truth is 1, and what is not true 0. */
const ofFew = {
  exp: (value: number) => Math.exp(value),
  log: (value: number) => Math.log(value),
  abs: (value: number) => Math.abs(value),
  sqrt: (value: number) => Math.sqrt(value),
  pow: (value: number, power: number) => value ** power,
  sin: (value: number) => Math.sin(value),
  cos: (value: number) => Math.cos(value),
  tan: (value: number) => Math.tan(value),
  asin: (value: number) => Math.asin(value),
  acos: (value: number) => Math.acos(value),
  atan: (value: number) => Math.atan(value),
  sinh: (value: number) => Math.sinh(value),
  cosh: (value: number) => Math.cosh(value),
  tanh: (value: number) => Math.tanh(value),
  asinh: (value: number) => Math.asinh(value),
  acosh: (value: number) => Math.acosh(value),
  atanh: (value: number) => Math.atanh(value),
  erf,
  floor: (value: number) => Math.floor(value),
  ceil: (value: number) => Math.ceil(value),
  trunc: (value: number) => Math.trunc(value),
  /** To the nearest whole number; from halfway to the even one. */
  round: (value: number) => {
    const down = Math.floor(value);
    const isUp = value - down > 0.5 || (value - down === 0.5 && down % 2 !== 0);
    return isUp ? down + 1 : down;
  },
  sign: (value: number) => Math.sign(value),
  /** What is left of a division: `mod` has the sign of the divisor, `fmod` that of what is divided. */
  mod: (value: number, by: number) => value - Math.floor(value / by) * by,
  fmod: (value: number, by: number) => value % by,
  equal: (a: number, b: number) => Number(a === b),
  greater: (a: number, b: number) => Number(a > b),
  greaterOrEqual: (a: number, b: number) => Number(a >= b),
  less: (a: number, b: number) => Number(a < b),
  lessOrEqual: (a: number, b: number) => Number(a <= b),
  and: (a: number, b: number) => Number(a !== 0 && b !== 0),
  or: (a: number, b: number) => Number(a !== 0 || b !== 0),
  xor: (a: number, b: number) => Number((a !== 0) !== (b !== 0)),
  not: (value: number) => Number(value === 0),
  isNaN: (value: number) => Number(Number.isNaN(value)),
  isInf: (value: number) => Number(Math.abs(value) === Infinity),
  /** The second where the first is true, else the third. */
  where: (isSo: number, value: number, otherwise: number) => (isSo === 0 ? otherwise : value),
  /** Looked up: the number of the table's row that the first one names. */
  row: (_place: number, value: number) => value,
} as const;
export type FunctionName = keyof typeof ofMany | keyof typeof ofFew;

const takesMany = (name: FunctionName): name is keyof typeof ofMany => Object.hasOwn(ofMany, name);

/**
 * The error function, to double precision: its series near zero, a continued fraction of 1 - erf further out.
 * Source: Abramowitz and Stegun, "Handbook of Mathematical Functions", 7.1.6 and 7.1.14.
 */
function erf(value: number): number {
  const x = Math.abs(value);
  const scale = Math.exp(-x * x) / Math.sqrt(Math.PI);
  if (x < 3) {
    let total = 0;
    let term = 2 * x;
    for (let at = 1; term > total * 1e-17; at++) {
      total += term;
      term *= (2 * x * x) / (2 * at + 1);
    }
    return Math.sign(value) * scale * total;
  }
  let fraction = x;
  for (let at = 60; at > 0; at--) fraction = x + at / 2 / fraction;
  return Math.sign(value) * (1 - scale / fraction);
}

export const number = (value: number, source?: Source): Expression =>
  source ? { kind: 'number', value, source } : { kind: 'number', value };
export const sum = (terms: readonly Expression[]): Expression => ({ kind: 'sum', terms });
export const product = (...factors: Expression[]): Expression => ({ kind: 'product', factors });
export const quotient = (over: Expression, under: Expression): Expression => ({
  kind: 'quotient',
  over,
  under,
});
export const call = (name: FunctionName, ...of: Expression[]): Expression => ({ kind: 'call', name, of });
/** Of many, which are too many to be handed over one by one. */
export const callOfAll = (name: keyof typeof ofMany, of: readonly Expression[]): Expression => ({
  kind: 'call',
  name,
  of,
});
export const productOfAll = (factors: readonly Expression[]): Expression => ({ kind: 'product', factors });
export const named = (name: string, index: readonly number[], of: Expression): Named => ({
  kind: 'named',
  name,
  index,
  of,
  value: evaluate(of),
});
const minusOne = number(-1);
export const minus = (...factors: Expression[]): Expression => product(minusOne, ...factors);

export function isSameSource(a: Source, b: Source): boolean {
  return (
    a.kind === b.kind &&
    a.name === b.name &&
    a.index.length === b.index.length &&
    a.index.every((at, axis) => at === b.index[axis])
  );
}

/** Whether it is this very number, and not one that was read somewhere. */
export function isConstant(expression: Expression, value: number): boolean {
  return expression.kind === 'number' && !expression.source && expression.value === value;
}

/** The value in double precision; the engine's float32 agrees to its rounding. */
export function evaluate(expression: Expression): number {
  switch (expression.kind) {
    case 'number':
    case 'named':
      return expression.value;
    case 'sum':
      return expression.terms.reduce((total, term) => total + evaluate(term), 0);
    case 'product':
      return expression.factors.reduce((total, factor) => total * evaluate(factor), 1);
    case 'quotient':
      return evaluate(expression.over) / evaluate(expression.under);
    case 'call': {
      const { name } = expression;
      const values = expression.of.map(evaluate);
      if (takesMany(name)) return ofMany[name](values);
      const apply: (...values: number[]) => number = ofFew[name];
      return apply(...values);
    }
  }
}

/** What it is made of, one level down. */
export function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'number':
      return [];
    case 'sum':
      return expression.terms;
    case 'product':
      return expression.factors;
    case 'quotient':
      return [expression.over, expression.under];
    case 'call':
      return expression.of;
    case 'named':
      return [expression.of];
  }
}

/** Every place the expression read a number from; what has a name is looked into once. */
export function sourcesOf(expression: Expression): Source[] {
  const sources: Source[] = [];
  const seen = new Set<Expression>();
  const visit = (part: Expression): void => {
    if (part.kind === 'number' && part.source) sources.push(part.source);
    if (part.kind === 'named') {
      if (seen.has(part)) return;
      seen.add(part);
    }
    partsOf(part).forEach(visit);
  };
  visit(expression);
  return sources;
}

/** The parts with a name that stand in it, each once; not those inside them. */
export function namedIn(expression: Expression): readonly Named[] {
  const found = partsOf(expression).flatMap((part) => (part.kind === 'named' ? [part] : namedIn(part)));
  return [...new Set(found)];
}

/** One line, negative numbers bracketed: `0.5·0.07 + (-1.5)·0.08 + (-0.085)`. */
export function formatExpression(expression: Expression): string {
  switch (expression.kind) {
    case 'number':
    case 'named':
      return bracketNegative(expression.value);
    case 'sum':
      return joinTerms(expression.terms, formatExpression);
    case 'product':
      return expression.factors.map(formatOperand).join('·');
    case 'quotient': {
      const under = formatOperand(expression.under);
      return `${formatOperand(expression.over)} / ${expression.under.kind === 'product' ? `(${under})` : under}`;
    }
    case 'call':
      return `${expression.name}(${expression.of.map(formatArgument).join(', ')})`;
  }
}

/** What a term of a sum takes away, for one that is minus something; undefined for what is added, as all numbers that were read. */
export function takenAway(term: Expression): Expression | undefined {
  if (term.kind === 'number') return !term.source && term.value < 0 ? number(-term.value) : undefined;
  if (term.kind !== 'product' || term.factors.length < 2) return undefined;
  const [first, ...rest] = term.factors;
  if (!first || !isConstant(first, -1)) return undefined;
  return rest.length === 1 ? rest[0] : product(...rest);
}

/** Terms side by side: `a + b - c`. */
export function joinTerms(terms: readonly Expression[], format: (term: Expression) => string): string {
  return terms
    .map((term, at) => {
      const taken = at > 0 ? takenAway(term) : undefined;
      if (!taken) return `${at > 0 ? ' + ' : ''}${format(term)}`;
      return ` - ${taken.kind === 'sum' ? `(${format(taken)})` : format(taken)}`;
    })
    .join('');
}

/** Inside a function's own brackets a negative number needs none. */
function formatArgument(expression: Expression): string {
  const isShownByValue = expression.kind === 'number' || expression.kind === 'named';
  return isShownByValue ? formatTerm(expression.value) : formatExpression(expression);
}

function formatOperand(expression: Expression): string {
  const text = formatExpression(expression);
  return expression.kind === 'sum' || expression.kind === 'quotient' ? `(${text})` : text;
}

function bracketNegative(value: number): string {
  const text = formatTerm(value);
  return text.startsWith('-') ? `(${text})` : text;
}

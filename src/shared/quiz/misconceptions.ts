/** Arithmetic as people get it wrong: each misconception rewrites the right arithmetic into its own. */
import type { MistakeCode } from '../messages/questions';
import { describeMistake } from '../messages/questions';
import { call, evaluate, number, product, quotient, sum, type Expression } from '../tensor/expression';
import { isTellable } from './numbers';

interface Misconception {
  readonly code: MistakeCode;
  /** Undefined, or something of the same value, where the mistake makes no difference. */
  readonly rewrite: (expression: Expression) => Expression | undefined;
}

/** The expression with each of its parts, innermost first, replaced by what `step` makes of it. */
function rewritten(expression: Expression, step: (part: Expression) => Expression): Expression {
  const inside = (part: Expression): Expression => rewritten(part, step);
  switch (expression.kind) {
    case 'number':
      return step(expression);
    case 'sum':
      return step({ ...expression, terms: expression.terms.map(inside) });
    case 'product':
      return step({ ...expression, factors: expression.factors.map(inside) });
    case 'quotient':
      return step(quotient(inside(expression.over), inside(expression.under)));
    case 'call':
      return step({ ...expression, of: expression.of.map(inside) });
    // Shown by its value: nobody sees what it is made of.
    case 'named':
      return expression;
  }
}

export type Reading = Extract<Expression, { kind: 'number' }>;

/** A term that is a parameter and nothing else, as a bias is. */
export function isBias(term: Expression): term is Reading {
  return term.kind === 'number' && term.source?.kind === 'parameter';
}

const isZero = (part: Expression): boolean => part.kind === 'number' && !part.source && part.value === 0;

/** What stands beside the zero of `max(0, x)`. */
function cutOff(part: Expression): Expression | undefined {
  if (part.kind !== 'call' || part.name !== 'max' || part.of.length !== 2) return undefined;
  return part.of.some(isZero) ? part.of.find((side) => !isZero(side)) : undefined;
}

export function withoutBias(expression: Expression): Expression | undefined {
  if (expression.kind !== 'sum' || !expression.terms.some(isBias)) return undefined;
  return sum(expression.terms.filter((term) => !isBias(term)));
}

function biasTakenAway(expression: Expression): Expression | undefined {
  if (expression.kind !== 'sum' || !expression.terms.some(isBias)) return undefined;
  return sum(expression.terms.map((term) => (isBias(term) ? product(number(-1), term) : term)));
}

function withoutWeights(expression: Expression): Expression {
  const isOf = (part: Expression, kind: string): boolean =>
    part.kind === 'number' && part.source?.kind === kind;
  return rewritten(expression, (part) => {
    if (part.kind !== 'product') return part;
    const read = part.factors.find((factor) => isOf(factor, 'input'));
    return read && part.factors.some((factor) => isOf(factor, 'parameter')) ? read : part;
  });
}

function largestTerm(expression: Expression): Expression | undefined {
  if (expression.kind !== 'sum') return undefined;
  return [...expression.terms].sort((a, b) => Math.abs(evaluate(b)) - Math.abs(evaluate(a)))[0];
}

function withoutSigns(expression: Expression): Expression | undefined {
  return expression.kind === 'sum' ? sum(expression.terms.map((term) => call('abs', term))) : undefined;
}

function isOfMany(part: Expression): part is Extract<Expression, { kind: 'call' }> {
  return part.kind === 'call' && part.name === 'max' && part.of.length > 2;
}

function greatestForAverage(part: Expression): Expression {
  if (part.kind !== 'quotient' || part.over.kind !== 'sum' || part.under.kind !== 'number') return part;
  return call('max', ...part.over.terms);
}

function withoutExp(expression: Expression): Expression {
  const plain = (part: Expression): Expression => {
    const [of] = part.kind === 'call' && part.name === 'exp' ? part.of : [];
    return of ?? part;
  };
  return rewritten(expression, (part) => (part.kind === 'quotient' ? rewritten(part, plain) : part));
}

function sharedEvenly(part: Expression): Expression {
  const terms = part.kind === 'quotient' && part.under.kind === 'sum' ? part.under.terms : [];
  const isShare = terms.length > 1 && terms.every((term) => term.kind === 'call');
  return isShare ? quotient(number(1), number(terms.length)) : part;
}

function withoutMinus(part: Expression): Expression {
  if (part.kind !== 'call' || part.name !== 'exp') return part;
  return call(
    'exp',
    ...part.of.map((of) =>
      of.kind === 'product' ? product(...of.factors.filter((f) => !isMinusOne(f))) : of,
    ),
  );
}
const isMinusOne = (part: Expression): boolean => part.kind === 'number' && !part.source && part.value === -1;

function firstInput(expression: Expression): Expression | undefined {
  let found: Expression | undefined;
  rewritten(expression, (part) => {
    if (part.kind === 'number' && part.source?.kind === 'input') found ??= part;
    return part;
  });
  return found;
}

/** Those that show most of what was misunderstood first. */
const telling: readonly Misconception[] = [
  {
    code: 'absolute-value',
    rewrite: (expression) =>
      rewritten(expression, (part) => {
        const side = cutOff(part);
        return side ? call('abs', side) : part;
      }),
  },
  { code: 'bias-left-out', rewrite: withoutBias },
  { code: 'exp-left-out', rewrite: withoutExp },
  {
    code: 'not-divided',
    rewrite: (expression) => rewritten(expression, (part) => (part.kind === 'quotient' ? part.over : part)),
  },
  { code: 'weights-left-out', rewrite: withoutWeights },
  {
    code: 'not-cut-off',
    rewrite: (expression) => rewritten(expression, (part) => cutOff(part) ?? part),
  },
  {
    code: 'average-for-greatest',
    rewrite: (expression) =>
      rewritten(expression, (part) =>
        isOfMany(part) ? quotient(sum(part.of), number(part.of.length)) : part,
      ),
  },
  { code: 'greatest-for-average', rewrite: (expression) => rewritten(expression, greatestForAverage) },
  { code: 'minus-in-exponent', rewrite: (expression) => rewritten(expression, withoutMinus) },
  {
    code: 'wrong-one-kept',
    rewrite: (expression) =>
      rewritten(expression, (part) =>
        cutOff(part) && part.kind === 'call' ? call('min', ...part.of) : part,
      ),
  },
  { code: 'shared-evenly', rewrite: (expression) => rewritten(expression, sharedEvenly) },
  { code: 'bias-taken-away', rewrite: biasTakenAway },
  { code: 'largest-term-only', rewrite: largestTerm },
  { code: 'signs-lost', rewrite: withoutSigns },
];

/** Where those make no difference. */
const plain: readonly Misconception[] = [
  { code: 'passed-through', rewrite: firstInput },
  { code: 'sign-turned', rewrite: (expression) => product(number(-1), expression) },
  { code: 'made-zero', rewrite: () => number(0) },
  { code: 'made-one', rewrite: () => number(1) },
];

export interface WrongNumber {
  readonly value: number;
  readonly mistake: string;
}

/** What people make of an expression, where it makes a difference; at last what hardly anybody would. */
export function mistakenNumbers(expression: Expression): readonly WrongNumber[] {
  return [...tellingMistakes(expression), ...mistakes(expression, plain)];
}

/** Only what shows a misunderstanding of this very arithmetic. */
export function tellingMistakes(expression: Expression): readonly WrongNumber[] {
  return mistakes(expression, telling);
}

function mistakes(expression: Expression, misconceptions: readonly Misconception[]): WrongNumber[] {
  const right = evaluate(expression);
  return misconceptions.flatMap(({ code, rewrite }) => {
    const mistaken = rewrite(expression);
    const value = mistaken === undefined ? Number.NaN : evaluate(mistaken);
    return isTellable(value, right, right) ? [{ value, mistake: describeMistake(code) }] : [];
  });
}

/** How a sum is shown: long ones shortened to their largest terms, results compared as the engine rounds. */
import { commonMessages } from '#shared/messages/common';
import { fill } from '#shared/messages/fill';
import {
  evaluate,
  formatExpression,
  joinTerms,
  partsOf,
  takenAway,
  type Expression,
} from '#shared/tensor/expression';
import { formatTerm } from '#shared/tensor/number-format';

const termLimit = 12;

interface ShownSum {
  readonly terms: readonly Expression[];
  /** How many terms are not shown. */
  readonly left: number;
}

/** The terms that weigh most, in their own order. */
function shortened(expression: Expression): ShownSum {
  if (expression.kind !== 'sum') return { terms: [expression], left: 0 };
  const { terms } = expression;
  if (terms.length <= termLimit) return { terms, left: 0 };
  const weights = terms.map((term, at) => ({ at, weight: Math.abs(evaluate(term)) }));
  const kept = weights
    .sort((a, b) => b.weight - a.weight)
    .slice(0, termLimit)
    .map(({ at }) => at);
  return { terms: terms.filter((_, at) => kept.includes(at)), left: terms.length - termLimit };
}

/** What stands for the terms that are not shown; empty when all are. */
function describeLeft(left: number): string {
  const text = left === 1 ? commonMessages.oneMoreTerm : commonMessages.moreTerms;
  return left > 0 ? ` ${fill(text, { count: left })}` : '';
}

/** The terms on screen, each with the sign before it and whether it is below zero. */
export function signedTerms(expression: Expression): {
  readonly terms: readonly { readonly sign: string; readonly text: string; readonly isNegative: boolean }[];
  readonly left: string;
} {
  const { terms, left } = shortened(expression);
  return {
    terms: terms.map((term, at) => {
      const taken = at > 0 ? takenAway(term) : undefined;
      const text = taken?.kind === 'sum' ? `(${formatShort(taken)})` : formatShort(taken ?? term);
      return { sign: at === 0 ? '' : taken ? ' - ' : ' + ', text, isNegative: evaluate(term) < 0 };
    }),
    left: describeLeft(left),
  };
}

/** What each term of a sum comes to; undefined for a single term, or where every term is a number already. */
export function formatValues(expression: Expression): string | undefined {
  if (expression.kind !== 'sum' || expression.terms.length < 2) return undefined;
  if (expression.terms.every(({ kind }) => kind === 'number')) return undefined;
  const { terms, left } = shortened(expression);
  const values = terms.map((term, at) => {
    const value = formatTerm(Math.abs(evaluate(term)));
    if (at === 0) return evaluate(term) < 0 ? `-${value}` : value;
    return `${evaluate(term) < 0 ? ' - ' : ' + '}${value}`;
  });
  return values.join('') + describeLeft(left);
}

/** One line, with long sums shortened wherever they stand. */
export function formatShort(expression: Expression): string {
  if (!hasLongSum(expression)) return formatExpression(expression);
  switch (expression.kind) {
    case 'sum': {
      const { terms, left } = shortened(expression);
      return joinTerms(terms, formatShort) + describeLeft(left);
    }
    case 'product':
      return expression.factors.map(formatPart).join('·');
    case 'quotient':
      return `${formatPart(expression.over)} / ${formatPart(expression.under)}`;
    case 'call':
      return `${expression.name}(${expression.of.map(formatShort).join(', ')})`;
    case 'number':
    case 'named':
      return formatExpression(expression);
  }
}

function formatPart(expression: Expression): string {
  const stands = ['number', 'named', 'call'].includes(expression.kind);
  return stands ? formatShort(expression) : `(${formatShort(expression)})`;
}

function hasLongSum(expression: Expression): boolean {
  // What has a name is shown by its value.
  if (expression.kind === 'named') return false;
  const isLong = expression.kind === 'sum' && expression.terms.length > termLimit;
  return isLong || partsOf(expression).some(hasLongSum);
}

/** Float32 differs from exact arithmetic in its last digits, by as much as the numbers on the way were large. */
export function isSameNumber(expression: Expression, engine: number): boolean {
  const exact = evaluate(expression);
  return Object.is(exact, engine) || Math.abs(exact - engine) <= allowedDifference(expression);
}

/** How far float32 may be from exact arithmetic here. */
export function allowedDifference(expression: Expression): number {
  return 1e-5 * sizeOf(expression);
}

/** How large the numbers on the way to the result were: its value if nothing were ever taken away. */
function sizeOf(expression: Expression, known = new Map<Expression, number>()): number {
  const inside = (part: Expression): number => sizeOf(part, known);
  switch (expression.kind) {
    case 'number':
      return Math.abs(expression.value);
    case 'sum':
      return expression.terms.reduce((total, term) => total + inside(term), 0);
    case 'product':
      return expression.factors.reduce((total, factor) => total * inside(factor), 1);
    case 'quotient':
      return inside(expression.over) / Math.abs(evaluate(expression.under));
    case 'call':
      // A logarithm near one is as exact as what it is of.
      return Math.max(Math.abs(evaluate(expression)), expression.name === 'log' ? 1 : 0);
    case 'named': {
      const size = known.get(expression) ?? inside(expression.of);
      known.set(expression, size);
      return size;
    }
  }
}

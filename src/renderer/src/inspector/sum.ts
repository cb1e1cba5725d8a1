/** How a sum is shown: long ones shortened to their largest terms, results compared as the engine rounds. */
import { evaluate, formatExpression, type Expression } from '#shared/tensor/expression';

const termLimit = 12;

export interface ShownSum {
  readonly terms: readonly Expression[];
  /** How many terms are not shown. */
  readonly left: number;
}

/** The terms that weigh most, in their own order. */
export function shortened(expression: Expression): ShownSum {
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
export function describeLeft(left: number): string {
  return left > 0 ? ` + ${left} more ${left === 1 ? 'term' : 'terms'}` : '';
}

/** One line, with long sums shortened wherever they stand. */
export function formatShort(expression: Expression): string {
  if (!hasLongSum(expression)) return formatExpression(expression);
  switch (expression.kind) {
    case 'sum': {
      const { terms, left } = shortened(expression);
      return terms.map(formatShort).join(' + ') + describeLeft(left);
    }
    case 'product':
      return expression.factors.map(formatPart).join('·');
    case 'quotient':
      return `${formatPart(expression.over)} / ${formatPart(expression.under)}`;
    case 'call':
      return `${expression.name}(${expression.of.map(formatShort).join(', ')})`;
    case 'number':
      return formatExpression(expression);
  }
}

function formatPart(expression: Expression): string {
  const stands = expression.kind === 'number' || expression.kind === 'call';
  return stands ? formatShort(expression) : `(${formatShort(expression)})`;
}

function hasLongSum(expression: Expression): boolean {
  switch (expression.kind) {
    case 'number':
      return false;
    case 'sum':
      return expression.terms.length > termLimit || expression.terms.some(hasLongSum);
    case 'product':
      return expression.factors.some(hasLongSum);
    case 'quotient':
      return hasLongSum(expression.over) || hasLongSum(expression.under);
    case 'call':
      return expression.of.some(hasLongSum);
  }
}

/** Float32 sums of many terms differ from exact ones in their last digits. */
export function isSameNumber(exact: number, engine: number): boolean {
  return Object.is(exact, engine) || Math.abs(exact - engine) <= 1e-5 * Math.max(1, Math.abs(exact));
}

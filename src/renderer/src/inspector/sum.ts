/** How a sum is shown: long ones shortened to their largest terms, results compared as the engine rounds. */
import { evaluate, type Expression } from '#shared/tensor/expression';

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

/** Float32 sums of many terms differ from exact ones in their last digits. */
export function isSameNumber(exact: number, engine: number): boolean {
  return Object.is(exact, engine) || Math.abs(exact - engine) <= 1e-5 * Math.max(1, Math.abs(exact));
}

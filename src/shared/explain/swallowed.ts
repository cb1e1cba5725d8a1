/** NaN that went into a node and was lost by the runtime on the way, in words and in the arithmetic. */
import { problem, type Problem } from '../messages/problem';
import { ops } from '../ops/index';
import { callOfAll, evaluate, number, type Expression } from '../tensor/expression';

/** What a node says of its run; `into` and `outOf` count the NaN there. Undefined where none was lost. */
export function swallowedBy(
  name: string,
  types: readonly string[],
  into: () => number,
  outOf: () => number,
): Problem | undefined {
  if (!types.some((type) => ops.get(type)?.losesNaN) || into() === 0) return undefined;
  return outOf() === 0 ? problem('nan-swallowed', { name }) : problem('nan-swallowed-in-part', { name });
}

/**
 * The arithmetic of the number the engine found where NaN was among those compared: the greatest of those it kept. Where
 * it kept none, or names a place that none of them says, the number is all there is.
 */
export function asAnswered(expression: Expression, answered: number): Expression {
  if (expression.kind !== 'call' || (expression.name !== 'max' && expression.name !== 'argmax'))
    return expression;
  const isCompared = expression.of.some((part) => Number.isNaN(evaluate(part)));
  if (!isCompared || Object.is(evaluate(expression), answered)) return expression;
  const kept = expression.of.filter((part) => evaluate(part) <= answered);
  const greatest = callOfAll('max', kept);
  return expression.name === 'max' && evaluate(greatest) === answered ? greatest : number(answered);
}

/** Which weight moved a number the most: the largest product of a weight and what it is laid on. */
import {
  describeChoice,
  describeExplanation,
  describeMistake,
  describeQuestion,
} from '../../messages/questions';
import { evaluate, formatExpression, type Expression } from '../../tensor/expression';
import { formatTerm } from '../../tensor/number-format';
import { equation } from '../equation';
import { isTellable } from '../numbers';
import { formatIndex, mixed, pickWorked, placeName, readings } from '../stages';
import type { Generator } from './define';

export const largestTerm: Generator = {
  id: 'largest-term',
  make(context, random) {
    const worked = pickWorked(context, random, readings.many, ({ expression }) => {
      const [first, second, third] = termsBySize(expression);
      return third !== undefined && isClearlyLargest(first, second);
    });
    const terms = worked ? termsBySize(worked.expression) : [];
    const [first, second] = terms;
    if (!worked || !first || !second) return undefined;
    const { stage, index } = worked;
    const largest = (of: (term: Term) => number): Term =>
      terms.reduce((best, term) => (of(term) > of(best) ? term : best));
    const wrong = [
      { term: largest(({ weight }) => Math.abs(weight)), mistake: describeMistake('largest-weight') },
      { term: largest(({ x }) => Math.abs(x)), mistake: describeMistake('largest-input') },
      ...[second, ...mixed(random, terms.slice(2))].map((term) => ({
        term,
        mistake: describeMistake('smaller-term', { term: formatExpression(term.product) }),
      })),
    ];
    return {
      text: describeQuestion('largest-term', { place: placeName(worked) }),
      right: describeTerm(first),
      wrong: wrong.map(({ term, mistake }) => ({ text: describeTerm(term), mistake })),
      explanation: describeExplanation('largest-term', {
        next: `${formatExpression(second.product)} = ${formatTerm(second.value)}`,
      }),
      equations: [equation(first.product, first.value)],
      about: { node: stage.node.id, index },
    };
  },
};

interface Term {
  readonly product: Expression;
  readonly value: number;
  readonly weight: number;
  readonly x: number;
  readonly name: string;
  readonly index: readonly number[];
}

/** The products of a weight and a number of the input, the largest first, whatever its sign. */
function termsBySize(expression: Expression): readonly Term[] {
  const terms = expression.kind === 'sum' ? expression.terms.flatMap(asTerm) : [];
  return terms.sort((a, b) => Math.abs(b.value) - Math.abs(a.value));
}

function asTerm(term: Expression): Term[] {
  if (term.kind !== 'product' || term.factors.length !== 2) return [];
  const numbers = term.factors.flatMap((factor) => (factor.kind === 'number' ? [factor] : []));
  const weight = numbers.find(({ source }) => source?.kind === 'parameter');
  const input = numbers.find(({ source }) => source?.kind === 'input');
  if (!weight?.source || !input) return [];
  const { name, index } = weight.source;
  return [{ product: term, value: evaluate(term), weight: weight.value, x: input.value, name, index }];
}

function isClearlyLargest(first: Term | undefined, second: Term | undefined): boolean {
  if (!first || !second) return false;
  return isTellable(Math.abs(first.value), Math.abs(second.value), 0);
}

function describeTerm({ name, index, weight, x }: Term): string {
  return describeChoice('weight', {
    name,
    index: formatIndex(index),
    weight: formatTerm(weight),
    x: formatTerm(x),
  });
}

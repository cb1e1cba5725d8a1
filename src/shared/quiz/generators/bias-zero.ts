/** What a number would be without its bias. */
import { describeExplanation, describeMistake, describeQuestion } from '../../messages/questions';
import { minus, number, sum } from '../../tensor/expression';
import { formatTerm } from '../../tensor/number-format';
import { equation } from '../equation';
import { isBias, mistakenNumbers, withoutBias, type Reading } from '../misconceptions';
import { isTellable, numberChoices, scaleOf } from '../numbers';
import { pickWorked, placeName, readings, type Worked } from '../stages';
import type { Generator } from './define';

export const biasZero: Generator = {
  id: 'bias-zero',
  make(context, random) {
    const worked = pickWorked(context, random, readings.many, (each) => {
      const bias = biasOf(each);
      return bias !== undefined && isTellable(each.value, each.value - bias.value, scaleOf(each.expression));
    });
    const bias = worked && biasOf(worked);
    const rest = worked && withoutBias(worked.expression);
    if (!bias || !rest) return undefined;
    const { stage, index, value, expression } = worked;
    const name = bias.source?.name ?? '';
    const without = equation(sum([number(value), minus(bias)]));
    const wrong = [
      { value, mistake: describeMistake('nothing-changes') },
      { value: value + bias.value, mistake: describeMistake('moved-the-wrong-way') },
      { value: 0, mistake: describeMistake('all-gone') },
      { value: bias.value, mistake: describeMistake('only-the-part') },
    ];
    return {
      text: describeQuestion('bias-zero', { place: placeName(worked), name }),
      facts: [`${placeName(worked)} = ${formatTerm(value)}`, `${name} = ${formatTerm(bias.value)}`],
      ...numberChoices(without.value, [...wrong, ...mistakenNumbers(rest)], scaleOf(expression)),
      explanation: describeExplanation('bias-zero', { name, bias: formatTerm(bias.value) }),
      equations: [without],
      about: { node: stage.node.id, index },
    };
  },
};

/** The bias of a sum that has exactly one. */
function biasOf({ expression }: Worked): Reading | undefined {
  const [only, ...others] = expression.kind === 'sum' ? expression.terms.filter(isBias) : [];
  return others.length === 0 ? only : undefined;
}

/** What the arithmetic of one number comes to. */
import { describeExplanation, describeQuestion } from '../../messages/questions';
import { formatExpression, sourcesOf } from '../../tensor/expression';
import { equation } from '../equation';
import { mistakenNumbers } from '../misconceptions';
import { numberChoices, scaleOf } from '../numbers';
import { pickWorked, placeName, readings } from '../stages';
import type { Generator } from './define';

/** Longer ones are no fun to work out. */
const longest = 90;

export const valueOfSum: Generator = {
  id: 'value-of-sum',
  make(context, random) {
    const worked = pickWorked(
      context,
      random,
      readings.few,
      ({ expression }) =>
        sourcesOf(expression).length > 1 &&
        expression.kind !== 'number' &&
        formatExpression(expression).length <= longest,
    );
    if (!worked) return undefined;
    const { stage, index, expression, value } = worked;
    return {
      text: describeQuestion('value-of-sum', { place: placeName(worked) }),
      facts: [formatExpression(expression)],
      ...numberChoices(value, mistakenNumbers(expression), scaleOf(expression)),
      explanation: describeExplanation('value-of-sum'),
      equations: [equation(expression, value)],
      about: { node: stage.node.id, index },
    };
  },
};

/** What a stage that works on each number for itself makes of one of them. */
import { describeQuestion } from '../../messages/questions';
import { sourcesOf, type Source } from '../../tensor/expression';
import { formatTerm } from '../../tensor/number-format';
import { elementAt } from '../../tensor/tensor';
import type { QuizContext } from '../context';
import { equation } from '../equation';
import { mistakenNumbers } from '../misconceptions';
import { numberChoices } from '../numbers';
import { pickWorked, readings, type Worked } from '../stages';
import type { Generator } from './define';

export const whatItMakes: Generator = {
  id: 'what-it-makes',
  make(context, random) {
    const isElementwise = ({ expression }: Worked): boolean =>
      expression.kind !== 'number' && onlySource(expression) !== undefined;
    // Numbers below zero are where activations differ most.
    const isBelowZero = (worked: Worked): boolean => {
      const x = isElementwise(worked) ? readBy(context, worked) : undefined;
      return x !== undefined && x < 0;
    };
    const worked =
      (random.uniform(0, 1) < 0.7 ? pickWorked(context, random, readings.few, isBelowZero) : undefined) ??
      pickWorked(context, random, readings.few, isElementwise);
    const x = worked && readBy(context, worked);
    if (!worked || x === undefined) return undefined;
    const { stage, index, expression, value } = worked;
    return {
      text: describeQuestion('what-it-makes', { stage: stage.name, x: formatTerm(x) }),
      ...numberChoices(value, mistakenNumbers(expression), Math.max(Math.abs(x), Math.abs(value))),
      explanation: stage.layer?.summary ?? '',
      equations: [equation(expression, value)],
      about: { node: stage.node.id, index },
    };
  },
};

/** The one number of the input that an expression reads, when it reads no other. */
function onlySource(expression: Worked['expression']): Source | undefined {
  const [first, ...others] = sourcesOf(expression);
  if (first?.kind !== 'input') return undefined;
  const isSame = others.every(
    ({ kind, name, index }) => kind === 'input' && name === first.name && index.join() === first.index.join(),
  );
  return isSame ? first : undefined;
}

function readBy(context: QuizContext, { stage, expression }: Worked): number | undefined {
  const source = onlySource(expression);
  const edge = stage.inputs.find(({ port }) => port === source?.name)?.edge;
  const tensor = edge && context.output(edge.from.node, edge.from.port);
  return source && tensor ? elementAt(tensor, source.index) : undefined;
}

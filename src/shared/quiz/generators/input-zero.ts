/** What a number would be if one of the numbers it is made of were 0. */
import { describeExplanation, describeMistake, describeQuestion } from '../../messages/questions';
import { arithmeticOf } from '../../explain/explain';
import {
  formatExpression,
  isSameSource,
  number,
  partsOf,
  sourcesOf,
  type Expression,
  type Source,
} from '../../tensor/expression';
import { formatTerm } from '../../tensor/number-format';
import { elementAt } from '../../tensor/tensor';
import type { QuizContext } from '../context';
import { equation } from '../equation';
import { mistakenNumbers } from '../misconceptions';
import { isTellable, numberChoices, scaleOf } from '../numbers';
import { formatIndex, pick, pickWorked, placeName, readings, type Worked } from '../stages';
import type { Generator } from './define';

const longest = 90;

export const inputZero: Generator = {
  id: 'input-zero',
  make(context, random) {
    const worked = pickWorked(
      context,
      random,
      readings.few,
      (each) => formatExpression(each.expression).length <= longest && inputsOf(context, each).length > 1,
    );
    const read = worked && pick(random, inputsOf(context, worked));
    const changed = worked && read && withZero(worked, read.source);
    if (!worked || !read || !changed) return undefined;
    const { stage, index, expression, value } = worked;
    const after = equation(changed);
    const wrong = [
      { value, mistake: describeMistake('nothing-changes') },
      { value: 0, mistake: describeMistake('all-gone') },
      { value: 2 * value - after.value, mistake: describeMistake('moved-the-wrong-way') },
      { value: value - after.value, mistake: describeMistake('only-the-part') },
    ];
    return {
      text: describeQuestion('input-zero', {
        place: placeName(worked),
        source: `${read.from} ${formatIndex(read.source.index)}`,
        x: formatTerm(read.value),
      }),
      facts: [`${formatExpression(expression)} = ${formatTerm(value)}`],
      ...numberChoices(after.value, [...wrong, ...mistakenNumbers(changed)], scaleOf(expression)),
      explanation: describeExplanation('input-zero'),
      equations: [after],
      about: { node: stage.node.id, index },
    };
  },
};

interface Read {
  readonly source: Source;
  readonly from: string;
  readonly value: number;
}

/** The numbers of other stages that it reads, those that are zero already left out. */
function inputsOf(context: QuizContext, { stage, expression }: Worked): readonly Read[] {
  const found: Read[] = [];
  for (const source of sourcesOf(expression)) {
    const edge = stage.inputs.find(({ port }) => port === source.name)?.edge;
    const from = edge && context.inference.nodes.get(edge.from.node)?.node;
    const tensor = edge && context.output(edge.from.node, edge.from.port);
    if (source.kind !== 'input' || !from || !tensor) continue;
    const isKnown = found.some((other) => isSameSource(other.source, source));
    const value = elementAt(tensor, source.index);
    if (!isKnown && isTellable(value, 0, 0)) found.push({ source, from: from.stage ?? from.name, value });
  }
  return found;
}

/** The same arithmetic with one of the numbers it reads at zero. */
function withZero({ stage, index, expression }: Worked, zero: Source): Expression | undefined {
  const known = readValues(expression);
  const shapes = new Map(stage.inputs.map(({ port, shape }) => [port, shape ?? []]));
  return arithmeticOf(
    stage,
    index,
    (port) => shapes.get(port) ?? [],
    (source) => number(isSameSource(source, zero) ? 0 : (known.get(keyOf(source)) ?? Number.NaN), source),
  );
}

const keyOf = ({ kind, name, index }: Source): string => `${kind} ${name} ${index.join()}`;

function readValues(expression: Expression): Map<string, number> {
  const values = new Map<string, number>();
  const seen = new Set<Expression>();
  const visit = (part: Expression): void => {
    if (seen.has(part)) return;
    seen.add(part);
    if (part.kind === 'number' && part.source) values.set(keyOf(part.source), part.value);
    partsOf(part).forEach(visit);
  };
  visit(expression);
  return values;
}

/** What the numbers of a row between 0 and 1 add up to: 1 where they share it out, and only there. */
import { describeExplanation, describeMistake, describeQuestion } from '../../messages/questions';
import { number, sum } from '../../tensor/expression';
import { indexAt, offsetAt, sizeOf } from '../../tensor/shape';
import { numberAt } from '../../tensor/tensor';
import type { QuizContext } from '../context';
import { equation } from '../equation';
import { formatList, isTellable, numberChoices } from '../numbers';
import { askedStages, mixed, type Stage } from '../stages';
import type { Generator } from './define';

const most = 8;

export const rowSum: Generator = {
  id: 'row-sum',
  make(context, random) {
    const rows = mixed(random, askedStages(context)).flatMap((stage) => rowOf(context, stage, random));
    const [row] = rows;
    if (!row) return undefined;
    const { stage, values, read, index } = row;
    const right = values.reduce((total, value) => total + value, 0);
    const isShared = !isTellable(right, 1, 1);
    const wrong = [
      { value: 1, mistake: describeMistake('always-one') },
      ...(read
        ? [{ value: read.reduce((a, b) => a + b, 0), mistake: describeMistake('sums-to-scores') }]
        : []),
      { value: values.length, mistake: describeMistake('sums-to-count') },
      { value: Math.max(...values), mistake: describeMistake('greatest-only') },
      { value: 0, mistake: describeMistake('made-zero') },
    ];
    return {
      text: describeQuestion('row-sum', { stage: stage.name }),
      facts: [
        ...(read ? [`${formatList(read)} →`] : []),
        formatList(values.slice(0, -1)).replace(']', ', ?]'),
      ],
      ...numberChoices(right, wrong, 1),
      explanation: describeExplanation(isShared ? 'row-of-one' : 'row-not-one', { stage: stage.name }),
      equations: [equation(sum(values.map((value) => number(value))), right)],
      about: { node: stage.node.id, index },
    };
  },
};

interface Row {
  readonly stage: Stage;
  readonly index: readonly number[];
  readonly values: readonly number[];
  /** The numbers it was made from, where they stand in a row of the same length. */
  readonly read: readonly number[] | undefined;
}

/** A row of a few numbers between 0 and 1 that were not so before. */
function rowOf(
  context: QuizContext,
  stage: Stage,
  random: { uniform(low: number, high: number): number },
): Row[] {
  const { shape, output, inputs } = stage;
  const width = shape.at(-1) ?? 1;
  if (width < 2 || width > most) return [];
  const at = Math.floor(random.uniform(0, sizeOf(shape) / width));
  const index = indexAt(shape, at * width);
  const from = offsetAt(shape, index);
  const values = Array.from({ length: width }, (_, step) => numberAt(output, from + step));
  const [only, ...others] = inputs;
  const before =
    only?.edge && others.length === 0 ? context.output(only.edge.from.node, only.edge.from.port) : undefined;
  const read =
    before && sizeOf(before.shape) === sizeOf(shape)
      ? values.map((_, step) => numberAt(before, from + step))
      : undefined;
  const isSqueezed = (value: number): boolean => value > 0 && value < 1;
  if (!read || !values.every(isSqueezed) || values.every((value, step) => value === read[step])) return [];
  return [{ stage, index, values, read }];
}

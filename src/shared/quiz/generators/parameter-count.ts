/** How many parameters a stage learns. */
import { commonMessages } from '../../messages/common';
import { fill } from '../../messages/fill';
import {
  describeExplanation,
  describeMistake,
  describeQuestion,
  type MistakeCode,
} from '../../messages/questions';
import { number, product, sum } from '../../tensor/expression';
import { formatShape, sizeOf } from '../../tensor/shape';
import { counting } from '../equation';
import { askedStages, pick, type Stage } from '../stages';
import type { Generator } from './define';

export const parameterCount: Generator = {
  id: 'parameter-count',
  make(context, random) {
    const stages = askedStages(context).filter(({ inputs }) => inputs.length > 0);
    const learning = stages.filter((stage) => learnedBy(stage).length > 0);
    const stage = pick(random, learning.length > 0 && random.uniform(0, 1) < 0.75 ? learning : stages);
    if (!stage) return undefined;
    const learned = learnedBy(stage);
    const parameters = learned
      .map(({ name, shape }) =>
        shape.length > 1
          ? `${name} ${formatShape(shape)}`
          : fill(commonMessages.countOf, { count: sizeOf(shape), name }),
      )
      .join(commonMessages.and);
    return {
      text: describeQuestion('parameter-count', { stage: stage.name }),
      right: String(countOf(stage)),
      wrong: mistakenCounts(stage).map(([code, count]) => ({
        text: String(count),
        mistake: describeMistake(code),
      })),
      explanation:
        learned.length > 0
          ? describeExplanation('parameter-count', { stage: stage.name, parameters })
          : describeExplanation('parameter-none', { stage: stage.name }),
      equations:
        learned.length > 0
          ? [counting(sum(learned.map(({ shape }) => product(...shape.map((size) => number(size))))))]
          : [],
      about: { node: stage.node.id },
    };
  },
};

/** What is learned: PyTorch counts no running statistics among the parameters. */
export function learnedBy({ emission }: Stage): Stage['emission']['parameters'] {
  return emission.parameters.filter(({ isBuffer }) => !isBuffer);
}

export function countOf(stage: Stage): number {
  return learnedBy(stage).reduce((total, { shape }) => total + sizeOf(shape), 0);
}

/** Without those of one dimension, as biases are. */
export function countWithoutBiases(stage: Stage): number {
  return learnedBy(stage).reduce((total, { shape }) => total + (shape.length > 1 ? sizeOf(shape) : 0), 0);
}

function mistakenCounts(stage: Stage): readonly (readonly [MistakeCode, number])[] {
  const [weight = { shape: [] }] = learnedBy(stage);
  const right = countOf(stage);
  const [input = []] = stage.inputs.flatMap(({ shape }) => (shape ? [shape] : []));
  const outputs = sizeOf(stage.shape.slice(1));
  const each = weight.shape.reduce((total, size) => total + size, 0);
  const wrong: readonly (readonly [MistakeCode, number])[] = [
    ['bias-forgotten', countWithoutBiases(stage)],
    ['sizes-added', each],
    ['bias-for-every-weight', right > 0 ? 2 * sizeOf(weight.shape) : 0],
    ['outputs-counted', outputs],
    ['inputs-counted', sizeOf(input.slice(1))],
    ['pairs-counted', sizeOf(input.slice(1)) * outputs],
    ['one-more', right + 1],
    ['miscounted', right + 2],
  ];
  return wrong.filter(([, count]) => count > 0);
}

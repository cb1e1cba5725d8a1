/** How many numbers a stage answers for each row: its neurons, where it has any. */
import {
  describeExplanation,
  describeMistake,
  describeQuestion,
  type MistakeCode,
} from '../../messages/questions';
import { number, product } from '../../tensor/expression';
import { formatShape, sizeOf } from '../../tensor/shape';
import { counting } from '../equation';
import { askedStages, pick } from '../stages';
import type { Generator } from './define';

export const outputCount: Generator = {
  id: 'output-count',
  make(context, random) {
    const stage = pick(
      random,
      askedStages(context).filter(({ inputs, shape }) => inputs.length > 0 && shape.length > 1),
    );
    if (!stage) return undefined;
    const { name, shape, emission, inputs } = stage;
    const sizes = shape.slice(1);
    const count = sizeOf(sizes);
    const [input = []] = inputs.flatMap((each) => (each.shape ? [each.shape] : []));
    const inputCount = sizeOf(input.slice(1));
    const weights = sizeOf(emission.parameters.find((spec) => spec.shape.length > 1)?.shape ?? [0]);
    const wrong: readonly (readonly [MistakeCode, number])[] = [
      [emission.parameters.length > 1 ? 'bias-as-neuron' : 'one-more', count + 1],
      ['inputs-counted', inputCount],
      ['weights-counted', weights],
      ['rows-counted', sizeOf(shape)],
      ['sizes-added', sizes.length > 1 ? sizes.reduce((sum, size) => sum + size, 0) : 0],
      ['pairs-counted', inputCount * count],
      ['both-counted', inputCount + count],
      ['one-for-all', 1],
    ];
    return {
      text: describeQuestion('output-count', { stage: name }),
      right: String(count),
      wrong: wrong
        .filter(([, value]) => value > 0)
        .map(([code, value]) => ({ text: String(value), mistake: describeMistake(code) })),
      explanation: describeExplanation('output-count', { shape: formatShape(shape), count }),
      equations: sizes.length > 1 ? [counting(product(...sizes.map((size) => number(size))))] : [],
      about: { node: stage.node.id },
    };
  },
};

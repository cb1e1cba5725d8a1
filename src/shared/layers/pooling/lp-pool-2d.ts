/**
 * LPPool2d: the length of the numbers under each place of a window, y = (Σ x^p)^(1/p).
 * Source: https://pytorch.org/docs/stable/generated/torch.nn.LPPool2d.html
 */
import { scalar } from '../../ops/backward';
import { call, evaluate, number, product, quotient, sum } from '../../tensor/expression';
import { sizeOf } from '../../tensor/shape';
import { integer } from '../attributes';
import { defineLayer } from '../define';
import { pythonCall } from '../python';
import { texAt } from '../tex';
import { kernelSize, readings, texPlaces, texRange, texRead, texUnder, windowAttributes } from '../window';
import {
  ceilMode,
  checkPool,
  poolStride,
  poolWindow,
  strideArgument,
  strideOf,
  guessPools,
} from './pool-window';

export const lpPool2d = defineLayer({
  kind: 'LPPool2d',
  group: 'pooling',
  summary:
    'Adds up the squares of the numbers under each place of a window and takes the root: how strong they are together, whatever their signs. With norm_type 1 it adds up the numbers as they are.',
  formula: 'y = (Σ xᵖ under the window)^(1/p)',
  backward:
    'Each number gets its share of the place’s gradient: itself divided by the root, or the whole gradient for norm_type 1. Where that comes to zero no gradient passes.',
  words: ['power-average pooling', 'norm pooling', 'l2 pooling', 'sum pooling', 'euclidean'],
  attributes: {
    norm_type: integer({
      initial: 2,
      min: 1,
      max: 2,
      help: 'The power: 2 for the root of the squares, 1 for the plain sum.',
    }),
    kernel_size: kernelSize(2, 2),
    stride: poolStride(2),
    ceil_mode: ceilMode,
  },
  check: ([x = []], attributes) => checkPool(x, attributes, 2),
  resolve: (_, attributes) => ({ ...attributes, stride: strideOf(attributes) }),
  emit({ builder, inputs: [x = ''], shapes: [shape = []], attributes }) {
    const window = poolWindow(attributes, shape);
    const isRoot = attributes.norm_type === 2;
    const powers = isRoot ? builder.op('Mul', [x, x]) : x;
    const mean = builder.op('AveragePool', [powers], windowAttributes(window));
    const total = builder.op('Mul', [mean, scalar(builder, sizeOf(window.kernel))]);
    const above = builder.op('Relu', [total]);
    // No gradient passes where the total is zero, as in PyTorch: there the root's slope is an infinity.
    if (isRoot) return builder.op('Sqrt', [above]);
    return builder.op('Sub', [above, builder.op('Relu', [builder.op('Neg', [total])])]);
  },
  recognise(y) {
    const norm_type = y.type === 'Sqrt' ? 2 : 1;
    return guessPools(y.back(0, 0, 0)).map(({ shape, padding: _, ...attributes }) => ({
      shapes: [shape],
      attributes: { ...attributes, norm_type },
    }));
  },
  explain({ input, shapeOf, attributes, index }) {
    const shape = shapeOf('x');
    const window = poolWindow(attributes, shape);
    const all = readings(index, shape, window);
    const under = all
      .filter(({ isPadding }) => !isPadding)
      .map(({ at }) => input('x', [...index.slice(0, 2), ...at]));
    const isRoot = attributes.norm_type === 2;
    const added = sum(isRoot ? under.map((x) => product(x, x)) : under);
    // A window over the end counts its mean for each of its places, as PyTorch has it.
    const total =
      under.length === all.length
        ? added
        : product(number(all.length), quotient(added, number(under.length)));
    if (isRoot) return call('sqrt', call('max', number(0), total));
    return evaluate(total) === 0 ? product(number(0), total) : total;
  },
  torch: ({ attributes }) => ({
    module: pythonCall(
      'nn.LPPool2d',
      [attributes.norm_type, attributes.kernel_size],
      [...strideArgument(attributes), ['ceil_mode', attributes.ceil_mode, false]],
    ),
  }),
  tex({ inputs: [x = ''], output, shapes: [shape = []], attributes }) {
    const window = poolWindow(attributes, shape);
    const left = texAt(output, 'n', 'c', ...texPlaces(2));
    const added = `\\sum_{${texUnder(texRange(window))}} ${texRead(x, window)}`;
    return attributes.norm_type === 1 ? `${left} = ${added}` : `${left} = \\sqrt{${added}^2}`;
  },
  examples: [
    { inputs: [[1, 2, 4, 4]] },
    { inputs: [[2, 1, 5, 6]], attributes: { norm_type: 1, kernel_size: 3, stride: 2 } },
    { inputs: [[1, 1, 5, 5]], attributes: { kernel_size: [2, 3], stride: [1, 2] } },
    { inputs: [[1, 1, 5, 5]], attributes: { stride: 2, ceil_mode: true } },
  ],
});

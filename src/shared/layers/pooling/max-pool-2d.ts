/** MaxPool2d: the greatest number under each place of a window. Source: https://pytorch.org/docs/stable/generated/torch.nn.MaxPool2d.html */
import { call } from '../../tensor/expression';
import { defineLayer } from '../define';
import { pythonCall } from '../python';
import { texAt } from '../tex';
import {
  checkPool,
  kernelSize,
  padding,
  poolStride,
  poolWindow,
  readings,
  texRead,
  windowAttributes,
} from '../window';

export const maxPool2d = defineLayer({
  kind: 'MaxPool2d',
  group: 'pooling',
  summary: 'Keeps the greatest number under each place of a window, so that the image gets smaller.',
  formula: 'y = max of x under the window',
  backward:
    'Only the greatest number under each place of the window gets that place’s gradient, the first of equals; the others get nothing.',
  words: ['maximum pooling', 'downsample', 'subsampling'],
  attributes: { kernel_size: kernelSize(2), stride: poolStride, padding },
  check: ([x = []], attributes) => checkPool(x, poolWindow(attributes)),
  resolve: (_, attributes) => ({ ...attributes, stride: poolWindow(attributes).stride }),
  emit: ({ builder, inputs: [x = ''], attributes }) =>
    builder.op('MaxPool', [x], windowAttributes(poolWindow(attributes))),
  explain({ input, shapeOf, attributes, index }) {
    const under = readings(index, shapeOf('x'), poolWindow(attributes)).filter(({ isPadding }) => !isPadding);
    return call('max', ...under.map(({ at }) => input('x', [...index.slice(0, 2), ...at])));
  },
  torch: ({ attributes: { kernel_size, stride, padding: pad } }) => ({
    module: pythonCall(
      'nn.MaxPool2d',
      [kernel_size],
      [
        ['stride', stride ?? kernel_size, kernel_size],
        ['padding', pad, 0],
      ],
    ),
  }),
  tex({ inputs: [x = ''], output, attributes }) {
    const range = `0 \\le u, v < ${attributes.kernel_size}`;
    return `${texAt(output, 'n', 'c', 'i', 'j')} = \\max_{${range}} ${texRead(x, poolWindow(attributes))}`;
  },
  examples: [
    { inputs: [[1, 2, 4, 4]], attributes: { kernel_size: 2, stride: null, padding: 0 } },
    { inputs: [[2, 1, 5, 6]], attributes: { kernel_size: 3, stride: 2, padding: 1 } },
    { inputs: [[1, 1, 5, 5]], attributes: { kernel_size: 2, stride: 3, padding: 0 } },
  ],
});

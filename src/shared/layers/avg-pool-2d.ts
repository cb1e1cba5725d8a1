/** AvgPool2d: the mean of the numbers under each place of a window. Source: https://pytorch.org/docs/stable/generated/torch.nn.AvgPool2d.html */
import { number, quotient, sum } from '../tensor/expression';
import { flag } from './attributes';
import { defineLayer } from './define';
import { checkPool, kernelSize, padding, poolStride, poolWindow, readings, windowAttributes } from './window';

export const avgPool2d = defineLayer({
  kind: 'AvgPool2d',
  group: 'pooling',
  summary: 'Keeps the mean of the numbers under each place of a window, so that the image gets smaller.',
  formula: 'y = mean of x under the window',
  backward: 'The gradient of each place is shared out evenly among the numbers under it.',
  words: ['average pooling', 'mean pooling', 'downsample'],
  attributes: {
    kernel_size: kernelSize(2),
    stride: poolStride,
    padding,
    count_include_pad: flag({ initial: true, help: 'Whether padding counts as zeros of the mean.' }),
  },
  check: ([x = []], attributes) => checkPool(x, poolWindow(attributes)),
  resolve: (_, attributes) => ({ ...attributes, stride: poolWindow(attributes).stride }),
  emit: ({ builder, inputs: [x = ''], attributes }) =>
    builder.op('AveragePool', [x], {
      ...windowAttributes(poolWindow(attributes)),
      count_include_pad: { int: Number(attributes.count_include_pad) },
    }),
  explain({ input, shapeOf, attributes, index }) {
    const all = readings(index, shapeOf('x'), poolWindow(attributes));
    const under = all.filter(({ isPadding }) => !isPadding);
    const count = attributes.count_include_pad ? all.length : under.length;
    return quotient(sum(under.map(({ at }) => input('x', [...index.slice(0, 2), ...at]))), number(count));
  },
  examples: [
    {
      inputs: [[1, 2, 4, 4]],
      attributes: { kernel_size: 2, stride: null, padding: 0, count_include_pad: true },
    },
    {
      inputs: [[2, 1, 5, 6]],
      attributes: { kernel_size: 3, stride: 2, padding: 1, count_include_pad: true },
    },
    {
      inputs: [[1, 1, 5, 5]],
      attributes: { kernel_size: 3, stride: 1, padding: 1, count_include_pad: false },
    },
  ],
});

/** AvgPool2d: the mean of the numbers under each place of a window. Source: https://pytorch.org/docs/stable/generated/torch.nn.AvgPool2d.html */
import { number, quotient, sum } from '../../tensor/expression';
import { flag } from '../attributes';
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
  torch: ({ attributes: { kernel_size, stride, padding: pad, count_include_pad } }) => ({
    module: pythonCall(
      'nn.AvgPool2d',
      [kernel_size],
      [
        ['stride', stride ?? kernel_size, kernel_size],
        ['padding', pad, 0],
        ['count_include_pad', count_include_pad, true],
      ],
    ),
  }),
  tex({ inputs: [x = ''], output, attributes }) {
    const { kernel_size, padding: pad, count_include_pad } = attributes;
    const range = `0 \\le u, v < ${kernel_size}`;
    const isWhole = pad === 0 || count_include_pad;
    const mean = isWhole
      ? `\\frac{1}{${kernel_size ** 2}} \\sum_{${range}}`
      : `\\operatorname*{mean}_{\\substack{${range} \\\\ \\text{inside}}}`;
    return `${texAt(output, 'n', 'c', 'i', 'j')} = ${mean} ${texRead(x, poolWindow(attributes))}`;
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

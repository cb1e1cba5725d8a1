/** MaxPool2d: the greatest number under each place of a window. Source: https://pytorch.org/docs/stable/generated/torch.nn.MaxPool2d.html */
import { call } from '../tensor/expression';
import { defineLayer } from './define';
import { checkPool, kernelSize, padding, poolStride, poolWindow, readings, windowAttributes } from './window';

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
  examples: [
    { inputs: [[1, 2, 4, 4]], attributes: { kernel_size: 2, stride: null, padding: 0 } },
    { inputs: [[2, 1, 5, 6]], attributes: { kernel_size: 3, stride: 2, padding: 1 } },
    { inputs: [[1, 1, 5, 5]], attributes: { kernel_size: 2, stride: 3, padding: 0 } },
  ],
});

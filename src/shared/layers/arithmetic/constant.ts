/** Constant: y = one number, as often as its shape says. Source: https://pytorch.org/docs/stable/generated/torch.full.html */
import { number } from '../../tensor/expression';
import { sizeOf } from '../../tensor/shape';
import { floatTensor } from '../../tensor/tensor';
import { real, sizes } from '../attributes';
import { defineLayer } from '../define';

export const constant = defineLayer({
  kind: 'Constant',
  group: 'arithmetic',
  summary: 'One and the same number at every place. Neither an input nor training changes it.',
  formula: 'y = value',
  backward: 'Here the way back ends: a constant does not learn.',
  words: ['fixed', 'full', 'fill', 'scalar'],
  attributes: {
    shape: sizes({ initial: [1], limit: 4_000_000, help: 'Sizes along each dimension.' }),
    value: real({ initial: 1, min: -1e6, max: 1e6, help: 'The number at every place.' }),
  },
  inputs: () => [],
  emit({ builder, attributes: { shape, value } }) {
    const values = new Float32Array(sizeOf(shape)).fill(value);
    return builder.op('Identity', [builder.constant(floatTensor(shape, values))]);
  },
  recognise: (y) => [{ shapes: [], attributes: { shape: y.shape, value: y.back(0).value } }],
  explain: ({ attributes: { value } }) => number(value),
  torch: ({ attributes: { shape, value } }) => ({
    expression: `torch.full((${shape.join(', ')}${shape.length === 1 ? ',' : ''}), ${pythonFloat(value)})`,
  }),
  tex: ({ output, outputShape, attributes: { value } }) =>
    `${output} = ${value} \\cdot \\mathbf{1}_{${outputShape.join(' \\times ')}}`,
  examples: [
    { inputs: [], attributes: { shape: [1], value: 1 } },
    { inputs: [], attributes: { shape: [2, 3], value: -0.5 } },
  ],
});

/** A whole number would make a tensor of integers. */
function pythonFloat(value: number): string {
  return Number.isInteger(value) ? `${value}.0` : String(value);
}

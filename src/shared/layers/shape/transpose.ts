/** Transpose: two dimensions swapped. Source: https://pytorch.org/docs/stable/generated/torch.transpose.html */
import { resolveAxis, type Shape } from '../../tensor/shape';
import { integer, type AttributesOf } from '../attributes';
import { checkAxis } from '../axis';
import { defineLayer } from '../define';
import { pythonCall } from '../python';

const axis = (initial: number, help: string) => integer({ initial, min: -8, max: 7, help });
const fields = {
  dim0: axis(-2, 'One dimension; 0 is the batch, -1 the last.'),
  dim1: axis(-1, 'The one it changes places with.'),
};

export const transpose = defineLayer({
  kind: 'Transpose',
  group: 'shape',
  summary: 'Swaps two dimensions: rows become columns. No number changes.',
  formula: 'y = x with dim0 and dim1 swapped',
  backward: 'Each gradient goes back to the place its number came from, unchanged.',
  words: ['swap', 'permute', 'rows and columns'],
  attributes: fields,
  check: ([x = []], { dim0, dim1 }) => checkAxis('dim0', dim0, x) ?? checkAxis('dim1', dim1, x),
  emit: ({ builder, inputs: [x = ''], shapes: [shape = []], attributes }) =>
    builder.op('Transpose', [x], {
      perm: {
        ints: swap(
          shape.map((_, at) => at),
          shape,
          attributes,
        ),
      },
    }),
  recognise(y) {
    if (y.type !== 'Transpose') return [];
    const axes = [...y.shape.keys()];
    return axes.flatMap((dim0) =>
      axes.slice(dim0).map((dim1) => ({ shapes: [y.back(0).shape], attributes: { dim0, dim1 } })),
    );
  },
  explain: ({ input, shapeOf, attributes, index }) => input('x', swap(index, shapeOf('x'), attributes)),
  torch: ({ inputs: [x = ''], attributes: { dim0, dim1 } }) => ({
    expression: pythonCall('torch.transpose', [{ code: x }, dim0, dim1]),
  }),
  tex: ({ inputs: [x = ''], output, attributes: { dim0, dim1 } }) =>
    `${output} = ${x}^{\\top_{${dim0},\\,${dim1}}}`,
  examples: [
    { inputs: [[2, 3]], attributes: { dim0: -2, dim1: -1 } },
    { inputs: [[2, 3, 4]], attributes: { dim0: 0, dim1: 2 } },
  ],
});

/** A list with one entry a dimension, two of them swapped. */
function swap(
  list: readonly number[],
  shape: Shape,
  { dim0, dim1 }: AttributesOf<typeof fields>,
): readonly number[] {
  const one = resolveAxis(dim0, shape.length) ?? 0;
  const other = resolveAxis(dim1, shape.length) ?? 0;
  return list.with(one, list[other] ?? 0).with(other, list[one] ?? 0);
}

/** MatMul: y = a b, rows times columns over the last two dimensions, the others stretched. Source: https://pytorch.org/docs/stable/generated/torch.matmul.html */
import { problem } from '../../messages/problem';
import { product, sum } from '../../tensor/expression';
import { broadcastIndex, broadcastShapes, formatShape } from '../../tensor/shape';
import { defineLayer } from '../define';

export const matMul = defineLayer({
  kind: 'MatMul',
  group: 'arithmetic',
  summary:
    'Multiplies matrices: every number of the answer is a row of the first times a column of the second, summed up. Dimensions before the last two are gone through one by one.',
  formula: 'y = a b',
  backward:
    'The first matrix gets the gradient times the second laid on its side; the second gets the first laid on its side times the gradient.',
  words: ['matrix product', 'dot product', 'bmm', 'mm'],
  attributes: {},
  inputs: () => ['a', 'b'],
  check([a = [], b = []]) {
    const low = [a, b].find((shape) => shape.length === 0);
    if (low) return problem('rank-too-low', { shape: formatShape(low), rank: 1 });
    const columns = a.at(-1) ?? 0;
    const rows = (b.length === 1 ? b[0] : b.at(-2)) ?? 0;
    const shapes = { a: formatShape(a), b: formatShape(b) };
    if (columns !== rows) return problem('matrices-do-not-fit', { ...shapes, columns, rows });
    return broadcastShapes(a.slice(0, -2), b.slice(0, -2))
      ? undefined
      : problem('shapes-do-not-broadcast', { a: shapes.a, b: shapes.b });
  },
  emit: ({ builder, inputs }) => builder.op('MatMul', inputs),
  recognise: (y) => [{ shapes: y.inputs.map(({ shape }) => shape) }],
  explain({ input, shapeOf, index }) {
    const [a, b] = [shapeOf('a'), shapeOf('b')];
    // A vector has no row or column of its own in the answer.
    const lead = index.slice(0, index.length - (a.length > 1 ? 1 : 0) - (b.length > 1 ? 1 : 0));
    const row = a.length > 1 ? [index[lead.length] ?? 0] : [];
    const column = b.length > 1 ? [index.at(-1) ?? 0] : [];
    const batch = (shape: readonly number[]) => broadcastIndex(shape.slice(0, -2), lead);
    return sum(
      Array.from({ length: a.at(-1) ?? 0 }, (_, at) =>
        product(input('a', [...batch(a), ...row, at]), input('b', [...batch(b), at, ...column])),
      ),
    );
  },
  torch: ({ inputs }) => ({ expression: inputs.join(' @ ') }),
  tex: ({ inputs: [a = '', b = ''], output }) => `${output} = ${a}\\, ${b}`,
  examples: [
    {
      inputs: [
        [2, 3],
        [3, 4],
      ],
    },
    {
      inputs: [
        [2, 1, 2, 3],
        [2, 3, 2],
      ],
    },
    { inputs: [[2, 3], [3]] },
    { inputs: [[3], [3]] },
  ],
});

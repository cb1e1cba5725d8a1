/** Flatten: dimensions start_dim to end_dim become one. Source: https://pytorch.org/docs/stable/generated/torch.nn.Flatten.html */
import { problem } from '../../messages/problem';
import { indexAt, offsetAt, resolveAxis, sizeOf, type Shape } from '../../tensor/shape';
import { integer } from '../attributes';
import { checkAxis } from '../axis';
import { defineLayer } from '../define';
import { pythonCall } from '../python';

function flatShape(shape: Shape, start: number, end: number): number[] {
  const first = resolveAxis(start, shape.length) ?? 0;
  const last = resolveAxis(end, shape.length) ?? shape.length - 1;
  return [...shape.slice(0, first), sizeOf(shape.slice(first, last + 1)), ...shape.slice(last + 1)];
}

export const flatten = defineLayer({
  kind: 'Flatten',
  group: 'shape',
  summary: 'Lays the dimensions of each example out as one row. No number changes.',
  formula: 'y = the numbers of x in one row',
  backward: 'Each gradient goes back to the place its number came from, unchanged.',
  words: ['reshape', 'view', 'vectorize'],
  attributes: {
    start_dim: integer({ initial: 1, min: -8, max: 7, help: 'First dimension laid out; 0 is the batch.' }),
    end_dim: integer({ initial: -1, min: -8, max: 7, help: 'Last dimension laid out; -1 is the last.' }),
  },
  check([x = []], { start_dim, end_dim }) {
    const misfit = checkAxis('start_dim', start_dim, x) ?? checkAxis('end_dim', end_dim, x);
    if (misfit) return misfit;
    const start = resolveAxis(start_dim, x.length) ?? 0;
    const end = resolveAxis(end_dim, x.length) ?? 0;
    if (start <= end) return undefined;
    return problem(
      'flatten-range-reversed',
      { start: start_dim, end: end_dim },
      { kind: 'set-attribute', attribute: 'end_dim', value: -1 },
    );
  },
  emit({ builder, inputs: [x = ''], shapes: [shape = []], attributes: { start_dim, end_dim } }) {
    const target = BigInt64Array.from(flatShape(shape, start_dim, end_dim).map(BigInt));
    return builder.op('Reshape', [
      x,
      builder.constant({ dtype: 'int64', shape: [target.length], values: target }),
    ]);
  },
  recognise(y) {
    if (y.type !== 'Reshape') return [];
    const { shape } = y.back(0);
    const axes = [...shape.keys()];
    return axes.flatMap((start_dim) =>
      axes.slice(start_dim).map((end_dim) => ({ shapes: [shape], attributes: { start_dim, end_dim } })),
    );
  },
  explain({ input, shapeOf, attributes: { start_dim, end_dim }, index }) {
    const shape = shapeOf('x');
    return input('x', indexAt(shape, offsetAt(flatShape(shape, start_dim, end_dim), index)));
  },
  torch: ({ attributes: { start_dim, end_dim } }) => ({
    module: pythonCall(
      'nn.Flatten',
      [],
      [
        ['start_dim', start_dim, 1],
        ['end_dim', end_dim, -1],
      ],
    ),
  }),
  tex: ({ inputs: [x = ''], output }) => `${output} = \\operatorname{flatten}(${x})`,
  examples: [
    { inputs: [[1, 28, 28]], attributes: { start_dim: 1, end_dim: -1 } },
    { inputs: [[2, 3, 4, 5]], attributes: { start_dim: 1, end_dim: 2 } },
    { inputs: [[2, 3]], attributes: { start_dim: 0, end_dim: -1 } },
  ],
});

/** CosineSimilarity: y = x1 · x2 / (|x1| |x2|) along dim, no length below eps. Source: https://pytorch.org/docs/stable/generated/torch.nn.CosineSimilarity.html */
import { problem } from '../../messages/problem';
import { scalar, sumOver } from '../../ops/backward';
import { call, number, product, quotient, sum } from '../../tensor/expression';
import { broadcastIndex, broadcastShapes, formatShape, resolveAxis, sizeOf } from '../../tensor/shape';
import { floatTensor } from '../../tensor/tensor';
import { integer, real } from '../attributes';
import { checkAxis } from '../axis';
import { defineLayer } from '../define';
import { pythonCall } from '../python';

const ports = ['x1', 'x2'] as const;

export const cosineSimilarity = defineLayer({
  kind: 'CosineSimilarity',
  group: 'arithmetic',
  summary:
    'Compares two rows by their direction alone, however long they are. It answers 1 where they point the same way, 0 at a right angle and -1 the opposite way.',
  formula: 'y = x1 · x2 / (|x1| |x2|)',
  backward: 'Each row is turned towards the other, the more the shorter it is; its length gets no gradient.',
  words: ['cosine', 'angle', 'similarity'],
  attributes: {
    dim: integer({ initial: 1, min: -8, max: 7, help: 'The dimension the rows lie along; -1 is the last.' }),
    eps: real({ initial: 1e-8, min: 0, max: 1, help: 'No length counts as less, so that none is zero.' }),
  },
  inputs: () => ports,
  check([a = [], b = []], { dim }) {
    const shape = broadcastShapes(a, b);
    if (!shape) return problem('shapes-do-not-broadcast', { a: formatShape(a), b: formatShape(b) });
    return checkAxis('dim', dim, shape);
  },
  emit({ builder, inputs: [a = '', b = ''], shapes: [left = [], right = []], attributes: { dim, eps } }) {
    const shape = broadcastShapes(left, right) ?? [];
    const axis = resolveAxis(dim, shape.length) ?? 0;
    const dot = (one: string, other: string) =>
      sumOver(builder, builder.op('Mul', [one, other]), [axis], false);
    // Stretched first, so that each is as long as the answer sees it.
    const wide = (value: string, from: readonly number[]) =>
      from.join() === shape.join()
        ? value
        : builder.op('Add', [value, builder.constant(floatTensor(shape, new Float32Array(sizeOf(shape))))]);
    const [x, y] = [wide(a, left), wide(b, right)];
    const length = (value: string) =>
      builder.op('Max', [builder.op('Sqrt', [dot(value, value)]), scalar(builder, eps)]);
    return builder.op('Div', [dot(x, y), builder.op('Mul', [length(x), length(y)])]);
  },
  recognise(y) {
    const product = y.back(0, 0);
    const attributes = { dim: y.back(0, 1).value, eps: y.back(1, 0, 1).value };
    // Each may have been stretched.
    const sources = (at: number) => [product.back(at), product.back(at, 0)];
    return sources(0).flatMap((a) => sources(1).map((b) => ({ shapes: [a.shape, b.shape], attributes })));
  },
  explain({ input, shapeOf, attributes: { dim, eps }, index }) {
    const shape = broadcastShapes(shapeOf('x1'), shapeOf('x2')) ?? [];
    const axis = resolveAxis(dim, shape.length) ?? 0;
    const [a, b] = ports.map((port) =>
      Array.from({ length: shape[axis] ?? 0 }, (_, at) =>
        input(port, broadcastIndex(shapeOf(port), index.toSpliced(axis, 0, at))),
      ),
    );
    const dot = (one = a, other = b) =>
      sum((one ?? []).map((left, at) => product(left, other?.[at] ?? number(Number.NaN))));
    const length = (of = a) => call('max', call('sqrt', dot(of, of)), number(eps));
    return quotient(dot(), product(length(a), length(b)));
  },
  torch: ({ attributes: { dim, eps } }) => ({
    module: pythonCall(
      'nn.CosineSimilarity',
      [],
      [
        ['dim', dim, 1],
        ['eps', eps, 1e-8],
      ],
    ),
  }),
  tex: ({ inputs: [a = '', b = ''], output }) =>
    `${output} = \\frac{${a} \\cdot ${b}}{\\lVert ${a} \\rVert\\, \\lVert ${b} \\rVert}`,
  examples: [
    {
      inputs: [
        [1, 4],
        [1, 4],
      ],
      attributes: { dim: 1, eps: 1e-8 },
    },
    {
      inputs: [
        [2, 3, 4],
        [3, 4],
      ],
      attributes: { dim: -1, eps: 1e-8 },
    },
  ],
});

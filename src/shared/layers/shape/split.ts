/** Split: the parts of given sizes a dimension is cut into. Source: https://pytorch.org/docs/stable/generated/torch.split.html */
import { problem } from '../../messages/problem';
import { formatShape, resolveAxis } from '../../tensor/shape';
import { integers } from '../attributes';
import { checkAxis } from '../axis';
import { defineLayer } from '../define';
import { pythonCall } from '../python';
import {
  emitParts,
  explainParts,
  lengthAlong,
  mostParts,
  partDimension,
  partPorts,
  seenParts,
  unpackedParts,
} from './part';

const longest = 4_000_000;

export const split = defineLayer({
  kind: 'Split',
  group: 'shape',
  summary: 'Cuts a dimension into parts of given sizes, each at a port of its own. No number changes.',
  formula: 'y1, y2, … = the parts of x along dim',
  backward: 'The gradients of the parts stand side by side again; a part that nothing reads gets nothing.',
  words: ['chunk', 'divide', 'part'],
  attributes: {
    split_size: integers({
      ...{ initial: [1, 1], most: mostParts },
      min: 1,
      max: longest,
      help: 'How large each part is; together they are the whole dimension.',
    }),
    dim: partDimension,
  },
  outputs: ({ split_size }) => partPorts(split_size.length),
  check([x = []], { split_size, dim }) {
    const misfit = checkAxis('dim', dim, x);
    if (misfit) return misfit;
    const length = lengthAlong(x, dim);
    const total = split_size.reduce((sum, size) => sum + size, 0);
    if (total === length) return undefined;
    const fit = fitted(split_size, length);
    return problem(
      'parts-do-not-add-up',
      { total, sizes: split_size.join(' + '), length, dim, shape: formatShape(x), fit: fit.join(', ') },
      { kind: 'set-attribute', attribute: 'split_size', value: fit },
    );
  },
  emit: ({ builder, inputs: [x = ''], shapes: [shape = []], attributes: { split_size, dim } }) =>
    emitParts(builder, x, resolveAxis(dim, shape.length) ?? 0, split_size),
  recognise: (y) =>
    seenParts(y).map(({ shape, dim, sizes, port }) => ({
      ...{ shapes: [shape], port },
      attributes: { split_size: sizes, dim },
    })),
  explain(context) {
    const { split_size, dim } = context.attributes;
    return explainParts(context, resolveAxis(dim, context.shapeOf('x').length) ?? 0, split_size);
  },
  torch: ({ inputs: [x = ''], attributes: { split_size, dim } }) => ({
    expression: pythonCall('torch.split', [{ code: x }, split_size], [['dim', dim]]),
    unpacked: unpackedParts,
  }),
  tex: ({ inputs: [x = ''], outputs, attributes: { split_size, dim } }) =>
    `(${outputs.join(',\\,')}) = \\operatorname{split}_{(${split_size.join(', ')}),\\,\\text{dim }${dim}}(${x})`,
  // One size for all parts did not say how many there are: what was kept of them is a stretch of the dimension.
  former({ split_size, index, ...attributes }) {
    if (typeof split_size !== 'number' || typeof index !== 'number') return undefined;
    const at = (part: number) => Math.min(longest, split_size * part);
    const stretch = { start: at(index), end: at(index + 1), step: 1 };
    return { kind: 'Slice', attributes: { ...attributes, ...stretch }, port: 'y' };
  },
  examples: [
    { inputs: [[2, 6]], attributes: { split_size: [2, 3, 1], dim: 1 } },
    { inputs: [[2, 3, 5]], attributes: { split_size: [1, 4], dim: -1 } },
  ],
});

/** As many of them as there is room for, and the rest as one more; of one size alone as many as there are. */
function fitted(sizes: readonly number[], length: number): readonly number[] {
  const [only = 1] = sizes;
  const wanted =
    sizes.length === 1 ? new Array<number>(Math.min(mostParts, Math.ceil(length / only))).fill(only) : sizes;
  const fit: number[] = [];
  let left = length;
  for (const size of wanted) {
    if (left === 0) break;
    fit.push(Math.min(size, left));
    left -= Math.min(size, left);
  }
  if (left === 0) return fit;
  return fit.length < mostParts ? [...fit, left] : fit.with(-1, (fit.at(-1) ?? 0) + left);
}

/** Chunk: the equal parts a dimension is cut into. Source: https://pytorch.org/docs/stable/generated/torch.chunk.html */
import { resolveAxis, type Shape } from '../../tensor/shape';
import { integer } from '../attributes';
import { checkAxis } from '../axis';
import { defineLayer } from '../define';
import { pythonCall } from '../python';
import {
  emitParts,
  explainParts,
  lengthAlong,
  mostParts,
  partDimension,
  partPort,
  partPorts,
  seenParts,
  unpackedParts,
} from './part';

export const chunk = defineLayer({
  kind: 'Chunk',
  group: 'shape',
  summary: 'Cuts a dimension into so many equal parts, each at a port of its own. No number changes.',
  formula: 'y1, y2, … = the parts of x along dim',
  backward: 'The gradients of the parts stand side by side again; a part that nothing reads gets nothing.',
  words: ['split', 'divide', 'part'],
  attributes: {
    chunks: integer({
      initial: 2,
      min: 1,
      max: mostParts,
      help: 'How many parts there are; the last may be smaller, and where sizes do not go up there are fewer.',
    }),
    dim: partDimension,
  },
  outputs: ({ chunks }) => partPorts(chunks),
  check: ([x = []], { dim }) => checkAxis('dim', dim, x),
  emit: ({ builder, inputs: [x = ''], shapes: [shape = []], attributes: { chunks, dim } }) =>
    emitParts(builder, x, resolveAxis(dim, shape.length) ?? 0, sizesOf(shape, dim, chunks)),
  recognise: (y) =>
    seenParts(y).map(({ shape, dim, sizes, port }) => ({
      ...{ shapes: [shape], port },
      attributes: { chunks: sizes.length, dim },
    })),
  explain(context) {
    const shape = context.shapeOf('x');
    const { chunks, dim } = context.attributes;
    return explainParts(context, resolveAxis(dim, shape.length) ?? 0, sizesOf(shape, dim, chunks));
  },
  torch: ({ inputs: [x = ''], attributes: { chunks, dim } }) => ({
    expression: pythonCall('torch.chunk', [{ code: x }, chunks], [['dim', dim]]),
    unpacked: unpackedParts,
  }),
  tex: ({ inputs: [x = ''], outputs, attributes: { chunks, dim } }) =>
    `(${outputs.join(',\\,')}) = \\operatorname{chunk}_{${chunks},\\,\\text{dim }${dim}}(${x})`,
  former: ({ index, ...attributes }) =>
    typeof index === 'number' ? { attributes, port: partPort(index) } : undefined,
  examples: [
    { inputs: [[2, 6]], attributes: { chunks: 3, dim: 1 } },
    { inputs: [[2, 3, 5]], attributes: { chunks: 4, dim: -1 } },
    { inputs: [[2, 3]], attributes: { chunks: 1, dim: 0 } },
  ],
});

/** All of one size but the last: of 5 in 4 parts there are 3, of 2, 2 and 1. */
function sizesOf(shape: Shape, dim: number, chunks: number): readonly number[] {
  const length = lengthAlong(shape, dim);
  const size = Math.ceil(length / chunks);
  return Array.from({ length: Math.ceil(length / size) }, (_, at) => Math.min(size, length - at * size));
}

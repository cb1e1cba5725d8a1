/** Chunk: one of the equal parts a dimension is cut into. Source: https://pytorch.org/docs/stable/generated/torch.chunk.html */
import { resolveAxis, type Shape } from '../../tensor/shape';
import { integer } from '../attributes';
import { checkAxis } from '../axis';
import { defineLayer } from '../define';
import { pythonCall } from '../python';
import { checkPiece, emitPart, explainPart, partDimension, partIndex, pieceOf, guessPieces } from './part';

export const chunk = defineLayer({
  kind: 'Chunk',
  group: 'shape',
  summary: 'Cuts a dimension into so many equal parts and keeps one of them. No number changes.',
  formula: 'y = part number index of x along dim',
  backward: 'The part that was kept gets its gradient; the others get nothing from here.',
  words: ['split', 'divide', 'part'],
  attributes: {
    chunks: integer({
      initial: 2,
      min: 1,
      max: 100_000,
      help: 'How many parts there are; the last may be smaller.',
    }),
    dim: partDimension,
    index: partIndex,
  },
  check: ([x = []], { chunks, dim, index }) =>
    checkAxis('dim', dim, x) ?? checkPiece(x, dim, sizeOfChunk(x, dim, chunks), index),
  emit: ({ builder, inputs: [x = ''], shapes: [shape = []], attributes: { chunks, dim, index } }) =>
    emitPart(builder, x, pieceOf(shape, dim, sizeOfChunk(shape, dim, chunks), index)),
  recognise: (y) =>
    guessPieces(y).map(({ shape, dim, size, index }) => ({
      shapes: [shape],
      attributes: { chunks: Math.ceil((shape[dim] ?? 0) / size), dim, index },
    })),
  explain({ input, shapeOf, attributes: { chunks, dim, index: part }, index }) {
    const shape = shapeOf('x');
    return explainPart(input, pieceOf(shape, dim, sizeOfChunk(shape, dim, chunks), part), index);
  },
  torch: ({ inputs: [x = ''], attributes: { chunks, dim, index } }) => ({
    expression: `${pythonCall('torch.chunk', [{ code: x }, chunks], [['dim', dim]])}[${index}]`,
  }),
  tex: ({ inputs: [x = ''], output, attributes: { chunks, dim, index } }) =>
    `${output} = \\operatorname{chunk}_{${chunks},\\,\\text{dim }${dim}}(${x})[${index}]`,
  examples: [
    { inputs: [[2, 6]], attributes: { chunks: 3, dim: 1, index: 1 } },
    { inputs: [[2, 3, 5]], attributes: { chunks: 2, dim: -1, index: 1 } },
  ],
});

function sizeOfChunk(shape: Shape, dim: number, chunks: number): number {
  return Math.ceil((shape[resolveAxis(dim, shape.length) ?? 0] ?? 0) / chunks);
}

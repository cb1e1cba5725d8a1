/** Split: one of the parts of a given size a dimension is cut into. Source: https://pytorch.org/docs/stable/generated/torch.split.html */
import { integer } from '../attributes';
import { checkAxis } from '../axis';
import { defineLayer } from '../define';
import { pythonCall } from '../python';
import { checkPiece, emitPart, explainPart, partDimension, partIndex, pieceOf, guessPieces } from './part';

export const split = defineLayer({
  kind: 'Split',
  group: 'shape',
  summary: 'Cuts a dimension into parts of a given size and keeps one of them. No number changes.',
  formula: 'y = part number index of x along dim',
  backward: 'The part that was kept gets its gradient; the others get nothing from here.',
  words: ['chunk', 'divide', 'part'],
  attributes: {
    split_size: integer({
      initial: 1,
      min: 1,
      max: 4_000_000,
      help: 'How large each part is; the last may be smaller.',
    }),
    dim: partDimension,
    index: partIndex,
  },
  check: ([x = []], { split_size, dim, index }) =>
    checkAxis('dim', dim, x) ?? checkPiece(x, dim, split_size, index),
  emit: ({ builder, inputs: [x = ''], shapes: [shape = []], attributes: { split_size, dim, index } }) =>
    emitPart(builder, x, pieceOf(shape, dim, split_size, index)),
  recognise: (y) =>
    guessPieces(y).map(({ shape, dim, size, index }) => ({
      shapes: [shape],
      attributes: { split_size: size, dim, index },
    })),
  explain: ({ input, shapeOf, attributes: { split_size, dim, index: part }, index }) =>
    explainPart(input, pieceOf(shapeOf('x'), dim, split_size, part), index),
  torch: ({ inputs: [x = ''], attributes: { split_size, dim, index } }) => ({
    expression: `${pythonCall('torch.split', [{ code: x }, split_size], [['dim', dim]])}[${index}]`,
  }),
  tex: ({ inputs: [x = ''], output, attributes: { split_size, dim, index } }) =>
    `${output} = \\operatorname{split}_{${split_size},\\,\\text{dim }${dim}}(${x})[${index}]`,
  examples: [
    { inputs: [[2, 6]], attributes: { split_size: 2, dim: 1, index: 2 } },
    { inputs: [[2, 3, 5]], attributes: { split_size: 3, dim: -1, index: 1 } },
  ],
});

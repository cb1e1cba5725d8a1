/**
 * Embedding: y = the row of a table that each number of x names. Gradients add up in the rows that were looked up.
 * Source: https://pytorch.org/docs/stable/generated/torch.nn.Embedding.html
 */
import { problem } from '../../messages/problem';
import { evaluate, number } from '../../tensor/expression';
import { floatTensor } from '../../tensor/tensor';
import { integer, optional } from '../attributes';
import { defineLayer, type EmitContext, type LayerBuilder } from '../define';
import { pythonCall } from '../python';
import { embedding_dim, emitRows, explainRow, num_embeddings, rowDtype, rowsOf, tableOf } from './table';

export const embedding = defineLayer({
  kind: 'Embedding',
  group: 'embedding',
  summary:
    'Each whole number is looked up in a table, and the row it names stands for it from then on. The rows are learned, so words that are used alike end up with rows that are alike.',
  formula: 'y = weight[x], a row for each number of x',
  backward:
    'Each gradient goes to the row its number came from; a row that was looked up several times collects them all. The numbers that choose rows get none.',
  words: ['lookup', 'word vector', 'token', 'vocabulary', 'gather'],
  attributes: {
    num_embeddings,
    embedding_dim,
    padding_idx: optional(
      integer({
        initial: 0,
        min: 0,
        max: 999_999,
        help: 'A row that stands for nothing: it starts at zero and does not learn. Empty is none.',
      }),
      'none',
    ),
  },
  check(_, { num_embeddings: rows, padding_idx: padding }) {
    if (padding === null || padding < rows) return undefined;
    const last = rows - 1;
    return problem(
      'padding-outside-table',
      { last, padding },
      { kind: 'set-attribute', attribute: 'padding_idx', value: last },
    );
  },
  dtype: rowDtype,
  accepts: (_, attributes) => rowsOf(attributes),
  parameters(_, attributes) {
    const { embedding_dim: length, padding_idx: padding } = attributes;
    const table = tableOf(attributes);
    const isPadding = (offset: number) => Math.floor(offset / length) === padding;
    return [
      {
        ...table,
        drawing: `padding ${padding ?? 'none'}`,
        initial(random, offset) {
          const drawn = table.initial(random, offset);
          return isPadding(offset) ? 0 : drawn;
        },
      },
    ];
  },
  emit: (context) => emitRows(context, context.inputs[0] ?? '', tableIn(context)),
  recognise(y) {
    const table = y.back(0);
    const padding = table.back(0, 1).placeOf(0);
    const attributes = {
      num_embeddings: table.shape[0] ?? 0,
      embedding_dim: table.shape[1] ?? 0,
      padding_idx: padding < 0 ? null : padding,
    };
    const [places, cast] = [y.back(1), y.back(1, 0)];
    return [
      { shapes: [cast.shape], attributes },
      // Whole numbers need not be made so.
      {
        shapes: [places.shape],
        attributes,
        emit: (context) => emitRows(context, context.inputs[0] ?? '', tableIn(context), true),
      },
    ];
  },
  explain(context) {
    const {
      index,
      attributes: { padding_idx: padding },
    } = context;
    const [at = 0] = index.slice(-1);
    // The padding's row is a number that nothing changes.
    return explainRow(context, index.slice(0, -1), at, (row, value) =>
      row === padding ? number(evaluate(value)) : value,
    );
  },
  torch: ({
    inputs: [x = ''],
    attributes: { num_embeddings: rows, embedding_dim: length, padding_idx },
  }) => ({
    module: pythonCall('nn.Embedding', [rows, length], [['padding_idx', padding_idx, null]]),
    call: (self) => `${self}(${x}.long())`,
  }),
  tex: ({ inputs: [x = ''], output, parameter }) => `${output} = ${parameter('weight', 'W')}[${x}]`,
  examples: [
    { inputs: [[2, 3]], attributes: { num_embeddings: 5, embedding_dim: 4 } },
    { inputs: [[4]], attributes: { num_embeddings: 3, embedding_dim: 2, padding_idx: 1 } },
    { inputs: [[1, 2, 2]], attributes: { num_embeddings: 6, embedding_dim: 1, padding_idx: 0 } },
  ],
});

/** The table as it is looked up in. */
function tableIn({
  builder,
  parameter,
  attributes: { num_embeddings: rows, padding_idx: padding },
}: Pick<
  EmitContext<{ num_embeddings: number; padding_idx: number | null }>,
  'builder' | 'parameter' | 'attributes'
>): string {
  const weight = parameter('weight');
  return padding === null ? weight : withFixedRow(builder, weight, rows, padding);
}

/** The same table, but through one row no gradient flows: there it is its own copy, which Cast makes. */
function withFixedRow(builder: LayerBuilder, weight: string, rows: number, fixed: number): string {
  const ones = (isOne: (row: number) => boolean) =>
    builder.constant(
      floatTensor(
        [rows, 1],
        Array.from({ length: rows }, (_, row) => Number(isOne(row))),
      ),
    );
  const learning = builder.op('Mul', [weight, ones((row) => row !== fixed)]);
  const copy = builder.op('Cast', [weight], { to: { int: 1 } });
  return builder.op('Add', [learning, builder.op('Mul', [copy, ones((row) => row === fixed)])]);
}

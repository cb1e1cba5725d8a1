/**
 * EmbeddingBag: y = the mean or the sum of the rows of a table that the numbers of a row of x name.
 * Source: https://pytorch.org/docs/stable/generated/torch.nn.EmbeddingBag.html
 */
import { integers } from '../../ops/backward';
import { number, quotient, sum } from '../../tensor/expression';
import { choice } from '../attributes';
import { defineLayer } from '../define';
import { checkDimensions } from '../dimensions';
import { pythonCall } from '../python';
import { embedding_dim, emitRows, explainRow, num_embeddings, rowDtype, rowsOf, tableOf } from './table';

export const embeddingBag = defineLayer({
  kind: 'EmbeddingBag',
  group: 'embedding',
  summary:
    'Looks the numbers of a row up in a table, and answers one row for all of them: their mean or their sum. In which order the numbers came makes no difference.',
  formula: 'y = mean or sum of weight[x], over the numbers of a row',
  backward:
    'Each gradient goes to all the rows that were looked up for it; for a mean, each gets its share. The numbers that choose rows get none.',
  words: ['bag of words', 'lookup', 'word vector', 'token', 'vocabulary'],
  attributes: {
    num_embeddings,
    embedding_dim,
    mode: choice({ initial: 'mean', options: ['mean', 'sum'], help: 'How the rows become one.' }),
  },
  check: ([x = []]) => checkDimensions(x, ['batch', 'numbers'], [1, 3]),
  dtype: rowDtype,
  accepts: (_, attributes) => rowsOf(attributes),
  parameters: (_, attributes) => [tableOf(attributes)],
  emit(context) {
    const {
      builder,
      inputs: [x = ''],
      parameter,
      attributes: { mode },
    } = context;
    const rows = emitRows(context, x, parameter('weight'));
    return mode === 'mean'
      ? builder.op('ReduceMean', [rows], { axes: { ints: [1] }, keepdims: { int: 0 } })
      : builder.op('ReduceSum', [rows, integers(builder, [1])], { keepdims: { int: 0 } });
  },
  recognise(y) {
    const rows = y.back(0);
    const [num_embeddings = 0, embedding_dim = 0] = rows.back(0).shape;
    const mode = y.type === 'ReduceMean' ? 'mean' : 'sum';
    return [{ shapes: [rows.back(1, 0).shape], attributes: { num_embeddings, embedding_dim, mode } }];
  },
  explain(context) {
    const {
      shapeOf,
      index: [row = 0, at = 0],
      attributes: { mode },
    } = context;
    const count = shapeOf('x')[1] ?? 0;
    const all = sum(Array.from({ length: count }, (_, place) => explainRow(context, [row, place], at)));
    return mode === 'mean' ? quotient(all, number(count)) : all;
  },
  torch: ({ inputs: [x = ''], attributes: { num_embeddings: rows, embedding_dim: length, mode } }) => ({
    module: pythonCall('nn.EmbeddingBag', [rows, length], [['mode', mode, 'mean']]),
    call: (self) => `${self}(${x}.long())`,
  }),
  tex({ inputs: [x = ''], output, shapes: [shape = []], attributes: { mode }, parameter }) {
    const share = mode === 'mean' ? `\\tfrac{1}{${shape[1] ?? 1}} ` : '';
    return `${output} = ${share}\\sum_{t} ${parameter('weight', 'W')}[${x}[t]]`;
  },
  examples: [
    { inputs: [[2, 3]], attributes: { num_embeddings: 5, embedding_dim: 4, mode: 'mean' } },
    { inputs: [[1, 4]], attributes: { num_embeddings: 3, embedding_dim: 2, mode: 'sum' } },
  ],
});

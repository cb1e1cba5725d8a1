/**
 * MultiheadAttention: queries look at keys in several heads, and take the values they find.
 * Source: https://pytorch.org/docs/stable/generated/torch.nn.MultiheadAttention.html
 */
import { problem } from '../../messages/problem';
import { formatShape } from '../../tensor/shape';
import { flag } from '../attributes';
import { defineLayer } from '../define';
import { pythonCall } from '../python';
import { emitHeads, explainHeads, headParameters, once } from './multi-head';
import { batchFirst, checkHeads, headCount, indexOf, placesOf, rowLength, turned } from './rows';

export const multiheadAttention = defineLayer({
  kind: 'MultiheadAttention',
  group: 'attention',
  summary:
    'Each place makes a query, a key and a value of its row, and answers with a mix of the values whose keys match its query. Several heads do so side by side, each looking for something of its own.',
  formula: 'y = all heads’ softmax(Q Kᵀ / √d) V side by side, projected',
  backward:
    'Gradients reach the values by the weight they were given, and through the weights the queries and keys, too. From there they go back to every place that was looked at.',
  words: ['self-attention', 'cross-attention', 'transformer', 'query', 'key', 'value', 'heads'],
  attributes: {
    embed_dim: rowLength,
    num_heads: headCount,
    bias: flag({ initial: true, help: 'Whether each projection adds numbers of its own.' }),
    batch_first: batchFirst,
  },
  inputs: () => ['query', 'key', 'value'],
  check(shapes, { embed_dim, num_heads, batch_first }) {
    const length = { attribute: 'embed_dim', expected: embed_dim };
    const misfit = checkHeads(shapes, batch_first, length, { attribute: 'num_heads', count: num_heads });
    if (misfit) return misfit;
    const [, key = [], value = []] = shapes;
    return formatShape(key) === formatShape(value)
      ? undefined
      : problem('values-do-not-match', { key: formatShape(key), value: formatShape(value) });
  },
  resolve: ([query = []], attributes) => ({ ...attributes, embed_dim: query.at(-1) ?? 1 }),
  parameters: ([query = []], { bias }) => headParameters('', query.at(-1) ?? 1, bias),
  emit({ builder, inputs, shapes: [target = [], source = []], parameter, attributes }) {
    const { num_heads, bias, batch_first } = attributes;
    const { batch, places, length } = placesOf(target, batch_first);
    const [query = '', key = '', value = ''] = inputs.map((input) => turned(builder, input, batch_first));
    const sources = placesOf(source, batch_first).places;
    const sizes = { batch, targets: places, sources, length, heads: num_heads };
    const y = emitHeads(builder, { query, key, value, ...sizes, bias, isCausal: false, parameter });
    return turned(builder, y, batch_first);
  },
  explain({ input, parameter, shapeOf, index, attributes }) {
    const { num_heads, bias, batch_first } = attributes;
    const { length } = placesOf(shapeOf('query'), batch_first);
    const [example, place, at] = indexOf(index, batch_first);
    const rows = (port: string) =>
      once((from) =>
        Array.from({ length }, (_, number) => input(port, indexOf([example, from, number], batch_first))),
      );
    const answers = explainHeads({
      query: rows('query'),
      key: rows('key'),
      value: rows('value'),
      sources: placesOf(shapeOf('key'), batch_first).places,
      ...{ length, heads: num_heads, bias, isCausal: false, parameter, mark: '' },
    });
    const found = answers(place)[at];
    if (!found) throw new RangeError(`no element ${index.join(', ')}`);
    return found;
  },
  torch: ({ inputs, attributes: { embed_dim, num_heads, bias, batch_first } }) => ({
    module: pythonCall(
      'nn.MultiheadAttention',
      [embed_dim ?? 1, num_heads],
      [
        ['bias', bias, true],
        ['batch_first', batch_first, false],
      ],
    ),
    call: (self) => `${self}(${inputs.join(', ')})[0]`,
  }),
  tex({ inputs: [query = '', key = '', value = ''], output, shapes: [shape = []], attributes, parameter }) {
    const { num_heads: heads, bias } = attributes;
    const added = (name: string, letter: string) => (bias ? ` + ${parameter(name, letter)}` : '');
    const size = (shape.at(-1) ?? 1) / heads;
    const lines = [
      `[Q; K; V] &= [${query}; ${key}; ${value}]\\, ${parameter('in_proj_weight', 'W')}^\\top${added('in_proj_bias', 'b')}`,
      `A_h &= \\operatorname{softmax}\\Big(\\tfrac{Q_h K_h^\\top}{\\sqrt{${size}}}\\Big)`,
      `${output} &= [A_1 V_1; \\ldots; A_{${heads}} V_{${heads}}]\\, ${parameter('out_proj.weight', 'O')}^\\top${added('out_proj.bias', 'c')}`,
    ];
    return `\\begin{aligned} ${lines.join(' \\\\ ')} \\end{aligned}`;
  },
  examples: [
    {
      inputs: [
        [2, 3, 4],
        [2, 3, 4],
        [2, 3, 4],
      ],
      attributes: { num_heads: 2 },
    },
    {
      inputs: [
        [2, 1, 2],
        [3, 1, 2],
        [3, 1, 2],
      ],
      attributes: { num_heads: 1, bias: false, batch_first: false },
    },
  ],
});

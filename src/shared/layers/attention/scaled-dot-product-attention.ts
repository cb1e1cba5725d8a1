/**
 * ScaledDotProductAttention: y = softmax(query · keyᵀ / √d) · value.
 * Source: https://pytorch.org/docs/stable/generated/torch.nn.functional.scaled_dot_product_attention.html
 */
import { problem } from '../../messages/problem';
import { product, sum } from '../../tensor/expression';
import { areShapesEqual, formatShape } from '../../tensor/shape';
import { defineLayer } from '../define';
import { attentionWeights, emitAttention, isCausal, seenBy } from './attend';

export const scaledDotProductAttention = defineLayer({
  kind: 'ScaledDotProductAttention',
  group: 'attention',
  summary:
    'Each query is compared with every key, and the better they match, the more of that key’s value goes into the answer. It has no weights of its own: what matches is for the layers before it to learn.',
  formula: 'y = softmax(query · keyᵀ / √d) · value',
  backward:
    'Values collect gradients by the weight they were given. Through the weights, queries and keys collect too: those whose values would have lowered the loss are drawn together.',
  words: ['sdpa', 'transformer', 'query', 'key', 'value'],
  attributes: { is_causal: isCausal },
  inputs: () => ['query', 'key', 'value'],
  check([query = [], key = [], value = []]) {
    if (query.length < 2) return problem('rank-too-low', { shape: formatShape(query), rank: 2 });
    const [sources = 0, length = 0] = key.slice(-2);
    if (!areShapesEqual(key, [...query.slice(0, -2), sources, length]) || length !== query.at(-1))
      return problem('keys-do-not-match', { query: formatShape(query), key: formatShape(key) });
    return areShapesEqual(value.slice(0, -1), key.slice(0, -1)) && value.length > 1
      ? undefined
      : problem('values-do-not-match', { key: formatShape(key), value: formatShape(value) });
  },
  emit({ builder, inputs: [query = '', key = '', value = ''], shapes, attributes }) {
    const [target = [], source = []] = shapes;
    const order = [...source.keys()];
    const swapped = [...order.slice(0, -2), ...order.slice(-2).toReversed()];
    return emitAttention(builder, {
      query,
      keyTransposed: builder.op('Transpose', [key], { perm: { ints: swapped } }),
      value,
      targets: target.at(-2) ?? 1,
      sources: source.at(-2) ?? 1,
      length: target.at(-1) ?? 1,
      isCausal: attributes.is_causal,
    });
  },
  explain({ input, shapeOf, index, attributes }) {
    const before = index.slice(0, -2);
    const [place = 0, column = 0] = index.slice(-2);
    const [sources = 0, length = 0] = shapeOf('key').slice(-2);
    const row = (port: string, at: number) =>
      Array.from({ length }, (_, number) => input(port, [...before, at, number]));
    const keys = Array.from({ length: seenBy(place, sources, attributes.is_causal) }, (_, at) =>
      row('key', at),
    );
    const weights = attentionWeights(row('query', place), keys, '', [place]);
    return sum(weights.map((weight, at) => product(weight, input('value', [...before, at, column]))));
  },
  torch: ({ inputs, attributes }) => ({
    expression: `nn.functional.scaled_dot_product_attention(${inputs.join(', ')}${attributes.is_causal ? ', is_causal=True' : ''})`,
  }),
  tex({ inputs: [query = '', key = '', value = ''], output, shapes: [shape = []], attributes }) {
    const mask = attributes.is_causal ? ' + M' : '';
    const scores = `\\tfrac{${query}\\, {${key}}^\\top}{\\sqrt{${shape.at(-1) ?? 1}}}${mask}`;
    return `${output} = \\operatorname{softmax}\\Big(${scores}\\Big)\\, ${value}`;
  },
  examples: [
    {
      inputs: [
        [1, 2, 3],
        [1, 4, 3],
        [1, 4, 2],
      ],
    },
    {
      inputs: [
        [2, 3, 2],
        [2, 3, 2],
        [2, 3, 2],
      ],
      attributes: { is_causal: true },
    },
    {
      inputs: [
        [2, 2],
        [2, 2],
        [2, 2],
      ],
    },
  ],
});

/**
 * ScaledDotProductAttention: y = softmax(query · keyᵀ / √d) · value.
 * Source: https://pytorch.org/docs/stable/generated/torch.nn.functional.scaled_dot_product_attention.html
 */
import { problem } from '../../messages/problem';
import { product, sum } from '../../tensor/expression';
import { areShapesEqual, broadcastIndex, broadcastShapes, formatShape, type Shape } from '../../tensor/shape';
import { defineLayer } from '../define';
import type { Seen } from '../seen';
import { attentionWeights, emitAttention, seenBy } from './attend';
import { attentionParts } from './attend-parts';
import { checkMask, isCausal, mask, maskArgument, texMasks } from './mask';

export const scaledDotProductAttention = defineLayer({
  kind: 'ScaledDotProductAttention',
  group: 'attention',
  summary:
    'Each query is compared with every key, and the better they match, the more of that key’s value goes into the answer. It has no weights of its own: what matches is for the layers before it to learn.',
  formula: 'y = softmax(query · keyᵀ / √d) · value',
  backward:
    'Values collect gradients by the weight they were given. Through the weights, queries and keys collect too: those whose values would have lowered the loss are drawn together.',
  words: ['sdpa', 'transformer', 'masked attention', 'query', 'key', 'value'],
  attributes: { is_causal: isCausal, mask },
  inputs: (attributes) => ['query', 'key', 'value', ...(attributes.mask ? ['attn_mask'] : [])],
  check([query = [], key = [], value = [], given], attributes) {
    if (query.length < 2) return problem('rank-too-low', { shape: formatShape(query), rank: 2 });
    const [sources = 0, length = 0] = key.slice(-2);
    if (!areShapesEqual(key, [...query.slice(0, -2), sources, length]) || length !== query.at(-1))
      return problem('keys-do-not-match', { query: formatShape(query), key: formatShape(key) });
    if (!areShapesEqual(value.slice(0, -1), key.slice(0, -1)) || value.length < 2)
      return problem('values-do-not-match', { key: formatShape(key), value: formatShape(value) });
    if (attributes.is_causal && attributes.mask)
      return problem(
        'causal-and-masked',
        {},
        { kind: 'set-attribute', attribute: 'is_causal', value: false },
      );
    return checkMask(given, [...query.slice(0, -1), sources], broadcastsTo);
  },
  emit({ builder, inputs: [query = '', key = '', value = '', given], shapes, attributes }) {
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
      mask: given,
    });
  },
  expand: ({ add, inputs: [query = '', key = '', value = '', given], shapes: [target = []], attributes }) =>
    attentionParts(add, {
      ...{ query, key, value, mask: given },
      length: target.at(-1) ?? 1,
      isCausal: attributes.is_causal,
      dropout: 0,
    }).answer,
  recognise(y) {
    const scores = y.back(0, 0);
    const guess = (
      match: Seen,
      more: Partial<{ is_causal: boolean; mask: boolean }>,
      given: readonly Shape[],
    ) => ({
      shapes: [match.back(0, 0).shape, match.back(1, 0).shape, y.back(1).shape, ...given],
      attributes: more,
    });
    return [
      guess(scores.back(0), { is_causal: true }, []),
      guess(scores.back(0), { mask: true }, [scores.back(1).shape]),
      guess(scores, {}, []),
    ];
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
    const masks = attributes.mask
      ? keys.map((_, at) => input('attn_mask', broadcastIndex(shapeOf('attn_mask'), [...before, place, at])))
      : undefined;
    const weights = attentionWeights(row('query', place), keys, masks, '', [place]);
    return sum(weights.map((weight, at) => product(weight, input('value', [...before, at, column]))));
  },
  torch({ inputs: [query = '', key = '', value = '', given], attributes }) {
    const causal = attributes.is_causal ? ['is_causal=True'] : [];
    const all = [query, key, value, ...maskArgument('attn_mask', given, undefined), ...causal];
    return { expression: `nn.functional.scaled_dot_product_attention(${all.join(', ')})` };
  },
  tex({ inputs: [query = '', key = '', value = '', given], output, shapes: [shape = []], attributes }) {
    const masks = texMasks(given, attributes.is_causal);
    const scores = `\\tfrac{${query}\\, {${key}}^\\top}{\\sqrt{${shape.at(-1) ?? 1}}}${masks}`;
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
    {
      inputs: [
        [2, 3, 3],
        [2, 3, 3],
        [2, 3, 3],
        [2, 3, 3],
      ],
      attributes: { mask: true },
    },
    {
      inputs: [
        [2, 2, 3],
        [2, 4, 3],
        [2, 4, 1],
        [1, 4],
      ],
      attributes: { mask: true },
    },
  ],
});

function broadcastsTo(given: Shape, wanted: Shape): boolean {
  const both = broadcastShapes(given, wanted);
  return both !== undefined && areShapesEqual(both, wanted);
}

/** TransformerDecoderLayer: self-attention, attention to a memory, and a network for each place. Source: https://pytorch.org/docs/stable/generated/torch.nn.TransformerDecoderLayer.html */
import { defineTransformerLayer } from './transformer-layer';

export const transformerDecoderLayer = defineTransformerLayer({
  kind: 'TransformerDecoderLayer',
  summary:
    'Every place looks at its own sequence, then at a second one, the memory, and a small network works on each place by itself. Translating, the memory is what an encoder made of the other language.',
  formula: 'u = norm(x + attention(x)), v = norm(u + attention(u, memory)), y = norm(v + network(v))',
  words: ['decoder', 'cross-attention', 'translation'],
  ports: ['tgt', 'memory'],
  blocks: [
    { name: 'self_attn', source: 0 },
    { name: 'multihead_attn', source: 1 },
  ],
  mask: 'tgt_mask',
  examples: [
    {
      inputs: [
        [1, 2, 2],
        [1, 2, 2],
      ],
      attributes: { nhead: 2, dim_feedforward: 2, is_causal: true },
    },
    {
      inputs: [
        [2, 1, 2],
        [3, 1, 2],
      ],
      attributes: {
        ...{ nhead: 1, dim_feedforward: 2, activation: 'gelu', batch_first: false, norm_first: true },
        dropout: 0,
      },
    },
    {
      inputs: [
        [2, 1, 4],
        [3, 1, 4],
        [2, 2],
      ],
      attributes: { nhead: 2, dim_feedforward: 2, batch_first: false, is_causal: true, mask: true },
    },
  ],
});

/** TransformerEncoderLayer: self-attention and a network for each place. Source: https://pytorch.org/docs/stable/generated/torch.nn.TransformerEncoderLayer.html */
import { defineTransformerLayer } from './transformer-layer';

export const transformerEncoderLayer = defineTransformerLayer({
  kind: 'TransformerEncoderLayer',
  summary:
    'Every place looks at all places of its sequence and takes in what matters to it; then a small network works on each place by itself. Both are added to what was there before.',
  formula: 'u = norm(x + attention(x)), y = norm(u + network(u))',
  words: ['encoder', 'bert', 'gpt', 'self-attention'],
  ports: ['src'],
  blocks: [{ name: 'self_attn', source: 0 }],
  mask: 'src_mask',
  examples: [
    { inputs: [[2, 2, 4]], attributes: { nhead: 2, dim_feedforward: 3 } },
    {
      inputs: [[3, 1, 2]],
      attributes: {
        ...{ nhead: 1, dim_feedforward: 2, activation: 'gelu', batch_first: false, norm_first: true },
        ...{ dropout: 0, is_causal: true },
      },
    },
    {
      inputs: [
        [2, 3, 3],
        [3, 3],
      ],
      attributes: { dim_feedforward: 2, mask: true },
    },
  ],
});

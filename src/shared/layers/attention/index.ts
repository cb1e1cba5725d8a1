/** Layers in which every place of a sequence looks at others, in the palette's order. */
import { causalMask } from './causal-mask';
import { multiheadAttention } from './multihead-attention';
import { positionalEncoding } from './positional-encoding';
import { scaledDotProductAttention } from './scaled-dot-product-attention';
import { transformerDecoderLayer } from './transformer-decoder-layer';
import { transformerEncoderLayer } from './transformer-encoder-layer';
import type { Layer } from '../define';

export const attention: readonly Layer[] = [
  scaledDotProductAttention,
  multiheadAttention,
  positionalEncoding,
  causalMask,
  transformerEncoderLayer,
  transformerDecoderLayer,
];

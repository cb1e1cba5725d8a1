/** What is chosen of a Transformer layer, and what it is built of. */
import { choice, flag, integer, real, type AttributesOf } from '../attributes';
import { eps } from '../normalisation/standardise';
import { isCausal, mask } from './mask';
import { batchFirst, headCount, rowLength } from './rows';

export const fields = {
  d_model: rowLength,
  nhead: headCount,
  dim_feedforward: integer({
    initial: 2048,
    min: 1,
    max: 100_000,
    help: 'Numbers between the two Linear layers.',
  }),
  dropout: real({ initial: 0.1, min: 0, max: 1, help: 'Share of the numbers silenced while training.' }),
  activation: choice({
    initial: 'relu',
    options: ['relu', 'gelu'],
    help: 'The function between the two Linear layers.',
  }),
  layer_norm_eps: eps,
  batch_first: batchFirst,
  norm_first: flag({ initial: false, help: 'Whether each part’s LayerNorm comes before it, and not after.' }),
  is_causal: isCausal,
  mask,
};
export type Transformer = AttributesOf<typeof fields>;

/** One attention of the layer, by PyTorch's name, and the port whose rows it looks at. */
export interface Block {
  readonly name: string;
  readonly source: number;
}

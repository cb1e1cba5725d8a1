/** Layers that move numbers, repeat them or put some around, in the palette's order. */
import type { Layer } from '../define';
import { chunk } from './chunk';
import { concat } from './concat';
import { flatten } from './flatten';
import { pad } from './pad';
import { permute } from './permute';
import { pixelShuffle } from './pixel-shuffle';
import { reshape } from './reshape';
import { slice } from './slice';
import { split } from './split';
import { squeeze } from './squeeze';
import { stack } from './stack';
import { transpose } from './transpose';
import { unflatten } from './unflatten';
import { unsqueeze } from './unsqueeze';
import { upsample } from './upsample';

export const shape: readonly Layer[] = [
  flatten,
  unflatten,
  reshape,
  permute,
  transpose,
  squeeze,
  unsqueeze,
  slice,
  chunk,
  split,
  concat,
  stack,
  pad,
  upsample,
  pixelShuffle,
];

/** Layers that move numbers and change none, in the palette's order. */
import type { Layer } from '../define';
import { chunk } from './chunk';
import { concat } from './concat';
import { flatten } from './flatten';
import { permute } from './permute';
import { reshape } from './reshape';
import { slice } from './slice';
import { split } from './split';
import { squeeze } from './squeeze';
import { stack } from './stack';
import { transpose } from './transpose';
import { unflatten } from './unflatten';
import { unsqueeze } from './unsqueeze';

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
];

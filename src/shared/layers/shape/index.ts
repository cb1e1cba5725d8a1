/** Layers that move numbers, repeat them or put some around, in the palette's order. */
import { concat } from './concat';
import { flatten } from './flatten';
import { pad } from './pad';
import { pixelShuffle } from './pixel-shuffle';
import { upsample } from './upsample';
import type { Layer } from '../define';

export const shape: readonly Layer[] = [flatten, concat, pad, upsample, pixelShuffle];

/** Layers that sum windows up, in the palette's order. */
import { avgPool2d } from './avg-pool-2d';
import { maxPool2d } from './max-pool-2d';
import type { Layer } from '../define';

export const pooling: readonly Layer[] = [maxPool2d, avgPool2d];

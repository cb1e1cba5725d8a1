/** Layers that shift and scale numbers to a common size, in the palette's order. */
import { batchNorm1d } from './batch-norm-1d';
import { batchNorm2d } from './batch-norm-2d';
import type { Layer } from '../define';

export const normalisation: readonly Layer[] = [batchNorm1d, batchNorm2d];

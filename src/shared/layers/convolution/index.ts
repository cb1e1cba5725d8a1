/** Layers that slide windows of weights, in the palette's order. */
import { conv2d } from './conv-2d';
import type { Layer } from '../define';

export const convolution: readonly Layer[] = [conv2d];

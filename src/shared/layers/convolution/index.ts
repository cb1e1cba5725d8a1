/** Layers that slide windows of weights, in the palette's order. */
import { conv1d } from './conv-1d';
import { conv2d } from './conv-2d';
import { conv3d } from './conv-3d';
import { convTranspose1d } from './conv-transpose-1d';
import { convTranspose2d } from './conv-transpose-2d';
import { unfold } from './unfold';
import type { Layer } from '../define';

export const convolution: readonly Layer[] = [
  conv2d,
  conv1d,
  conv3d,
  convTranspose2d,
  convTranspose1d,
  unfold,
];

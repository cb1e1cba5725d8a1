/** Layers that move numbers and change none, in the palette's order. */
import { concat } from './concat';
import { flatten } from './flatten';
import type { Layer } from '../define';

export const shape: readonly Layer[] = [flatten, concat];

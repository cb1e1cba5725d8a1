/** Layers that calculate, in the palette's order. */
import { add } from './add';
import type { Layer } from '../define';

export const arithmetic: readonly Layer[] = [add];

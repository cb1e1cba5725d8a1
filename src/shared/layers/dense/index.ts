/** Layers that connect every number with every other, in the palette's order. */
import { linear } from './linear';
import type { Layer } from '../define';

export const dense: readonly Layer[] = [linear];

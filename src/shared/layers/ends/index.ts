/** Where numbers enter and leave, in the palette's order. */
import { input } from './input';
import { output } from './output';
import type { Layer } from '../define';

export const ends: readonly Layer[] = [input, output];

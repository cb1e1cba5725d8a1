/** Where numbers enter and leave, in the palette's order. */
import { input } from './input';
import { output } from './output';
import type { Layer } from '../define';

/** How numbers are given, and what says that they are answered. */
export { input as entrance, output as exit };

export const ends: readonly Layer[] = [input, output];

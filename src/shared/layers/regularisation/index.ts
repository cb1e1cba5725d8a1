/** Layers that make training harder, for the better, in the palette's order. */
import { dropout } from './dropout';
import { dropout2d } from './dropout-2d';
import type { Layer } from '../define';

export const regularisation: readonly Layer[] = [dropout, dropout2d];

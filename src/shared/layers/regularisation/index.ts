/** Layers that make training harder, for the better, in the palette's order. */
import { dropout } from './dropout';
import type { Layer } from '../define';

export const regularisation: readonly Layer[] = [dropout];

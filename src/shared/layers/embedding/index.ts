/** Layers that turn whole numbers into rows of a table, in the palette's order. */
import { embedding as table } from './embedding';
import { embeddingBag } from './embedding-bag';
import type { Layer } from '../define';

export const embedding: readonly Layer[] = [table, embeddingBag];

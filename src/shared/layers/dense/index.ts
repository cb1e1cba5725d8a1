/** Layers that connect every number with every other, in the palette's order. */
import type { Layer } from '../define';
import { bilinear } from './bilinear';
import { identity } from './identity';
import { linear } from './linear';

export const dense: readonly Layer[] = [linear, bilinear, identity];

/** The only list of optimisers. */
import { adam, adamW } from './adam';
import type { Optimiser } from './define';
import { rmsProp } from './rms-prop';
import { sgd } from './sgd';

export const optimisers: ReadonlyMap<string, Optimiser> = new Map(
  [sgd, adam, adamW, rmsProp].map((optimiser) => [optimiser.kind, optimiser]),
);

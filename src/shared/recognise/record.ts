/** What one run of a model found its values to be. */
import type { Described } from '../layers/operator/held-op';

/** By the names the model has for them; those that no run reached are not in it. */
export type ModelRecord = ReadonlyMap<string, Described>;

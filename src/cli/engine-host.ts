/** The only way from the command line to the engine; the runtime is loaded when it is first needed. */
import type { loadAnyModel } from '#engine/any-model';

export type { AnyModel } from '#engine/any-model';

export async function loadEngine(): Promise<{ readonly loadAnyModel: typeof loadAnyModel }> {
  return import('#engine/any-model');
}

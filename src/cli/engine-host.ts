/** The only way from the command line to the engine; the runtime is loaded when it is first needed. */
import type { loadAnyModel } from '#engine/any-model';
import type { Engine } from '#engine/engine';

export type { AnyModel } from '#engine/any-model';

/** A whole engine, as the window has it. */
export async function createEngine(): Promise<Engine> {
  const { Engine } = await import('#engine/engine');
  return new Engine();
}

export async function loadEngine(): Promise<{ readonly loadAnyModel: typeof loadAnyModel }> {
  return import('#engine/any-model');
}

/** The only way from the command line to the engine; the runtime is loaded when it is first needed. */
import type { ProviderId } from '#shared/contract/engine';
import type { Problem } from '#shared/messages/problem';
import { loadRuntime } from '#engine/load';

export type { AnyModel } from '#engine/any-model';
export { createEngine, loadEngine } from '#engine/load';

/** Errors: why nothing runs there. */
export async function probeProvider(provider: ProviderId, isLeftOut: boolean): Promise<Problem | undefined> {
  return (await loadRuntime()) ?? (await import('#engine/probe')).probeProvider(provider, isLeftOut);
}

/** The only way from the command line to the engine; the runtime is loaded when it is first needed. */
import type { RecordRun } from '#shared/recognise/open';
import type { ProviderId, RecordReply, Reply } from '#shared/contract/engine';
import type { Problem } from '#shared/messages/problem';
import type { Tensor } from '#shared/tensor/tensor';
import { createEngine, loadRuntime, type AnyEngine } from '#engine/load';

export type { AnyModel } from '#engine/any-model';
export { createEngine, loadEngine } from '#engine/load';

let engine: Promise<AnyEngine> | undefined;

/** One run of a model, for what its values are. */
export async function recordRun(
  model: Uint8Array<ArrayBuffer>,
  feeds: ReadonlyMap<string, Tensor>,
  proof?: Parameters<RecordRun>[2],
): Promise<Reply<RecordReply>> {
  engine ??= createEngine();
  const asked = { kind: 'record', model, feeds: new Map(feeds), ...(proof && { proof }) } as const;
  const reply = await (await engine).answer(asked);
  return reply as Reply<RecordReply>;
}

/** Errors: why nothing runs there. */
export async function probeProvider(provider: ProviderId, isLeftOut: boolean): Promise<Problem | undefined> {
  return (await loadRuntime()) ?? (await import('#engine/probe')).probeProvider(provider, isLeftOut);
}

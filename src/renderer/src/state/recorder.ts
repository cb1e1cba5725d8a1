/** One run of a model that is being opened; what crashes the engine or takes too long is opened without it. */
import type { RecordReply, Reply } from '#shared/contract/engine';
import { problem } from '#shared/messages/problem';
import type { RecordRun } from '#shared/recognise/open';
import type { EngineClient } from './engine-client';

const patienceSeconds = 30;

/** `restart` ends an engine that is still at it: until then it would hear nothing else. */
export function recorder(client: EngineClient, restart: () => void): RecordRun {
  return async (model, feeds, proof) => {
    let patience: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<Reply<RecordReply>>((resolve) => {
      patience = setTimeout(() => {
        restart();
        resolve({ ok: false, problem: problem('run-too-long', { seconds: patienceSeconds }) });
      }, patienceSeconds * 1000);
    });
    const found = client.whenConnected().then(() => client.record(model, feeds, proof));
    const reply = await Promise.race([found, late]);
    clearTimeout(patience);
    return reply;
  };
}

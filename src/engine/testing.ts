/** How unit tests run a model: the engine in this process, its temporary files in a folder of the test's own. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { EngineRequest, RecordReply, Reply, TrainEvent, TrainRequest } from '#shared/contract/engine';
import { describeProblem, isProblem } from '#shared/messages/problem';
import { readModel } from '#shared/onnx/model-file';
import { encodeTraceModel } from '#shared/onnx/trace-model';
import type { Tensor } from '#shared/tensor/tensor';
import { Engine } from './engine';
import { Recorder } from './record';

const folder = mkdtempSync(join(tmpdir(), 'layerloom-tests-'));
process.env.TMPDIR = folder;
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const engine = new Engine();

/** The model's outputs by name. Errors: Error with the problem's sentence when the engine refuses. */
export async function runModel(
  model: Uint8Array,
  feeds: ReadonlyMap<string, Tensor> = new Map(),
): Promise<ReadonlyMap<string, Tensor>> {
  const request = { kind: 'run', model, feeds } as unknown as Extract<EngineRequest, { kind: 'run' }>;
  const reply = await engine.answer(request);
  if (!reply.ok) throw new Error(describeProblem(reply.problem));
  return reply.value as ReadonlyMap<string, Tensor>;
}

/** All that a run of training tells. */
export async function eventsOf(
  request: TrainRequest,
  on = engine,
  signal = new AbortController().signal,
): Promise<readonly TrainEvent[]> {
  const events: TrainEvent[] = [];
  await on.train(request, (event) => events.push(event), signal);
  return events;
}

export const epochsOf = (events: readonly TrainEvent[]) =>
  events.flatMap((event) => (event.kind === 'epochs' ? event.epochs : []));

const recorder = new Recorder();

/** What a run of a model from a file finds of its values. */
export const recordRun = (
  ...[model, feeds, proof]: Parameters<Recorder['record']>
): Promise<Reply<RecordReply>> => recorder.record(model, feeds, proof);

/** The same model asked for one value whose shape it does not state, so that the runtime has to say it. */
export function askFor(value: string, model: Uint8Array): Uint8Array {
  const read = readModel(model, 'model.onnx');
  if (isProblem(read)) throw new Error(describeProblem(read));
  for (const output of read.graph?.output ?? []) delete output.type;
  return encodeTraceModel(read, [value], []).bytes;
}

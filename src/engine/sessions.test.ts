/** Sessions are few, and none that is in use is let go. */
import { expect, test } from 'vitest';
import './testing';
import { compileTrace } from '#shared/compile/compile';
import type { TraceEvent, TrainEvent } from '#shared/contract/engine';
import { keptFeatures } from '#shared/data/data-set';
import { inferShapes } from '#shared/document/infer';
import { initialTraining } from '#shared/document/training-settings';
import { describeProblem, isProblem } from '#shared/messages/problem';
import { floatTensor } from '#shared/tensor/tensor';
import { build } from '#shared/torch/reference/networks';
import { learnFrom } from '#shared/training/reference/build';
import { trainRequest } from '#shared/training/request';
import { Engine } from './engine';
import { SessionCache, type HeldModel } from './sessions';
import { toRuntime } from './tensors';

/** More than are kept at once. */
const nine = Array.from({ length: 9 }, (_, at) => at + 1);

/** ReLU of as many numbers as are asked for. */
const modelOf = (length: number): Uint8Array<ArrayBuffer> =>
  compileTrace(
    inferShapes(
      build('Chain', { input: { kind: 'Input', attributes: { shape: [length] } }, relu: { kind: 'ReLU' } }),
    ),
  ).model;

const feedOf = (length: number) => floatTensor([length], new Array<number>(length).fill(2));

async function load(sessions: SessionCache, length: number): Promise<HeldModel> {
  const loaded = await sessions.load(modelOf(length), 'cpu', false);
  if (isProblem(loaded)) throw new Error(describeProblem(loaded));
  return loaded;
}

const run = ({ session }: HeldModel, length: number) => session.run({ input: toRuntime(feedOf(length)) });

test('all of nine models in use run; those that are done with are let go, the oldest first', async () => {
  const sessions = new SessionCache();
  const held = await Promise.all(nine.map((length) => load(sessions, length)));
  for (const [at, model] of held.entries())
    expect(Object.values(await run(model, at + 1)).at(-1)?.dims).toEqual([at + 1]);
  for (const model of held) await model.done();
  await expect(run(held[0]!, 1)).rejects.toThrow();
  for (const at of nine.slice(1)) await run(held[at - 1]!, at);
});

test('a model asked for twice at once is one session, in use until both are done', async () => {
  const sessions = new SessionCache();
  const [one, other] = await Promise.all([load(sessions, 1), load(sessions, 1)]);
  expect(one.session).toBe(other.session);
  await one.done();
  await one.done();
  for (const length of nine.slice(1)) await (await load(sessions, length)).done();
  await (await load(sessions, 10)).done();
  await run(other, 1);
});

test('a training run goes on while nine other models are traced', async () => {
  const network = build('Line', {
    input: { kind: 'Input', attributes: { shape: [1, 2] } },
    linear: { kind: 'Linear', attributes: { out_features: 1 } },
  });
  const rows = {
    features: keptFeatures(floatTensor([4, 2], [0, 1, 2, 3, 4, 5, 6, 7])),
    targets: Float32Array.of(1, 2, 3, 4),
    classes: [],
    columns: [],
  };
  const request = trainRequest(
    learnFrom(network, rows),
    { ...initialTraining, loss: 'MSELoss', epochs: 100_000, rate: 1e-6 },
    'cpu',
  );
  if (isProblem(request)) throw new Error(describeProblem(request));

  const engine = new Engine();
  const stopping = new AbortController();
  const events: TrainEvent[] = [];
  let onEpochs = (): void => undefined;
  const training = engine.train(
    request.request,
    (event) => {
      events.push(event);
      if (event.kind === 'epochs') onEpochs();
    },
    stopping.signal,
  );
  const epochs = () => Promise.race([new Promise<void>((resolve) => (onEpochs = resolve)), training]);
  await epochs();
  for (const length of nine) {
    const traced: TraceEvent[] = [];
    await engine.trace(
      {
        kind: 'trace',
        provider: 'cpu',
        model: modelOf(length),
        feeds: new Map([['input', length]]),
        tensors: new Map([[length, feedOf(length)]]),
      },
      (event) => traced.push(event),
      new AbortController().signal,
    );
    expect(traced.at(-1)?.kind).toBe('done');
  }
  await epochs();
  stopping.abort();
  await training;
  expect(events.at(-1)).toEqual({ kind: 'stopped' });
});

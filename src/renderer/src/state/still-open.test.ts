/** What was waited for changes nothing once another document or quiz is open, and a run halts though its engine is away. */
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { compileTrace } from '#shared/compile/compile';
import type { TrainEvent } from '#shared/contract/engine';
import { planFor } from '#shared/data/plan';
import { emptyDocument, type Document } from '#shared/document/document';
import { applyEdit, type Edit } from '#shared/document/edits';
import { inferShapes } from '#shared/document/infer';
import { initialTraining } from '#shared/document/training-settings';
import { problem } from '#shared/messages/problem';
import { sizeOf } from '#shared/tensor/shape';
import { floatTensor } from '#shared/tensor/tensor';
import type { Background } from './background.svelte';
import { Bundled } from './bundled';
import { DataSets } from './data-sets.svelte';
import { Editor } from './editor.svelte';
import { EngineClient } from './engine-client';
import { Notices } from './notices.svelte';
import { Preparer } from './preparer';
import { Quiz } from './quiz.svelte';
import { desktopOf, idleBackground } from './testing';
import { Tracer } from './tracer.svelte';
import { Trainer } from './trainer.svelte';

const call = vi.fn();

const toy = planFor({ kind: 'toy', id: 'moons', noise: 0.1, count: 20, seed: 1 });
const place = { x: 0, y: 0 };
const edits: readonly Edit[] = [
  { kind: 'add-node', layer: 'Input', position: place, id: 'input' },
  { kind: 'set-attribute', node: 'input', name: 'shape', value: [1, 2] },
  { kind: 'add-node', layer: 'Linear', position: place, id: 'linear' },
  { kind: 'set-attribute', node: 'linear', name: 'out_features', value: 2 },
  { kind: 'connect', from: { node: 'input', port: 'y' }, to: { node: 'linear', port: 'x' } },
  { kind: 'set-data', data: toy },
];
const network = edits.reduce(applyEdit, emptyDocument);
const other: Document = { ...emptyDocument, title: 'Another' };

let notices: Notices;
let editor: Editor;
let client: EngineClient;
let background: Background;
let preparer: Preparer;
let trainer: Trainer;
let dataSets: DataSets;

beforeEach(() => {
  call.mockReset();
  notices = new Notices();
  editor = new Editor(notices.report);
  client = new EngineClient();
  background = idleBackground();
  preparer = new Preparer(editor, background);
  trainer = new Trainer(client, editor, new Tracer(client, notices.report), preparer, notices.report);
  const desktop = desktopOf(call);
  const sets = new Bundled(desktop);
  dataSets = new DataSets({ desktop, sets, editor, trainer, notices, background, preparer });
  editor.open(network, true);
});

/** Resolved by hand. */
function pending<T>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((found) => (resolve = found));
  return { promise, resolve };
}

describe('rows that come when another document is open', () => {
  test('of a file are not put into it, nor is what was wrong with them', async () => {
    for (const answer of [{ plan: toy }, problem('training-without-rows')]) {
      const read = pending<never>();
      const run = vi.spyOn(background, 'run').mockReturnValue(read.promise);
      run.mockClear();
      call.mockResolvedValueOnce({ ok: true, value: { handle: 'h', name: 'rows.csv' } });
      const opened = dataSets.open();
      await vi.waitFor(() => expect(run).toHaveBeenCalled());
      editor.open(other, true);
      read.resolve(answer as never);
      await opened;
      expect(editor.document).toBe(other);
      expect([dataSets.problem, dataSets.isOpening]).toEqual([undefined, false]);
    }
  });

  test('of a set are not, nor are they prepared for it', async () => {
    const isPrepared = pending<boolean>();
    vi.spyOn(preparer, 'prepare').mockReturnValueOnce(isPrepared.promise);
    dataSets.prepare({ scaling: 'standardise' });
    editor.open(other, true);
    isPrepared.resolve(true);
    await isPrepared.promise;
    await Promise.resolve();
    expect(editor.document).toBe(other);
  });

  test('settings chosen for one are not the other one’s', async () => {
    const isPrepared = pending<boolean>();
    vi.spyOn(preparer, 'prepare').mockReturnValueOnce(isPrepared.promise);
    const applied = preparer.apply({ kind: 'set-training', settings: { ...initialTraining, epochs: 9 } });
    editor.open(other, true);
    isPrepared.resolve(true);
    await applied;
    expect(editor.document).toBe(other);
  });
});

describe('a run whose engine is away', () => {
  let emit: (event: TrainEvent) => void;
  const train = vi.fn();
  beforeEach(() => {
    train.mockReset();
    train.mockImplementation((_: unknown, listener: typeof emit) => {
      emit = listener;
      return () => undefined;
    });
    vi.spyOn(client, 'train').mockImplementation(train);
    trainer.start();
  });
  const gone = { kind: 'failed', problem: problem('engine-stopped') } as const;

  test('goes on with a fresh one', () => {
    emit(gone);
    expect(trainer.state).toBe('running');
    trainer.useFreshEngine();
    expect(train).toHaveBeenCalledTimes(2);
  });

  test.each(['before', 'after'])('halts where that was asked for %s it went', async (when) => {
    if (when === 'after') emit(gone);
    trainer.pause();
    if (when === 'before') emit(gone);
    await trainer.whenHalted();
    expect([trainer.state, trainer.problem]).toEqual(['paused', undefined]);
    trainer.useFreshEngine();
    expect(train).toHaveBeenCalledTimes(1);
  });
});

test('more questions of a quiz that is over are not asked in the next one, nor is it moved on', async () => {
  const runs: (() => void)[] = [];
  const { ports } = compileTrace(inferShapes(network));
  let number = 0;
  const numbers = () =>
    new Map(
      ports.map(({ value, shape }) => [
        value,
        floatTensor(
          shape,
          Array.from({ length: sizeOf(shape) }, () => ++number),
        ),
      ]),
    );
  vi.spyOn(client, 'run').mockImplementation(() => {
    const answered = pending<never>();
    runs.push(() => answered.resolve({ ok: true, value: numbers() } as never));
    return answered.promise;
  });
  const answer = async () => {
    await vi.waitFor(() => expect(runs.length).toBeGreaterThan(0));
    for (const each of runs.splice(0)) each();
  };
  const quiz = new Quiz(client, trainer, () => []);
  const started = quiz.start(1);
  await answer();
  await started;
  let moved: Promise<void> | undefined;
  // Until its own numbers give no more questions, and others are sent through the network.
  while (runs.length === 0) {
    quiz.goTo(quiz.asked.length - 1);
    moved = quiz.next();
    await new Promise((resolve) => setTimeout(resolve));
  }
  const [stale] = runs.splice(0);
  const restarted = quiz.start(2);
  await answer();
  await restarted;
  const { asked } = quiz;
  stale?.();
  await moved;
  expect([quiz.at, quiz.asked]).toEqual([0, asked]);
  expect(asked.every(({ inputs }) => inputs === undefined)).toBe(true);
});

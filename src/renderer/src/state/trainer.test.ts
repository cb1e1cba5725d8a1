/** Training for real: the tutorial's figures however the run is halted, moments looked back at, and what ends it. */
import { readFileSync } from 'node:fs';
import { describe, expect, test, vi } from 'vitest';
import { describeProblem } from '#shared/messages/problem';
import { runFile } from '../background/kept-run';
import { Machine, type TestSession } from './testing-session.svelte';

const machine = new Machine();

const figures = [1.217, 0.912, 0.683, 0.516, 0.419];
const losses = ({ trainer }: TestSession): readonly number[] =>
  trainer.results.map(({ loss }) => Number(loss.toFixed(3)));
const weight = ({ trainer }: TestSession): number | undefined =>
  trainer.document.parameters['linear-1']?.['weight']?.values[1];
const own = ({ editor }: TestSession): number | undefined =>
  editor.document.parameters['linear-1']?.['weight']?.values[1];

async function trained(): Promise<TestSession> {
  const session = await machine.start();
  await session.ran();
  session.trainer.start();
  await session.settled();
  return session;
}

/** A run that is under way. */
async function training(epochs = 10_000): Promise<TestSession> {
  const session = await machine.start();
  await session.begin({ epochs });
  await vi.waitFor(() => expect(session.trainer.results.length).toBeGreaterThan(2));
  return session;
}

describe('the lesson', () => {
  test('learns, with the tutorial’s figures, in one undo step', async () => {
    const session = await trained();
    const { trainer, editor } = session;
    expect(losses(session)).toEqual(figures);
    expect(trainer.results.map(({ accuracy }) => Number(accuracy?.toFixed(2)))).toEqual([
      ...[0.45, 0.6, 0.72, 0.8, 0.85],
    ]);
    expect([trainer.state, trainer.isRunning, trainer.canGoOn, trainer.isNewest]).toEqual([
      ...['idle', false, false, true],
    ]);
    expect(session.numbers('Softmax')).toEqual([0.536, 0.464]);
    editor.undo();
    await session.settled();
    expect([editor.canUndo, session.numbers('Softmax'), trainer.isNewest]).toEqual([
      ...[false, [0.646, 0.354], false],
    ]);
  });

  test('can be looked back at in every epoch, and one kept', async () => {
    const session = await trained();
    const { trainer } = session;
    const last = weight(session);
    expect([trainer.shown, trainer.shownName]).toEqual([undefined, '']);
    trainer.shown = 0;
    await session.settled();
    expect([trainer.shownName, session.numbers('Softmax')]).toEqual(['epoch 0', [0.646, 0.354]]);
    expect([weight(session), own(session)]).toEqual([Math.fround(0.27), last]);
    trainer.show({ epoch: 1 });
    const first = weight(session);
    expect([first === last, first === Math.fround(0.27)]).toEqual([false, false]);
    trainer.keep();
    expect([trainer.shown, own(session), trainer.isNewest]).toEqual([undefined, first, false]);
    trainer.shown = 2;
    // Typing a number keeps what is looked at.
    session.setBias('Linear 2', 1, 1);
    expect([trainer.shown, own(session) === first]).toEqual([undefined, false]);
    trainer.resetToInitial();
    expect([own(session), trainer.run, losses(session)]).toEqual([Math.fround(0.27), undefined, []]);
  });

  test('comes to the same stepped by minibatch and epoch, paused and resumed', async () => {
    const session = await machine.start();
    const { trainer } = session;
    trainer.goOn('batch');
    await session.settled();
    expect([trainer.state, trainer.canGoOn, trainer.run?.standing.batch]).toEqual(['paused', true, 1]);
    trainer.goOn('batch');
    await session.settled();
    expect(trainer.run?.standing.batch).toBe(2);
    trainer.goOn('epoch');
    await session.settled();
    expect([trainer.run?.standing.epoch, losses(session)]).toEqual([1, [1.217]]);
    trainer.goOn('plan');
    await session.settled();
    expect([losses(session), trainer.state]).toEqual([figures, 'idle']);
    session.editor.undo();
    expect(session.editor.canUndo).toBe(false);
  });

  test('begins anew where its weights were changed', async () => {
    const session = await machine.start();
    session.trainer.start('epoch');
    await session.settled();
    expect(session.trainer.canGoOn).toBe(true);
    session.setBias('Linear 1', 0.5, 0, 0, 0);
    expect(session.trainer.canGoOn).toBe(false);
    session.trainer.goOn('epoch');
    await session.settled();
    expect(session.trainer.results).toHaveLength(1);
    expect(losses(session)).not.toEqual([1.217]);
  });

  test('has no run any more once its layers are others', async () => {
    const session = await trained();
    session.set('Linear 1', 'out_features', 5);
    expect([session.trainer.run, session.trainer.moments, session.trainer.moment]).toEqual([
      ...[undefined, [], undefined],
    ]);
    session.editor.undo();
    expect(losses(session)).toEqual(figures);
  });

  test('keeps each minibatch of a short run', async () => {
    const session = await machine.start();
    await session.begin({ epochs: 2 });
    await session.settled();
    expect(session.trainer.moments).toHaveLength(41);
    session.trainer.show({ epoch: 1, batch: 13 });
    expect(session.trainer.shownName).toBe('epoch 2, minibatch 13');
    expect(weight(session)).not.toBe(own(session));
  });
});

describe('a run', () => {
  test('halts where it is, and what it learned stays', async () => {
    const session = await training();
    const { trainer } = session;
    expect(trainer.worth.standing).toBe(trainer.run?.standing);
    trainer.stop();
    await trainer.whenHalted();
    expect([trainer.state, session.editor.canUndo]).toEqual(['idle', true]);
    expect(own(session)).not.toBe(Math.fround(0.27));
    expect(trainer.results.length).toBeLessThan(10_000);
    expect(trainer.worth.standing).toBeUndefined();
  });

  test('pauses before another document takes its place, and that is asked about', async () => {
    const session = await training();
    await session.workspace.createNew();
    expect([session.trainer.state, session.workspace.pending !== undefined]).toEqual(['paused', true]);
    await session.workspace.pending?.();
    expect([session.trainer.run, session.trainer.state]).toEqual([undefined, 'idle']);
  });

  test('is asked about when the window is closed, and ended only then', async () => {
    const session = await training();
    session.host.close();
    await vi.waitFor(() => expect(session.closing.isAsked).toBe(true));
    expect(session.trainer.isRunning).toBe(true);
    await session.closing.stopAndClose();
    await session.settled();
    expect([session.closing.isAsked, session.trainer.state, session.host.isClosed]).toEqual([
      ...[false, 'idle', true],
    ]);
  });

  test('whose engine ends goes on with the same numbers', async () => {
    const session = await machine.start();
    await session.begin({ epochs: 400 });
    await session.settled();
    const whole = losses(session);
    session.editor.undo();
    session.trainer.start();
    await vi.waitFor(() => expect(session.trainer.results.length).toBeGreaterThan(2), { interval: 2 });
    session.host.crash();
    await session.settled();
    expect(session.said).toEqual([expect.stringContaining('The engine stopped in the middle of training')]);
    expect(losses(session)).toEqual(whole);
  });

  test('that was kept comes back with its weights and its curve', async () => {
    const session = await training();
    // By itself, a few seconds after it began.
    await vi.waitFor(
      () => expect(readFileSync(machine.at('work/recovery/index.json'), 'utf8')).toContain(runFile),
      9000,
    );
    session.end();
    const again = await machine.start();
    expect(again.said).toEqual([expect.stringMatching(/is back, trained up to epoch \d+/)]);
    expect(again.trainer.results.length).toBeGreaterThan(2);
    expect(losses(again).slice(0, 3)).toEqual(losses(session).slice(0, 3));
    expect(own(again)).not.toBe(Math.fround(0.27));
    expect(again.trainer.worth.run?.at).toMatch(/^epoch \d+/);
  });

  test('that comes to no number says where, and one click slows it down', async () => {
    const session = await machine.start();
    await session.begin({ rate: 1000, epochs: 50, momentum: 0.9 });
    await session.settled();
    const { problem } = session.trainer;
    expect(problem && describeProblem(problem)).toMatch(
      /^Training stopped: the .+ of Linear Layer \d became/,
    );
    const [repair] = problem?.repairs ?? [];
    if (problem && repair) session.repair(problem, repair);
    await session.settled();
    expect(session.trainer.settings.rate).toBe(100);
  });

  test('on what is no score is told which layer gives them', async () => {
    const session = await machine.start();
    session.trainer.change({ scored: 'softmax' });
    await session.settled();
    session.trainer.start();
    const { problem } = session.trainer;
    expect(problem && describeProblem(problem)).toContain('CrossEntropyLoss takes scores');
    const [repair] = problem?.repairs ?? [];
    if (problem && repair) session.repair(problem, repair);
    await session.settled();
    expect(session.trainer.settings.scored).toBe('linear-2');
    session.trainer.start();
    await session.settled();
    expect(losses(session)).toEqual(figures);
  });

  test('that cannot be begun says why, and leaves everything', async () => {
    const session = await machine.start();
    const { document } = session.editor;
    await session.begin({ loss: 'MSELoss' });
    const { problem } = session.trainer;
    expect(problem && describeProblem(problem)).toContain('gives 2 numbers a row');
    expect([session.trainer.state, session.trainer.run]).toEqual(['idle', undefined]);
    session.editor.undo();
    expect(session.editor.document).toBe(document);
    session.trainer.start();
    expect(session.trainer.problem).toBeUndefined();
    await session.settled();
    expect(losses(session)).toEqual(figures);
  });

  test('leaves frozen numbers as they are', async () => {
    const session = await machine.start();
    await session.begin({ frozen: { 'linear-1': ['weight'] } });
    await session.settled();
    expect(session.trainer.results).toHaveLength(5);
    expect(own(session)).toBe(Math.fround(0.27));
    expect(session.editor.document.parameters['linear-1']?.['bias']?.values[0]).not.toBe(Math.fround(-0.085));
  });
});

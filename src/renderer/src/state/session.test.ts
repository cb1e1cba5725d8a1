/** The lesson run and walked through: its numbers are the engine's, and where the person is goes with what is selected. */
import { afterEach, describe, expect, test, vi } from 'vitest';
import { formatExpression } from '#shared/tensor/expression';
import { litAnswers, lightsOf, nameOfEnd, noticeOf } from './lights';
import { Machine } from './testing-session.svelte';

const machine = new Machine();

afterEach(() => {
  vi.useRealTimers();
});

describe('a run', () => {
  test('of the lesson answers its five stages', async () => {
    const session = await machine.start();
    expect(session.title).toBe('Forward pass computation in PyTorch — Layerloom');
    expect([session.tracer.state, session.tracer.isLive]).toEqual(['idle', false]);
    await session.ran();
    const answers = session.pipeline.map(({ node }) => [session.nameOf(node.id), session.numbers(node.name)]);
    expect(answers).toEqual([
      ['Input', [0.5, 1, -1.5]],
      ['Linear Layer 1', [0.1, 0.2, 0.3, 0.4]],
      ['ReLU', [0.1, 0.2, 0.3, 0.4]],
      ['Linear Layer 2', [0.5, -0.1]],
      ['Softmax', [0.646, 0.354]],
    ]);
    expect(session.number('Softmax', [0, 1])).toBe(0.354);
    expect([session.tracer.state, session.tracer.isLive]).toEqual(['done', true]);
    expect(session.tracer.frames.size).toBe(5);
    expect(session.said).toEqual([]);
  });

  test('follows every edit once there was one, and undo brings the old numbers back', async () => {
    const session = await machine.start();
    session.setBias('Linear 1', 0.415, -0.275, 0.035, -0.1);
    await session.settled();
    expect(session.tracer.state).toBe('idle');
    await session.ran();
    expect(session.numbers('Linear 1')).toEqual([0.6, 0.2, 0.3, 0.4]);
    expect(session.numbers('Linear 2')).toEqual([0.75, -0.19]);
    expect(session.title).toMatch(/^• Forward pass/);
    session.editor.undo();
    await session.settled();
    expect(session.numbers('Softmax')).toEqual([0.646, 0.354]);
    expect(session.title).toMatch(/^Forward pass/);
    session.editor.redo();
    await session.settled();
    expect(session.numbers('Linear 2')).toEqual([0.75, -0.19]);
  });

  test('of many edits at once ends with the newest', async () => {
    const session = await machine.start();
    session.run();
    for (const bias of [1, 2, 0.415]) session.setBias('Linear 1', bias, -0.275, 0.035, -0.1);
    await session.settled();
    expect(session.number('Linear 1', [0, 0])).toBe(0.6);
  });

  test('that is stopped is no longer live, and the next engine runs again', async () => {
    const session = await machine.start();
    await session.ran();
    session.stopRun();
    await session.settled();
    expect(session.tracer.isLive).toBe(false);
    await session.ran();
    expect(session.numbers('Softmax')).toEqual([0.646, 0.354]);
  });

  test('whose engine ends is run again', async () => {
    const session = await machine.start();
    await session.ran();
    session.host.crash();
    await session.settled();
    expect([session.tracer.state, session.numbers('Softmax')]).toEqual(['done', [0.646, 0.354]]);
  });

  test('that ends its engine is tried once more, and not for ever', async () => {
    const session = await machine.start();
    let started = 0;
    session.host.onEnginePort(() => {
      if (++started === 1) session.host.crash();
    });
    session.run();
    session.host.crash();
    await session.settled();
    expect([session.tracer.state, started]).toEqual(['failed', 2]);
    expect(session.said).toEqual([expect.stringContaining('The engine')]);
    await session.ran();
    expect(session.numbers('Softmax')).toEqual([0.646, 0.354]);
  });

  test('whose engine no longer starts says so, with a way to try again', async () => {
    const session = await machine.start();
    session.host.isEngineBroken = true;
    session.host.crash();
    await session.settled();
    const [notice] = session.notices.list;
    expect([session.notices.list.length, notice?.action?.label]).toEqual([1, 'Try again']);
    await session.ran();
    expect(session.tracer.state).toBe('failed');
    session.host.isEngineBroken = false;
    notice?.action?.run();
    await session.settled();
    await session.ran();
    expect(session.numbers('Softmax')).toEqual([0.646, 0.354]);
  });

  test('on a network without anything to run answers nothing', async () => {
    const session = await machine.startEmpty();
    await session.ran();
    expect([session.tracer.state, session.tracer.frames.size, session.stepper.index]).toEqual([
      'idle',
      0,
      -1,
    ]);
  });

  test('of more numbers than a card shows is read whole when that is asked for', async () => {
    const session = await machine.startEmpty();
    session.add('Input');
    session.set('Input 1', 'shape', [1, 2000]);
    await session.ran();
    const input = session.id('Input 1');
    expect(session.tracer.tensorAt(input)).toBeUndefined();
    await session.tracer.readWhole(input);
    expect(session.tracer.tensorAt(input)?.values).toHaveLength(2000);
    const [first] = session.tracer.frameAt(input)?.preview.values ?? [];
    expect(session.tracer.tensorAt(input)?.values[0]).toBe(first);
  });
});

describe('a stage', () => {
  test('is where the first run begins, and where the selection is', async () => {
    const session = await machine.start();
    await session.ran();
    expect([session.stepper.index, session.selection.only]).toEqual([0, 'input']);
    session.goToStage(3);
    expect([session.stepper.current, session.selection.only]).toEqual(['linear-2', 'linear-2']);
    session.goToStage(9);
    expect(session.stepper.index).toBe(4);
    session.selectNodes(['relu']);
    expect(session.stepper.index).toBe(2);
    expect(session.stepper.hasReached('linear-1')).toBe(true);
    expect(session.stepper.hasReached('softmax')).toBe(false);
    // Of several, none is where the person is.
    session.selectNodes(['input', 'softmax']);
    expect(session.stepper.index).toBe(2);
    await session.ran();
    expect(session.stepper.index).toBe(2);
  });

  test('in Math is the first that is worked out', async () => {
    const session = await machine.start();
    session.lens.mode = 'Math';
    await session.ran();
    expect(session.stepper.current).toBe('linear-1');
  });

  test('is played up to a breakpoint, and on to the end', async () => {
    const session = await machine.start();
    await session.ran();
    session.selectNodes(['relu']);
    session.chosen.toggleBreakpoint();
    session.goToStage(0);
    vi.useFakeTimers();
    session.stepper.speed = 4;
    session.play();
    vi.advanceTimersByTime(399);
    expect(session.stepper.index).toBe(0);
    vi.advanceTimersByTime(1);
    expect(session.selection.only).toBe('linear-1');
    vi.advanceTimersByTime(4000);
    expect([session.stepper.current, session.stepper.isPlaying]).toEqual(['relu', false]);
    session.chosen.toggleBreakpoint();
    session.play();
    vi.advanceTimersByTime(800);
    expect([session.stepper.current, session.stepper.isPlaying]).toEqual(['softmax', true]);
    vi.advanceTimersByTime(400);
    expect(session.stepper.isPlaying).toBe(false);
    // From the end it begins anew, and goes round where that is asked for.
    session.stepper.isLooping = true;
    session.play();
    expect(session.stepper.index).toBe(0);
    vi.advanceTimersByTime(2000);
    expect([session.stepper.index, session.stepper.isPlaying]).toEqual([0, true]);
    session.pause();
    vi.advanceTimersByTime(2000);
    expect([session.stepper.index, session.stepper.isPlaying]).toEqual([0, false]);
  });
});

describe('a number', () => {
  test('is picked with its node, and its sum is the engine’s', async () => {
    const session = await machine.start();
    await session.ran();
    session.pickNumber('linear-1', [0, 0]);
    expect(session.selection.only).toBe('linear-1');
    expect(session.selection.number).toEqual({ node: 'linear-1', port: 'y', index: [0, 0] });
    expect(session.selection.placeIn('linear-1', 'y')).toEqual([0, 0]);
    expect(session.selection.placeIn('linear-1', 'z')).toBeUndefined();
    const lights = lightsOf(session);
    expect(lights && formatExpression(lights.expression)).toBe(
      '0.5·0.07 + 1.0·0.27 + (-1.5)·0.08 + (-0.085)',
    );
    expect(lights?.own.get('weight')).toEqual(new Set([0, 1, 2]));
    expect(lights?.own.get('bias')).toEqual(new Set([0]));
    expect(litAnswers(session, { node: 'input', port: 'y' }, [1, 3])).toEqual(new Set([0, 1, 2]));
    expect(litAnswers(session, { node: 'linear-1', port: 'y' }, [1, 4])).toEqual(new Set([0]));
    expect(litAnswers(session, { node: 'softmax', port: 'y' }, [1, 2])).toBeUndefined();
    expect(lightsOf(session)).toBe(lights);
    session.selectNodes(['softmax']);
    expect([session.selection.number, lightsOf(session)]).toEqual([undefined, undefined]);
  });

  test('has another sum once what it is made of was changed', async () => {
    const session = await machine.start();
    await session.ran();
    session.pickNumber('linear-1', [0, 0]);
    session.setBias('Linear 1', -0.4, -0.275, 0.035, -0.1);
    await session.settled();
    const lights = lightsOf(session);
    expect(lights && formatExpression(lights.expression)).toBe('0.5·0.07 + 1.0·0.27 + (-1.5)·0.08 + (-0.4)');
    expect([session.number('Linear 1', [0, 0]), session.number('ReLU', [0, 0])]).toEqual([-0.215, 0]);
  });

  test('is gone to in a mode that shows it', async () => {
    const session = await machine.start();
    await session.ran();
    session.lens.mode = 'Quiz';
    session.show('softmax', [0, 1]);
    expect([session.lens.mode, session.stepper.index]).toEqual(['Data Flow', 4]);
    expect(session.selection.number?.index).toEqual([0, 1]);
    session.show('nobody');
    expect(session.selection.only).toBe('softmax');
    session.lens.mode = 'Code';
    session.showCard('relu');
    expect([session.lens.mode, session.selection.only, session.view.shown?.id]).toEqual([
      'Code',
      'relu',
      'relu',
    ]);
    session.lens.mode = 'Train';
    session.showCard('input');
    expect([session.lens.mode, session.selection.number]).toEqual(['Data Flow', undefined]);
  });

  test('says nothing more where there is nothing to say, and is called by its node', async () => {
    const session = await machine.start();
    expect(noticeOf(session, 'relu')).toBeUndefined();
    await session.ran();
    expect(noticeOf(session, 'relu')).toBeUndefined();
    expect(nameOfEnd(session, { node: 'linear-1', port: 'y' })).toBe('Linear Layer 1');
  });
});

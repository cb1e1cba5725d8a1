/** A network drawn and changed like on the canvas: wires, repairs, the clipboard, groups and blocks, each in undo steps. */
import { describe, expect, test } from 'vitest';
import { placeOf } from '#shared/document/document';
import { describeProblem, type Problem } from '#shared/messages/problem';
import { Machine, type TestSession } from './testing-session.svelte';

const machine = new Machine();

const names = ({ editor }: TestSession): readonly string[] => editor.document.nodes.map(({ name }) => name);
const problems = ({ editor }: TestSession): readonly Problem[] => editor.inference.problems;

async function startWithDense(): Promise<TestSession> {
  const session = await machine.startEmpty();
  for (const layer of ['Input', 'Linear', 'ReLU']) session.add(layer);
  session.connect('Input 1', 'Linear 1', 'ReLU 1');
  return session;
}

describe('a layer', () => {
  test('is added, wired and run', async () => {
    const session = await startWithDense();
    expect(session.selection.only).toBe(session.id('ReLU 1'));
    session.setBias('Linear 1', 9, 9, 9, -9);
    await session.ran();
    const linear = session.numbers('Linear 1');
    expect(session.numbers('ReLU 1')).toEqual([...linear.slice(0, 3), 0]);
    expect(linear[3]).toBeLessThan(0);
  });

  test('is put into a wire in one undo step', async () => {
    const session = await startWithDense();
    const wire = session.editor.document.edges.at(-1);
    session.addLayer('Tanh', { x: 0, y: 0 }, wire?.id);
    expect(session.stages.map((id) => session.nameOf(id))).toEqual([
      'Input 1',
      'Linear 1',
      'Tanh 1',
      'ReLU 1',
    ]);
    expect(session.selection.only).toBe(session.id('Tanh 1'));
    session.editor.undo();
    expect(names(session)).toEqual(['Input 1', 'Linear 1', 'ReLU 1']);
    expect(session.stages).toHaveLength(3);
  });

  test('is added at the end of a wire', async () => {
    const session = await startWithDense();
    const from = { node: session.id('ReLU 1'), port: 'y' };
    session.addLayer('Softmax', { x: 0, y: 0 }, undefined, (id) => ({
      ...{ kind: 'connect', from, to: { node: id, port: 'x' } },
    }));
    expect(session.stages).toHaveLength(4);
    session.editor.undo();
    expect(names(session)).toHaveLength(3);
  });

  test('feeds two others, which are added and joined', async () => {
    const session = await machine.startEmpty();
    for (const layer of ['Input', 'ReLU', 'Sigmoid', 'Add', 'Concat']) session.add(layer);
    session.connect('Input 1', 'ReLU 1', 'Add 1');
    session.connect('Input 1', 'Sigmoid 1');
    for (const [from, to, port] of [
      ['Sigmoid 1', 'Add 1', 'b'],
      ['ReLU 1', 'Concat 1', 'x1'],
      ['Sigmoid 1', 'Concat 1', 'x2'],
    ] as const)
      session.editor.apply({
        ...{
          kind: 'connect',
          from: { node: session.id(from), port: 'y' },
          to: { node: session.id(to), port },
        },
      });
    await session.ran();
    const x = session.numbers('Input 1');
    const [relu, sigmoid] = [
      x.map((value) => Math.max(0, value)),
      x.map((value) => 1 / (1 + Math.exp(-value))),
    ];
    session.numbers('Add 1').forEach((value, at) => {
      expect(value).toBeCloseTo((relu[at] ?? NaN) + (sigmoid[at] ?? NaN), 2);
    });
    session.numbers('Concat 1').forEach((value, at) => {
      expect(value).toBeCloseTo([...relu, ...sigmoid][at] ?? NaN, 2);
    });
    expect(session.numbers('Concat 1')).toHaveLength(6);
  });

  test('that does not fit says so, and its repair is one undo step', async () => {
    const session = await machine.start();
    session.set('Input', 'shape', [1, 5]);
    const [found] = problems(session);
    expect(found && describeProblem(found)).toContain('Linear Layer 1 expects 3 features but gets 1 x 5.');
    const [repair] = found?.repairs ?? [];
    if (found && repair) session.repair(found, repair);
    await session.settled();
    expect(problems(session)).toEqual([]);
    await session.ran();
    expect(session.numbers('Linear 1')).toHaveLength(4);
    session.editor.undo();
    expect(problems(session)).toHaveLength(1);
    session.editor.undo();
    await session.settled();
    expect([session.editor.canUndo, session.numbers('Softmax')]).toEqual([false, [0.646, 0.354]]);
  });
});

describe('what is selected', () => {
  test('is duplicated with its weights, each copy a little further', async () => {
    const session = await startWithDense();
    session.setBias('Linear 1', 1, 2, 3, 4);
    session.selectNodes([session.id('Linear 1')]);
    session.chosen.duplicate();
    expect(session.selection.only).toBe(session.id('Linear 2'));
    session.connect('Input 1', 'Linear 2');
    await session.ran();
    expect(session.numbers('Linear 2')).toEqual(session.numbers('Linear 1'));
    const place = (name: string) => placeOf(session.editor.document, session.id(name));
    expect([place('Linear 1'), place('Linear 2')]).toEqual([
      { x: 0, y: 0 },
      { x: 40, y: 40 },
    ]);
    session.selectNodes([session.id('Linear 1')]);
    const text = session.clipboard.copy() ?? '';
    session.chosen.paste(text);
    session.chosen.paste(text);
    expect([place('Linear 3'), place('Linear 4')]).toEqual([
      { x: 40, y: 40 },
      { x: 80, y: 80 },
    ]);
    expect(session.selection.only).toBe(session.id('Linear 4'));
  });

  test('is cut and put in again with its wires', async () => {
    const session = await startWithDense();
    session.selectNodes([session.id('Linear 1'), session.id('ReLU 1')]);
    const text = session.clipboard.copy() ?? '';
    session.chosen.remove();
    expect([names(session), session.selection.nodes.size]).toEqual([['Input 1'], 0]);
    expect(session.clipboard.copy()).toBeUndefined();
    session.chosen.paste(text);
    expect(names(session)).toEqual(['Input 1', 'Linear 1', 'ReLU 1']);
    expect(session.editor.document.edges).toHaveLength(1);
    expect(session.selection.nodes.size).toBe(2);
  });

  test('is nothing of a clipboard that holds no network, which is said', async () => {
    const session = await startWithDense();
    const { document } = session.editor;
    session.selectNodes([session.id('ReLU 1')]);
    session.chosen.paste('Dear teacher');
    expect([session.editor.document, session.selection.only]).toEqual([document, session.id('ReLU 1')]);
    expect(session.said).toHaveLength(1);
  });

  test('is removed with the wires that are, all of it at once', async () => {
    const session = await startWithDense();
    const [first] = session.editor.document.edges;
    session.selectNodes([], [first?.id ?? '']);
    session.chosen.remove();
    expect([names(session).length, session.editor.document.edges.length]).toEqual([3, 1]);
    session.chosen.selectAll();
    expect([session.selection.nodes.size, session.selection.edges.size]).toEqual([3, 1]);
    session.chosen.remove();
    expect(session.editor.document.nodes).toEqual([]);
    session.editor.undo();
    expect(names(session)).toHaveLength(3);
  });

  test('is passed by, and folded, all one way', async () => {
    const session = await machine.start();
    await session.ran();
    session.chosen.toggle('set-bypassed');
    expect(session.editor.document.nodes.some(({ isBypassed }) => isBypassed)).toBe(true);
    session.editor.undo();
    session.setBias('Linear 1', -9, -0.275, 0.035, -0.1);
    session.selectNodes(['relu']);
    session.chosen.toggle('set-bypassed');
    await session.settled();
    expect(session.number('ReLU', [0, 0])).toBe(session.number('Linear 1', [0, 0]));
    session.selectNodes(['linear-1', 'relu', 'softmax']);
    session.chosen.toggle('set-bypassed');
    expect(session.editor.document.nodes.map(({ isBypassed }) => isBypassed ?? false)).toEqual([
      ...[false, true, true, false, true],
    ]);
    session.chosen.toggle('set-collapsed');
    session.chosen.toggle('set-collapsed');
    expect(session.editor.document.nodes.filter(({ isCollapsed }) => isCollapsed)).toEqual([]);
    session.chosen.toggle('set-collapsed');
    expect(session.editor.document.nodes.filter(({ isCollapsed }) => isCollapsed)).toHaveLength(3);
    session.selectNodes([]);
    const { document } = session.editor;
    session.chosen.toggle('set-collapsed');
    expect(session.editor.document).toBe(document);
  });
});

describe('a block', () => {
  async function startWithBlock(): Promise<TestSession> {
    const session = await machine.startEmpty();
    session.add('Input');
    session.set('Input 1', 'shape', [1, 4]);
    session.groups.addBlock('Feed-forward block', { x: 0, y: 0 });
    const [entry] = session.editor.document.nodes.filter(({ kind }) => kind === 'Linear');
    session.connect('Input 1', entry?.name ?? '');
    return session;
  }

  test('is one stage closed and its layers open, and answers the same', async () => {
    const session = await startWithBlock();
    await session.ran();
    const [, closed] = session.stages.map((id) => session.nameOf(id));
    expect([session.stages.length, closed]).toEqual([2, 'Feed-forward block: Linear 2']);
    expect(session.selection.only).toBe(session.id('Linear 2'));
    const answers = session.numbers('Linear 2');
    expect(answers).toHaveLength(8);
    session.selectNodes([session.id('Linear 2')]);
    expect(session.groups.noteOf(session.id('Linear 2'))).toContain('4');
    expect(session.groups.noteOf(session.id('Linear 1'))).not.toBe(
      session.groups.noteOf(session.id('Linear 2')),
    );
    session.groups.openUp();
    await session.settled();
    expect(session.groups.noteOf(session.id('Linear 2'))).toBeUndefined();
    expect(session.stages).toHaveLength(5);
    expect(session.numbers('Linear 2')).toEqual(answers);
    session.selectNodes([session.id('Linear 1')]);
    session.groups.openUp();
    // What was looked at gives way to what leaves it.
    expect([session.stages.length, session.selection.only]).toEqual([2, session.id('Linear 2')]);
    session.editor.undo();
    expect(session.stages).toHaveLength(5);
    const [group] = session.editor.document.groups;
    session.groups.setClosed(group?.id ?? '', true);
    expect([session.stages.length, session.view.shown?.id]).toEqual([2, group?.id]);
    session.groups.setClosed('nobody', false);
    expect(session.stages).toHaveLength(2);
  });

  test('goes with its answer: copied, removed, passed by', async () => {
    const session = await startWithBlock();
    session.selectNodes([session.id('Linear 2')]);
    session.chosen.duplicate();
    expect(session.editor.document.nodes).toHaveLength(9);
    session.chosen.remove();
    expect(session.editor.document.nodes).toHaveLength(5);
  });

  test('is kept under a name, put in again, there at the next start, and forgotten', async () => {
    const session = await startWithBlock();
    const [group] = session.editor.document.groups;
    session.editor.apply({ kind: 'rename-group', group: group?.id ?? '', name: 'Mine' });
    session.groups.keepBlock(group?.id ?? '');
    session.groups.addBlock('Mine', { x: 0, y: 0 });
    expect(session.editor.document.groups.map(({ name }) => name)).toEqual([
      'Mine',
      expect.stringMatching(/^Mine/),
    ]);
    session.groups.addBlock('Nobody’s', { x: 0, y: 0 });
    expect(session.editor.document.groups).toHaveLength(2);
    await session.settled();
    session.end();
    const again = await machine.start();
    expect(again.blocks.own.map(({ name }) => name)).toEqual(['Mine']);
    again.blocks.forget('Mine');
    await again.settled();
    again.end();
    expect((await machine.start()).blocks.own).toEqual([]);
  });

  test('of a name that everyone has gets a number', async () => {
    const session = await startWithBlock();
    const [group] = session.editor.document.groups;
    session.groups.keepBlock(group?.id ?? '');
    session.groups.keepBlock(group?.id ?? '');
    session.groups.keepBlock('nobody');
    expect(session.blocks.own.map(({ name }) => name)).toEqual(['Feed-forward block 2']);
  });

  test('is made of what is selected', async () => {
    const session = await startWithDense();
    session.selectNodes([session.id('Linear 1'), session.id('ReLU 1')]);
    session.chosen.group();
    const [group] = session.editor.document.groups;
    expect(group?.nodes).toEqual([session.id('Linear 1'), session.id('ReLU 1')]);
    session.groups.openUp();
    expect(session.stages.map((id) => session.nameOf(id))).toEqual(['Input 1', 'Group 1: ReLU 1']);
  });

  test('is what attention opens up into, answering the same', async () => {
    const session = await machine.startEmpty();
    session.add('Input');
    session.set('Input 1', 'shape', [1, 3, 4]);
    session.add('MultiheadAttention');
    session.set('MultiheadAttention 1', 'num_heads', 2);
    const from = { node: session.id('Input 1'), port: 'y' };
    const node = session.id('MultiheadAttention 1');
    for (const port of ['query', 'key', 'value'])
      session.editor.apply({ kind: 'connect', from, to: { node, port } });
    await session.ran();
    const whole = session.numbers('MultiheadAttention 1');
    expect(whole).toHaveLength(12);
    session.selectNodes([node]);
    session.groups.openUp();
    await session.settled();
    expect(session.selection.only).toBe(session.id('output projection'));
    session
      .numbers('output projection')
      .forEach((value, at) => expect(value).toBeCloseTo(whole[at] ?? NaN, 2));
    const weights = session.numbers('attention weights').slice(0, 3);
    expect(weights.reduce((a, b) => a + b)).toBeCloseTo(1, 2);
    session.editor.undo();
    expect(names(session)).toEqual(['Input 1', 'MultiheadAttention 1']);
  });
});

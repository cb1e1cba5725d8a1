/** Rows to learn from: chosen, read, prepared, sent to the canvas; and networks written out and put together. */
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { contentOf } from '#shared/data/content';
import { describeProblem } from '#shared/messages/problem';
import { decodeNpy, encodeNpy } from '#shared/tensor/npy';
import { floatTensor } from '#shared/tensor/tensor';
import { Machine, type TestSession } from './testing-session.svelte';

const machine = new Machine();

const fruit = (count = 60): string =>
  `a,b,c,fruit\n${Array.from({ length: count }, (_, at) => {
    const isApple = at % 2 === 0;
    const a = isApple ? 1 + (at % 5) / 10 : -1 - (at % 7) / 10;
    return `${a},${(at % 3) / 10},${isApple ? 0.5 : -0.5},${isApple ? 'apple' : 'pear'}`;
  }).join('\n')}\n`;

async function startWithFile(content: string, name = 'rows.csv'): Promise<TestSession> {
  writeFileSync(machine.at(name), content);
  const session = await machine.start({ paths: [machine.at(name)] });
  await session.dataSets.open();
  return session;
}

/** The plan's notes, as problems are told. */
const wrong = ({ dataSets: { prepared } }: TestSession): string =>
  'code' in prepared ? describeProblem(prepared) : '';
const classes = ({ dataSets: { prepared } }: TestSession): readonly string[] =>
  'code' in prepared ? [] : prepared.training.classes;

describe('rows of a file', () => {
  test('are learned from', async () => {
    const session = await startWithFile(fruit());
    expect([session.dataSets.isOpening, session.dataSets.problem, classes(session)]).toEqual([
      ...[false, undefined, ['apple', 'pear']],
    ]);
    expect(session.dataSets.misfit).toBeUndefined();
    await session.begin({ rate: 0.1, epochs: 20 });
    await session.settled();
    expect(session.trainer.results.at(-1)?.accuracy).toBeGreaterThan(0.95);
    session.editor.undo();
    session.editor.undo();
    session.editor.undo();
    expect(classes(session)).toEqual(['0', '1']);
  });

  test('are the same ones where nothing was chosen', async () => {
    const session = await machine.start({ paths: [undefined] });
    const { document } = session.editor;
    await session.dataSets.open();
    expect([session.editor.document, session.dataSets.isOpening]).toEqual([document, false]);
  });

  test('that cannot be read say why, and leave those before', async () => {
    const session = await startWithFile('');
    expect(session.dataSets.problem).toBeDefined();
    expect(classes(session)).toEqual(['0', '1']);
    session.dataSets.chooseToy('moons');
    await session.settled();
    expect([session.dataSets.problem, session.dataSets.plan?.source.kind]).toEqual([undefined, 'toy']);
  });

  test('whose sign could be either are asked about, and read as was chosen', async () => {
    const lines = Array.from(
      { length: 30 },
      (_, at) => `${1 + (at % 5)}.${250 + at};${at % 7};${2 + (at % 3)};k${at % 2}`,
    );
    const session = await startWithFile(`price;b;c;kind\n${lines.join('\n')}\n`);
    expect(wrong(session)).toContain('“1.250” can be 1.25 or 1250');
    const before = session.editor.document;
    for (const [decimal, first] of [
      ['comma', 1250],
      ['point', 1.25],
    ] as const) {
      await session.dataSets.readAs({ decimal });
      expect(wrong(session)).toBe('');
      const plan = session.dataSets.plan;
      const content = plan && contentOf(plan.source);
      expect(JSON.stringify(content)).toContain(String(first));
      session.editor.undo();
      expect(session.editor.document).toBe(before);
    }
  });

  test('whose first row is judged to be a heading can be turned, and counted classes are classes', async () => {
    const lines = Array.from(
      { length: 30 },
      (_, at) => `${(at % 7) / 10 + 0.05},${(at % 3) / 10 + 0.51},-0.25,${1 + (at % 3)}`,
    );
    const session = await startWithFile(`0,1,2,3\n${lines.join('\n')}\n`);
    const rows = (): number => {
      const { prepared } = session.dataSets;
      return 'code' in prepared ? 0 : prepared.training.targets.length;
    };
    expect([classes(session), session.trainer.settings.loss]).toEqual([['1', '2', '3'], 'CrossEntropyLoss']);
    expect(rows()).toBe(30);
    await session.dataSets.readAs({ isHeaded: false });
    expect(rows()).toBe(31);
    session.editor.undo();
    expect(rows()).toBe(30);
  });

  test('have columns that are features, the answer, or left out', async () => {
    const session = await startWithFile(fruit());
    const width = (): number => {
      const { prepared } = session.dataSets;
      return 'code' in prepared ? 0 : (prepared.training.features.shape[1] ?? 0);
    };
    expect(width()).toBe(3);
    session.dataSets.setRole('b', 'left out');
    await session.settled();
    expect([width(), session.dataSets.plan?.preparation.leftOut]).toEqual([2, ['b']]);
    const { misfit } = session.dataSets;
    expect(misfit && describeProblem(misfit)).toContain('2');
    session.dataSets.setRole('b', 'feature');
    await session.settled();
    expect([width(), session.dataSets.misfit]).toEqual([3, undefined]);
    session.dataSets.setRole('a', 'target');
    await session.settled();
    expect(session.dataSets.plan?.preparation.target).toBe('a');
    expect(session.dataSets.plan?.preparation.leftOut).toEqual([]);
  });

  test('whose answers are numbers now bring a loss that takes them, in one undo step', async () => {
    const session = await startWithFile(
      `a,b,c,n\n${fruit().split('\n').slice(1).join('\n').replaceAll('apple', '1').replaceAll('pear', '2')}`,
    );
    expect(session.trainer.settings.loss).toBe('CrossEntropyLoss');
    session.dataSets.prepare({ answer: 'number' });
    await session.settled();
    expect(session.trainer.settings.loss).toBe('MSELoss');
    expect(session.said).toEqual(['The loss is MSELoss now: CrossEntropyLoss cannot take these answers.']);
    session.editor.undo();
    expect(session.trainer.settings.loss).toBe('CrossEntropyLoss');
  });

  test('without a network get one made', async () => {
    writeFileSync(machine.at('rows.csv'), fruit());
    const session = await machine.startEmpty({ paths: [machine.at('rows.csv')] });
    await session.dataSets.open();
    const { misfit } = session.dataSets;
    expect(misfit && describeProblem(misfit)).toContain('There is no network for these rows yet.');
    const [repair] = misfit?.repairs ?? [];
    if (misfit && repair) session.repair(misfit, repair);
    await session.settled();
    expect(session.dataSets.misfit).toBeUndefined();
    await session.begin({ epochs: 3 });
    await session.settled();
    expect(session.trainer.results).toHaveLength(3);
  });
});

describe('rows that come with the app', () => {
  test('are listed, and say what of the network does not fit them', async () => {
    const session = await machine.start();
    const iris = session.dataSets.bundled.find(({ title }) => title === 'Iris');
    await session.dataSets.chooseBundled(iris?.id ?? '');
    expect(classes(session)).toEqual(['setosa', 'versicolor', 'virginica']);
    for (let turn = 0; turn < 3; turn++) {
      const { misfit } = session.dataSets;
      const [repair] = misfit?.repairs ?? [];
      expect(repair).toBeDefined();
      if (misfit && repair) session.repair(misfit, repair);
      await session.settled();
    }
    expect(session.dataSets.misfit).toBeUndefined();
    const { plan } = session.dataSets;
    await session.dataSets.chooseBundled('nobody');
    expect(session.dataSets.problem).toBeDefined();
    expect(session.dataSets.plan).toBe(plan);
  });

  test('are toys, whose sliders are one undo step a gesture', async () => {
    const session = await machine.start();
    session.dataSets.changeToy({ noise: 1 });
    expect(session.editor.canUndo).toBe(false);
    session.dataSets.chooseToy('moons');
    await session.settled();
    const toy = session.editor.document;
    for (const noise of [0.2, 0.3, 0.4]) session.dataSets.changeToy({ noise }, 'noise');
    expect(session.dataSets.plan?.source).toMatchObject({ kind: 'toy', id: 'moons', noise: 0.4, count: 300 });
    session.dataSets.chooseToy('spiral');
    await session.settled();
    expect(session.dataSets.plan?.source).toMatchObject({ id: 'spiral', noise: 0.4 });
    session.editor.undo();
    session.editor.undo();
    expect(session.editor.document).toBe(toy);
  });
});

describe('a row', () => {
  test('is the network’s input, several times where that takes several', async () => {
    const session = await machine.start();
    session.editor.apply({
      ...{ kind: 'set-attribute', node: 'input', name: 'shape', value: [2, 3] },
    });
    await session.ran();
    const [set] = session.examiner.sets;
    if (set) session.dataSets.sendToCanvas(set.data, 4, 9);
    await session.settled();
    const row = Array.from(set?.data.features.take(4, 5) ?? [], (value) => Number(value.toFixed(3)));
    expect(session.numbers('Input')).toEqual([...row, ...row]);
    expect([session.dataSets.sample?.at, session.dataSets.sample?.row]).toEqual([4, 9]);
  });

  test('that does not fit the input says so, with its repair', async () => {
    const session = await machine.start();
    const [set] = session.examiner.sets;
    session.set('Input', 'shape', [1, 5]);
    if (set) session.dataSets.sendToCanvas(set.data, 0);
    const { problem } = session.dataSets;
    const [repair] = problem?.repairs ?? [];
    expect([problem?.code, session.dataSets.sample]).toEqual(['data-does-not-fit-input', undefined]);
    if (problem && repair) session.repair(problem, repair);
    await session.settled();
    if (set) session.dataSets.sendToCanvas(set.data, 0);
    expect([session.dataSets.problem, session.dataSets.sample?.at]).toEqual([undefined, 0]);
    await session.workspace.createNew();
    await session.workspace.pending?.();
    if (set) session.dataSets.sendToCanvas(set.data, 0);
    expect(session.said).toHaveLength(1);
  });
});

describe('a network written out', () => {
  test.each([
    ['PyTorch', 'py', 'import torch\nfrom torch import nn\n'],
    ['ONNX', 'onnxtxt', '<\n  ir_version: 8,\n  opset_import: ["" : 17]\n>\n'],
    ['Equations', 'tex', '\\documentclass{article}\n'],
  ] as const)('as %s is copied and saved, the same', async (writing, extension, start) => {
    const session = await machine.start({ paths: [machine.at(`network.${extension}`), '/proc/nowhere/a'] });
    session.code.writing = writing;
    session.setBias('Linear 1', 0.25, -0.275, 0.035, -0.1);
    await session.code.copy();
    await session.code.save();
    expect(session.host.copied.startsWith(start)).toBe(true);
    expect(session.host.copied.includes('0.25')).toBe(writing !== 'Equations');
    expect(readFileSync(machine.at(`network.${extension}`), 'utf8')).toBe(session.host.copied);
    expect(session.said).toEqual([
      expect.stringMatching(new RegExp(`^Copied ${writing}: `)),
      `Saved network.${extension}.`,
    ]);
    await session.code.save();
    expect(session.said.at(-1)).toContain('could not be written');
    expect([session.code.isCut, session.code.numbers, session.code.unwritten]).toEqual([
      false,
      26,
      undefined,
    ]);
  });

  test('tells what is missing, and what its lines are about', async () => {
    const session = await machine.startEmpty();
    for (const layer of ['Input', 'Linear', 'Add']) session.add(layer);
    session.connect('Input 1', 'Linear 1', 'Add 1');
    const text = (): string => session.code.lines.map((line) => JSON.stringify(line)).join('\n');
    expect(text()).toContain('Add 1 has nothing at its input b');
    const from = { node: session.id('Linear 1'), port: 'y' };
    session.editor.apply({ kind: 'connect', from, to: { node: session.id('Add 1'), port: 'b' } });
    expect(text()).not.toContain('nothing');
  });

  test('as a model was run before, and is the same network when it is opened', async () => {
    const file = machine.at('network.onnx');
    const session = await machine.start({ paths: [file, file] });
    session.setBias('Linear 1', 0.25, -0.275, 0.035, -0.1);
    await session.exporter.exportOnnx();
    expect(session.said).toEqual([expect.stringContaining('opset 17, IR version 8')]);
    session.editor.open(session.editor.document, true);
    await session.workspace.open();
    expect(session.said.at(-1)).toContain('network.onnx as 5 layers');
    expect([session.editor.isChanged, session.workspace.fileName]).toEqual([true, null]);
    const { bias } = session.editor.document.parameters[session.id('Linear 1')] ?? {};
    expect(bias?.values).toEqual(Float32Array.of(0.25, -0.275, 0.035, -0.1));
    await session.ran();
    const [one = 0, two = 0] = session.numbers(session.pipeline.at(-1)?.node.name ?? '');
    expect(one + two).toBeCloseTo(1, 2);
  });

  test('as a model has the weights that are looked at', async () => {
    const file = machine.at('before.onnx');
    const session = await machine.start({ paths: [file, file] });
    session.trainer.start();
    await session.settled();
    session.trainer.shown = 0;
    await session.exporter.exportOnnx();
    expect(session.said.at(-1)).toContain('Exported before.onnx with the weights of epoch 0');
    session.editor.open(session.editor.document, true);
    await session.workspace.open();
    const { bias } = session.editor.document.parameters[session.id('Linear 1')] ?? {};
    expect(bias?.values).toEqual(Float32Array.of(-0.085, -0.275, 0.035, -0.1));
  });

  test('that is not complete is no model', async () => {
    const session = await machine.start({ paths: [machine.at('network.onnx')] });
    session.set('Input', 'shape', [1, 7]);
    await session.exporter.exportOnnx();
    expect(session.said[0]).toContain('Linear Layer 1 expects 3 features but gets 1 x 7');
    expect(session.host.dialogs.saved).toEqual([]);
  });
});

describe('two networks', () => {
  test('become one, beside each other', async () => {
    const file = machine.at('mine.loom');
    const session = await machine.start({ paths: [file, file, undefined] });
    await session.workspace.save();
    await session.joining.insert();
    expect(session.editor.document.nodes).toHaveLength(10);
    expect(session.selection.nodes.size).toBe(5);
    expect(session.said.some((text) => text.includes('mine.loom'))).toBe(true);
    await session.ran();
    expect(session.stages).toHaveLength(10);
    expect(session.numbers('Softmax 1')).toEqual([0.646, 0.354]);
    session.editor.undo();
    expect(session.editor.document.nodes).toHaveLength(5);
    await session.joining.insert();
    expect(session.editor.document.nodes).toHaveLength(5);
  });

  test('are what one is cut into, the part fed with what it was given', async () => {
    const session = await machine.start();
    await session.joining.cutOut();
    expect(session.editor.document.nodes).toHaveLength(5);
    await session.ran();
    session.selectNodes(['linear-2', 'softmax']);
    await session.joining.cutOut();
    await session.settled();
    expect([session.editor.isChanged, session.workspace.lesson]).toEqual([true, undefined]);
    await session.ran();
    expect(session.stages).toHaveLength(3);
    expect(session.numbers('Softmax')).toEqual([0.646, 0.354]);
  });
});

describe('numbers of a file', () => {
  test('take the place of others, and are saved', async () => {
    const weights = floatTensor([4], [1, 2, 3, 4]);
    writeFileSync(machine.at('bias.npy'), encodeNpy(weights));
    const session = await machine.start({ paths: [machine.at('bias.npy'), machine.at('out.npy')] });
    const place = { name: 'Linear 1 bias', tensor: floatTensor([4], [0, 0, 0, 0]), isShapeFree: false };
    expect(await session.arrays.choose(place)).toEqual(weights);
    await session.arrays.save({ name: 'bias', tensor: weights });
    expect(decodeNpy(new Uint8Array(readFileSync(machine.at('out.npy'))), 'out.npy')).toEqual(weights);
    expect(session.said).toEqual([expect.stringContaining('out.npy')]);
  });
});

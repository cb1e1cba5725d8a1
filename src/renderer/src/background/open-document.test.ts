/** What a file that is opened does not bring along, or what is left out of it, is told with it. */
import { describe, expect, test } from 'vitest';
import { emptyDocument, type Document } from '#shared/document/document';
import { applyEdit, type Edit } from '#shared/document/edits';
import { zipDocument } from '#shared/document/file-format';
import { inferShapes } from '#shared/document/infer';
import { initialTraining } from '#shared/document/training-settings';
import { withDrawnValues } from '#shared/document/values';
import { describeProblem, isProblem, problem } from '#shared/messages/problem';
import { encodeModel } from '#shared/onnx/encode';
import type { RecordRun } from '#shared/recognise/open';
import type { OpenedBytes } from './byte-reader';
import { openDocument, type OpenedDocument } from './open-document';

const place = { x: 0, y: 0 };
const edits: readonly Edit[] = [
  { kind: 'add-node', layer: 'Input', position: place, id: 'input' },
  { kind: 'add-node', layer: 'Linear', position: place, id: 'linear' },
  { kind: 'connect', from: { node: 'input', port: 'y' }, to: { node: 'linear', port: 'x' } },
];
const fresh = edits.reduce(applyEdit, emptyDocument);
const whole = withDrawnValues(fresh, inferShapes(fresh));

const found: RecordRun = () => Promise.resolve({ ok: true, value: { values: new Map(), differing: [] } });

function openedBytes(bytes: Uint8Array<ArrayBuffer>): OpenedBytes {
  const pieces = [bytes];
  return { size: bytes.length, kept: bytes.length, rowsLeft: 0, next: () => Promise.resolve(pieces.pop()) };
}

function tryToOpen(bytes: Uint8Array<ArrayBuffer>, name: string, record = found) {
  const reader = {
    read: () => Promise.resolve({ bytes, rowsLeft: 0 }),
    open: () => Promise.resolve(openedBytes(bytes)),
  };
  return openDocument({ handle: 'h', name }, reader, () => undefined, record);
}

async function open(...given: Parameters<typeof tryToOpen>): Promise<OpenedDocument> {
  const opened = await tryToOpen(...given);
  if (isProblem(opened)) throw new Error(describeProblem(opened));
  return opened;
}

async function told(bytes: Uint8Array<ArrayBuffer>, name: string): Promise<readonly string[]> {
  const { notes } = await open(bytes, name);
  return notes.map(describeProblem);
}

describe('of a network', () => {
  test.each<[string, Document, readonly unknown[]]>([
    ['that is whole: nothing', whole, []],
    ['without weights', fresh, [expect.stringMatching(/^a\.loom holds no weights/)]],
    [
      'to be trained by a loss there is not',
      { ...whole, training: { ...initialTraining, loss: 'NoLoss' } },
      [expect.stringContaining('NoLoss')],
    ],
    [
      'to be trained by an optimiser there is not',
      { ...whole, training: { ...initialTraining, optimiser: 'NoOptimiser' } },
      [expect.stringContaining('NoOptimiser')],
    ],
  ])('%s', async (_, document, notes) => {
    expect(await told(zipDocument(document), 'a.loom')).toEqual(notes);
  });
});

/** Told as the window does. */
async function refused(content: string, name: string): Promise<string> {
  const opened = await tryToOpen(new TextEncoder().encode(content), name);
  return isProblem(opened) ? describeProblem(opened) : 'opened';
}

test('what is neither a network nor a model is called what it is', async () => {
  expect(await refused('<!DOCTYPE html><html>', 'model.onnx')).toMatch(/^model\.onnx is a web page \(HTML\)/);
  expect(await refused('a,b\n1,2', 'rows.csv')).toMatch(/^rows\.csv holds a table/);
  expect(await refused('Dear teacher', 'a.loom')).toMatch(/^a\.loom is not a Layerloom file/);
});

test('bytes decide what is opened as what', async () => {
  const model = encodeModel({
    ...{
      name: 'm',
      initializers: new Map(),
      nodes: [{ name: 'y', type: 'Relu', inputs: ['x'], outputs: ['y'], attributes: {} }],
    },
    inputs: [{ name: 'x', dtype: 'float32', shape: [1, 2] }],
    outputs: [{ name: 'y', dtype: 'float32', shape: [1, 2] }],
  });
  expect(await told(new Uint8Array(model), 'model.bin')).toEqual([]);
  expect(await told(zipDocument(whole), 'network.onnx')).toEqual([]);
});

test('of a model: what no layer is made of', async () => {
  const info = (name: string) => ({ name, dtype: 'float32' as const, shape: [1, 2] });
  const op = (type: string, name: string) => ({ name, type, inputs: ['x'], outputs: [name], attributes: {} });
  const model = encodeModel({
    name: 'part',
    inputs: [info('x')],
    outputs: [info('y')],
    initializers: new Map(),
    nodes: [op('Relu', 'y'), op('Tanh', 'unread')],
  });
  expect(await told(new Uint8Array(model), 'm.onnx')).toEqual([
    'Left out of m.onnx, since no layer is made of it: Tanh unread. Keep the file if you need that.',
  ]);
});

describe('a model with operators that are no layers', () => {
  const info = (name: string) => ({ name, dtype: 'float32' as const, shape: [1, 4] });
  const model = encodeModel({
    name: 'uniques',
    inputs: [info('x')],
    outputs: [{ name: 'y', dtype: 'float32' }],
    initializers: new Map(),
    nodes: [{ name: 'u', type: 'Unique', inputs: ['x'], outputs: ['y'], attributes: {} }],
  });

  test('is run for what they answer, with an input of its own', async () => {
    const asked = new Set<string>();
    const { document, notes } = await open(model, 'm.onnx', (_, feeds) => {
      for (const name of feeds.keys()) asked.add(name);
      const values = new Map([
        ['x', { type: 'float32', shape: [1, 4] }],
        ['y', { type: 'float32', shape: [3] }],
      ]);
      return Promise.resolve({ ok: true, value: { values, differing: [] } });
    });
    expect(asked).toEqual(new Set(['x']));
    expect(notes).toEqual([]);
    expect(
      [...inferShapes(document).nodes.values()].map(({ node, emission }) => [
        node.kind,
        emission?.output.shape,
      ]),
    ).toContainEqual(['onnx.Unique', [3]]);
  });

  test('is opened all the same where the engine ends, and says so', async () => {
    const { document, notes } = await open(model, 'm.onnx', () =>
      Promise.resolve({ ok: false, problem: problem('engine-stopped') }),
    );
    expect(document.nodes.map(({ kind }) => kind)).toContain('onnx.Unique');
    expect(notes.map(({ code }) => code)).toEqual(['model-not-run']);
  });
});

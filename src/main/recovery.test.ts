/// <reference lib="dom" />
// Unsaved work from the window's thread to the disk and back: a keeper's two ends, main, and a folder of its own.
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Written } from '#shared/contract/bytes';
import type { Recovery } from '#shared/contract/desktop';
import { planFor } from '#shared/data/plan';
import { edgeId, emptyDocument, type Document, type FloatTensor } from '#shared/document/document';
import { decodeDocument, encodeDocument, unzipDocument, zipDocument } from '#shared/document/file-format';
import { isProblem, problem, type Problem } from '#shared/messages/problem';
import { withElement } from '#shared/tensor/paged';
import { floatTensor } from '#shared/tensor/tensor';
import type { Places } from './byte-port';
import { Files } from './files';
import { Handles } from './handles';
import { RecoveryFolder } from './recovery';
import { Answers, channelTo, closeChannels } from './testing';
import { ByteReader } from '../renderer/src/background/byte-reader';
import { Holder } from '../renderer/src/background/holder';
import type { Want } from '../renderer/src/background/outline';
import { openRecovered, type RecoveredDocument } from '../renderer/src/background/open-recovered';
import {
  serveKeeper,
  type KeeperChannel,
  type KeeperMessage,
  type KeeperTask,
  type KeepTask,
} from '../renderer/src/background/serve-keeper';

let profile = '';
let handles: Handles;
let folder: RecoveryFolder;

beforeEach(async () => {
  profile = await mkdtemp(path.join(tmpdir(), 'layerloom-recovery-'));
  handles = new Handles();
  folder = new RecoveryFolder(profile, handles);
});
afterEach(async () => {
  closeChannels();
  await rm(profile, { recursive: true });
});

const inFolder = (...names: string[]): string => path.join(profile, 'recovery', ...names);
const filesThere = (): Promise<string[]> => readdir(inFolder()).catch(() => []);
const done: Written = { ok: true, value: null };
/** As main puts them together, over files of its own. */
const places = (files = filesOf()): Places => ({
  fileOf: (handle) => handles.take(handle, 'document', 'part'),
  write: async (target, pieces) => {
    if (!('part' in target)) return files.save({ ...target, content: pieces });
    await folder.writePart(target.part, pieces);
    return done;
  },
  keep: async (work) => {
    await folder.keep(work);
    return done;
  },
});
function filesOf(): Files {
  return new Files({ dialogs: new Answers([]), profile, documents: profile, handles });
}

/** The window's end of a keeper, and what it was sent. */
class Window {
  readonly sent: KeeperMessage[] = [];
  readonly #channel: KeeperChannel;
  readonly #holder = new Holder((message) => {
    this.#send(message);
  });
  #answer: (found: Written) => void = () => undefined;

  constructor(main = places()) {
    this.#channel = {
      onmessage: null,
      postMessage: (answer) => {
        if (answer.kind === 'written') this.#answer(answer.written);
        else this.#bring(answer);
      },
    };
    serveKeeper(this.#channel);
    this.#send(null, [channelTo(main).port]);
  }

  async do(document: Document, task: KeeperTask, beside = new Map<string, Uint8Array>()) {
    const outline = await this.#holder.outline(document);
    return new Promise<Written>((resolve) => {
      this.#answer = resolve;
      this.#send({ kind: 'task', outline, beside, task });
    });
  }

  #bring({ id, key, ...stretch }: Want): void {
    this.#send({ kind: 'brought', id, bytes: this.#holder.bring(key, stretch) });
  }

  #send(data: KeeperMessage | null, ports: MessagePort[] = []): void {
    if (data) this.sent.push(data);
    // What crosses is a copy.
    this.#channel.onmessage?.({
      data: structuredClone(data),
      ports,
    } as unknown as MessageEvent<KeeperMessage>);
  }
}

const keep: KeepTask = { kind: 'keep', name: null, handle: null };
const large = (first: number) => {
  const values = Float32Array.from({ length: 1_500_000 }, (_, at) => at);
  values[0] = first;
  return floatTensor([1_500_000], values);
};
const network: Document = {
  ...emptyDocument,
  title: 'Unsaved',
  nodes: [
    {
      id: 'input-1',
      kind: 'Input',
      name: 'Input 1',
      attributes: { shape: [1, 3], dtype: 'float32' },
    },
    { id: 'far-1', kind: 'Far', name: 'Far 1', attributes: {} },
  ],
  inputs: { 'input-1': floatTensor([1, 3], [1, 2, 3]) },
  parameters: { 'far-1': { weight: large(1), bias: floatTensor([2], [0.25, -1]) } },
  data: planFor({ kind: 'table', name: 'rows.csv', text: `a,b\n${'1,2\n'.repeat(600_000)}`, isHeaded: true }),
};
const lesson = new Map([['lesson.md', Buffer.from('# About')]]);

/** By their bytes: comparing a million numbers one by one takes long. */
function expectSame(found: Document, expected: Document): void {
  expect(Buffer.from(zipDocument(found)).equals(zipDocument(expected))).toBe(true);
}

async function readBack(): Promise<RecoveredDocument | Problem> {
  const found = await folder.read();
  if (!found || isProblem(found)) throw new Error('nothing was kept');
  return openRecovered(found, new ByteReader(channelTo(places()).port), () => undefined);
}

test('what was kept comes back: numbers, rows, the text of a lesson, and how its training went', async () => {
  const run = {
    at: 'epoch 2',
    results: [
      { epoch: 1, loss: 0.5 },
      { epoch: 2, loss: 0.25, accuracy: 1 },
    ],
  };
  const handle = handles.give('document', { path: '/home/me/mine.loom' });
  expect(await new Window().do(network, { ...keep, name: 'mine.loom', handle, run }, lesson)).toEqual(done);
  expect(await folder.read()).toMatchObject({ name: 'mine.loom' });
  const found = (await readBack()) as RecoveredDocument;
  expect(found).toMatchObject({ run, lost: [] });
  expect(found.opened.beside).toEqual(new Map([['lesson.md', new Uint8Array(Buffer.from('# About'))]]));
  expectSame(found.opened.document, network);
});

test('only what changed is sent again, and only what changed is written', async () => {
  const window = new Window();
  await window.do(network, keep);
  const before = await filesThere();
  window.sent.splice(0);
  const parameters = { 'far-1': { ...network.parameters['far-1'], weight: large(2) } };
  await window.do({ ...network, parameters }, keep);
  expect(broughtBy(window)).toEqual([4_000_000, 2_000_000]);
  const after = await filesThere();
  // The first 4 MB of the weight are others, and the index is written each time.
  expect(after.filter((name) => !before.includes(name))).toHaveLength(1);
  expect(after).toHaveLength(before.length);
  expect(
    ((await readBack()) as RecoveredDocument).opened.document.parameters['far-1']?.weight?.values[0],
  ).toBe(2);
});

/** How long each stretch of numbers was that the window was asked for. */
const broughtBy = ({ sent }: Window): readonly number[] =>
  sent.flatMap((each) => (each.kind === 'brought' ? [each.bytes?.length ?? 0] : []));

test('of an edited weight the part alone is asked for in which it changed, and of its undoing', async () => {
  const window = new Window();
  const weight = large(1);
  const withWeight = (edited: FloatTensor): Document => ({
    ...network,
    parameters: { 'far-1': { weight: edited } },
  });
  await window.do(withWeight(weight), keep);
  const once = withElement(weight, 1_400_000, -1);
  for (const [edited, asked] of [
    [once, [2_000_000]],
    [once, []],
    [weight, [2_000_000]],
  ] as const) {
    window.sent.splice(0);
    await window.do(withWeight(edited), keep);
    expectSame(((await readBack()) as RecoveredDocument).opened.document, withWeight(edited));
    expect(broughtBy(window)).toEqual(asked);
  }
});

test('numbers in a shape that their layer does not use come back as they are shown', async () => {
  const linear = { id: 'linear-1', kind: 'Linear', name: 'Linear 1', position: { x: 0, y: 0 } };
  const attributes = { in_features: 3, out_features: 100, bias: false };
  const weight = floatTensor(
    [200, 100],
    Float32Array.from({ length: 20_000 }, (_, at) => at),
  );
  const [input] = withoutRows.nodes;
  const document: Document = {
    ...withoutRows,
    nodes: [...(input ? [input] : []), { ...linear, attributes }],
    edges: [],
    parameters: { 'linear-1': { weight } },
  };
  const [from, to] = [
    { node: 'input-1', port: 'y' },
    { node: 'linear-1', port: 'x' },
  ];
  const wired = { ...document, edges: [{ id: edgeId(from, to), from, to }] };
  expect(await new Window().do(wired, keep)).toEqual(done);
  const { opened } = (await readBack()) as RecoveredDocument;
  const shown = decodeDocument(encodeDocument(wired), 'mine.loom') as Document;
  expect(shown.parameters['linear-1']?.weight?.shape).toEqual([100, 3]);
  expectSame(opened.document, shown);
});

test('a crash between the parts and the index leaves the work as it was kept before', async () => {
  await new Window().do(network, keep);
  const killed = new Window({ ...places(), keep: () => new Promise(() => undefined) });
  void killed.do({ ...network, title: 'Newer', inputs: {} }, keep);
  const before = (await filesThere()).length;
  await expect.poll(async () => (await filesThere()).length).toBeGreaterThan(before);
  expect(((await readBack()) as RecoveredDocument).opened.document.title).toBe('Unsaved');
  await new Window().do({ ...network, title: 'Newest' }, keep);
  expect(await filesThere()).toHaveLength(before);
});

test('work that was saved is none, and what it was made of serves the next, until nothing more is coming', async () => {
  await new Window().do(network, keep);
  const before = await filesThere();
  await folder.clear();
  expect((await filesThere()).length).toBe(before.length - 1);
  await new Window().do(network, keep);
  expect(await filesThere()).toEqual(before);
  await folder.tidy();
  expect(await filesThere()).toEqual(before);
  await folder.clear();
  await folder.tidy();
  expect(await readdir(profile)).toEqual([]);
});

test('parts that a crash left without an index are no work, and go at the next start', async () => {
  await new Window().do(network, keep);
  await rm(inFolder('index.json'));
  expect(await folder.read()).toBeNull();
  expect(await readdir(profile)).toEqual([]);
});

const partsOf = async (file: string): Promise<string[]> => {
  const { files } = (await folder.read()) as Recovery;
  return (files?.get(file) ?? []).map(({ hash }) => hash);
};

const { data: _, ...withoutRows } = network;
test.each<[string, Document]>([
  ['parameters.safetensors', { ...network, parameters: {} }],
  ['inputs/input-1.npy', { ...network, inputs: {} }],
  ['data.csv.gz', withoutRows],
])('a part of %s that is damaged costs that file alone', async (file, left) => {
  await new Window().do(network, keep);
  const [part = ''] = await partsOf(file);
  const bytes = await readFile(inFolder(part));
  bytes[bytes.length - 1]! ^= 1;
  await writeFile(inFolder(part), bytes);
  const found = (await readBack()) as RecoveredDocument;
  expect(found.lost).toEqual([file]);
  expectSame(found.opened.document, left);
});

test('an index or a document that is damaged is said, and all of it is set aside', async () => {
  await new Window().do(network, keep);
  const [part = ''] = await partsOf('document.json');
  await rm(inFolder(part));
  expect(await readBack()).toMatchObject({ code: 'file-not-loom' });
  await writeFile(inFolder('index.json'), '{"format": 1,');
  expect(await folder.read()).toMatchObject({ code: 'recovery-damaged' });
  const there = await filesThere();
  const aside = await folder.setAside();
  expect(await readdir(aside)).toEqual(there);
  expect(await folder.read()).toBeNull();
});

test('work of an earlier version comes back, without its name where the note of it is damaged', async () => {
  const small = { ...withoutRows, parameters: {} };
  await mkdir(inFolder());
  await writeFile(inFolder('unsaved.loom'), zipDocument(small));
  await writeFile(inFolder('unsaved.json'), JSON.stringify({ name: 'a.loom', path: '/a.loom', savedAt: 5 }));
  expect(await folder.read()).toMatchObject({ name: 'a.loom', savedAt: 5 });
  await writeFile(inFolder('unsaved.json'), '{"name":');
  expect(await folder.read()).toMatchObject({ name: null, handle: null });
  expectSame(((await readBack()) as RecoveredDocument).opened.document, small);
  await new Window().do(network, keep);
  expect(await filesThere()).not.toContain('unsaved.loom');
});

test('a document that is saved is the file it always was, with the lesson it is', async () => {
  const file = path.join(profile, 'mine.loom');
  const handle = handles.give('document', { path: file, isChosen: true });
  const save: KeeperTask = { kind: 'save', handle, despite: [] };
  const window = new Window();
  expect(await window.do(network, save)).toEqual(done);
  expect((await readFile(file)).equals(zipDocument(network))).toBe(true);
  expect(await window.do(network, save, lesson)).toEqual(done);
  const files = unzipDocument(await readFile(file), 'mine.loom');
  if (isProblem(files)) throw new Error(files.code);
  expect(Buffer.from(files.get('lesson.md') ?? []).toString()).toBe('# About');
  expectSame(decodeDocument(files, 'mine.loom') as Document, network);
});

test('a network that could not be opened again is not saved, and kept all the same', async () => {
  const weight = { dtype: 'float32' as const, shape: [56_000_000], values: new Float32Array(56_000_000) };
  const document = { ...withoutRows, parameters: { 'far-1': { weight } } };
  const file = path.join(profile, 'mine.loom');
  const handle = handles.give('document', { path: file, isChosen: true });
  const window = new Window();
  expect(await window.do(document, { kind: 'save', handle, despite: [] })).toMatchObject({
    ok: false,
    problem: { code: 'network-not-saved', values: { size: '224.0 MB', limit: '220.0 MB' } },
  });
  expect(await readdir(profile)).toEqual([]);
  expect(await window.do(document, keep)).toEqual(done);
});

test('rows that are arrays, words among them, are held and kept', async () => {
  const targets = { dtype: 'string' as const, shape: [2], values: ['ja', 'nein'] };
  const source = { kind: 'arrays' as const, name: 'a.npz', features: floatTensor([2, 1], [1, 2]), targets };
  const document = { ...network, parameters: {}, data: planFor(source) };
  const window = new Window();
  await window.do(document, keep);
  expectSame(((await readBack()) as RecoveredDocument).opened.document, document);
  window.sent.splice(0);
  await window.do({ ...document, title: 'Again' }, keep);
  expect(window.sent.map(({ kind }) => kind)).toEqual(['task']);
});

test('where the parts cannot be written, the work kept before stays, and the reason comes back', async () => {
  await new Window().do(network, keep);
  const fault = problem('recovery-not-written', { file: 'recovery', reason: 'the disk is full', repair: '' });
  const full: Written = { ok: false, problem: fault };
  const failing = new Window({ ...places(), write: () => Promise.resolve(full) });
  expect(await failing.do({ ...network, title: 'Newer' }, keep)).toEqual(full);
  expect(((await readBack()) as RecoveredDocument).opened.document.title).toBe('Unsaved');
});

describe('the file it belongs to', () => {
  const small: Document = { ...emptyDocument, title: 'Small' };
  const file = (): string => path.join(profile, 'a.loom');

  /** Opened as it was, edited and kept, and the app started anew; answers what saves it back. */
  async function keepWork(): Promise<() => Promise<Written>> {
    await writeFile(file(), 'AS OPENED');
    const handle = handles.give('document', { path: file() });
    await new ByteReader(channelTo(places()).port).read(handle, 'file', () => undefined);
    expect(await new Window().do(small, { ...keep, name: 'a.loom', handle })).toEqual(done);
    return async () => {
      handles = new Handles();
      folder = new RecoveryFolder(profile, handles);
      const found = (await folder.read()) as Recovery;
      const save: KeeperTask = { kind: 'save', handle: found.handle ?? '', despite: [] };
      return new Window().do(small, save);
    };
  }

  test('is saved back to at once', async () => {
    const saveBack = await keepWork();
    expect(await saveBack()).toEqual(done);
    expect((await readFile(file())).equals(zipDocument(small))).toBe(true);
  });

  test('is asked about where another program changed it in between', async () => {
    const saveBack = await keepWork();
    await writeFile(file(), 'THEIRS');
    expect(await saveBack()).toEqual({ ok: true, value: 'changed' });
    await rm(file());
    expect(await saveBack()).toEqual({ ok: true, value: 'removed' });
  });

  test('is never one that is only read', async () => {
    const handle = handles.give('model', { path: file() });
    expect(await new Window().do(small, { ...keep, handle })).toMatchObject({ ok: false });
    expect(await folder.read()).toBeNull();
  });
});

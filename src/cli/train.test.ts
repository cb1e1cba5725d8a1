/** Training on a file of one's own: what its rows are taken for, and what is said about them. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { decodeDocument, unzipDocument } from '#shared/document/file-format';
import { initialTraining } from '#shared/document/training-settings';
import { isProblem } from '#shared/messages/problem';
import { parseCommand } from './arguments';
import { sentenceToType } from './sentence';
import { folder } from './testing';
import { train } from './train';

const printed: string[] = [];
beforeEach(() => {
  printed.length = 0;
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => printed.push(String(text)) > 0);
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** A Linear from so many numbers to as many. */
function writeNetwork(inputs: number, outputs: number, loss: string): string {
  const path = join(folder, `${inputs}-${outputs}-${loss}.loom`);
  const node = { position: { x: 0, y: 0 } };
  const document = {
    ...{ format: 1, title: 'T', seed: 1, groups: [] },
    nodes: [
      { ...node, id: 'i', kind: 'Input', name: 'Input', attributes: { shape: [1, inputs] } },
      { ...node, id: 'l', kind: 'Linear', name: 'Linear', attributes: { out_features: outputs } },
    ],
    edges: [{ from: { node: 'i', port: 'y' }, to: { node: 'l', port: 'x' } }],
    training: { ...initialTraining, loss, shuffle: false, scored: 'l', validation: 0.25 },
  };
  writeFileSync(path, zipSync({ 'document.json': strToU8(JSON.stringify(document)) }));
  return path;
}

interface Trained {
  /** What is printed of the only epoch. */
  readonly epoch: { readonly loss: number; readonly validation?: { readonly loss: number } } | undefined;
  readonly notes: readonly string[];
  readonly failure: string | undefined;
}

async function trained(
  network: string,
  rows: readonly string[],
  ...options: readonly string[]
): Promise<Trained> {
  const file = join(folder, 'rows.csv');
  writeFileSync(file, rows.join('\n'));
  const command = parseCommand(['train', network, '--data', file, '--epochs', '1', '--json', ...options]);
  if (command.kind !== 'job' || command.job.kind !== 'train') throw new Error('this trains nothing');
  const notes: string[] = [];
  const failure = await train(command.job, {
    note: (found) => notes.push(sentenceToType(found, 'net')),
    ran: () => undefined,
  });
  const line = printed.splice(0).join('');
  return {
    epoch: line === '' ? undefined : (JSON.parse(line) as Trained['epoch']),
    notes,
    failure: failure && sentenceToType(failure, 'net'),
  };
}

const rowsOf = (row: (at: number) => string): readonly string[] =>
  Array.from({ length: 24 }, (_, at) => row(at));
const three = writeNetwork(2, 3, 'CrossEntropyLoss');
const features = (at: number): string => `${(at % 7) / 10 + 0.05},${(at % 4) / 10 + 0.01}`;

test('classes that count from 1 are learned like those from 0, and it is said', async () => {
  const from = (first: number) => ['a,b,kind', ...rowsOf((at) => `${features(at)},${first + (at % 3)}`)];
  const [zero, one] = [await trained(three, from(0)), await trained(three, from(1))];
  expect(zero).toMatchObject({ notes: [], failure: undefined });
  expect(one.epoch).toEqual(zero.epoch);
  expect(one.epoch?.validation?.loss).toBeGreaterThan(0);
  expect(one.notes).toEqual([
    'net: kind is taken as classes, since that is what the loss needs: 1, 2, 3. --answer numbers: Take them as numbers.',
  ]);
  expect((await trained(three, from(1), '--answer', 'numbers')).failure).toBe(
    'net: CrossEntropyLoss needs classes, and kind holds whole numbers such as 1. Take them as classes, or choose MSELoss. --answer classes: Take them as classes.',
  );
});

describe('a sign that could be either', () => {
  const written = (a: (at: number) => string) => [
    'a;b;kind',
    ...rowsOf((at) => `${a(at)};${at % 5};k${at % 3}`),
  ];
  const unclear = written((at) => `${1 + (at % 4)}.${120 + at}`);

  test('is refused with the column, a cell and what decides it', async () => {
    expect((await trained(three, unclear)).failure).toBe(
      'net: Row 1, a: “1.120” can be 1.12 or 1120, and nothing else in the file tells. Say whether the point or the comma is the decimal sign. --decimal comma: Read “1.120” as 1120. --decimal point: Read “1.120” as 1.12.',
    );
  });

  test.each([
    ['comma', (at: number) => `${1 + (at % 4)}${120 + at}`],
    ['point', (at: number) => `${1 + (at % 4)}.${120 + at}0`],
  ] as const)('is read with a decimal %s where that is said', async (decimal, plain) => {
    const found = await trained(three, unclear, '--decimal', decimal);
    expect(found.failure).toBeUndefined();
    expect(found.epoch).toEqual((await trained(three, written(plain))).epoch);
  });

  test('is read the same from the file that is saved', async () => {
    const saved = join(folder, 'saved.loom');
    await trained(three, unclear, '--decimal', 'comma', '--save', saved);
    const files = unzipDocument(readFileSync(saved), saved);
    const document = isProblem(files) ? files : decodeDocument(files, saved);
    expect(!isProblem(document) && document.data?.source).toMatchObject({ decimal: 'comma', isHeaded: true });
  });
});

test('a heading of numbers is judged, or is what is said', async () => {
  const rows = rowsOf((at) => `${features(at)},${at % 3}`);
  const judged = await trained(three, ['0,1,2', ...rows]);
  expect(judged.epoch).toEqual((await trained(three, ['a,b,kind', ...rows])).epoch);
  expect(judged.notes).toEqual([
    'net: The first row is taken as the heading: 0, 1, 2. --heading no: Take the first row as data.',
  ]);
  expect((await trained(three, ['0,1,2', ...rows], '--heading', 'no')).epoch).not.toEqual(judged.epoch);
});

test('rows of no text have neither heading nor decimal sign', async () => {
  const command = parseCommand(['train', three, '--data', 'iris', '--decimal', 'comma']);
  expect(command.kind === 'job' && command.job.kind === 'train' && command.job.reading).toEqual({
    decimal: 'comma',
  });
  const failure =
    command.kind === 'job' && command.job.kind === 'train'
      ? await train(command.job, { note: () => undefined, ran: () => undefined })
      : undefined;
  expect(failure?.code).toBe('data-not-a-text');
});

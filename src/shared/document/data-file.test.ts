/** What a network learns from survives saving and opening, and costs little to keep. */
import { describe, expect, test } from 'vitest';
import type { DataPlan } from '../data/plan';
import { initialPreparation, type Preparation } from '../data/preparation';
import { isProblem } from '../messages/problem';
import { here } from '../tensor/pieces';
import { createRandom } from '../tensor/random';
import { emptyDocument, type Document } from './document';
import { decodeDocument, documentPieces, encodeDocument, unzipDocument, zipDocument } from './file-format';

const preparation: Preparation = {
  leftOut: ['id'],
  missing: 'fill',
  scaling: 'standardise',
  target: 'y',
  answer: 'class',
};
const random = createRandom(1);
const withPlan = (data: DataPlan): Document => ({ ...emptyDocument, data });

function reopen(document: Document): Document {
  const files = unzipDocument(zipDocument(document), 'a.loom');
  const opened = isProblem(files) ? files : decodeDocument(files, 'a.loom');
  if (isProblem(opened)) throw new Error(JSON.stringify(opened));
  return opened;
}

const table = (text: string): DataPlan => ({
  source: { kind: 'table', name: 'rows.csv', text, rowsLeft: 12 },
  preparation: { ...preparation, leftOut: [...preparation.leftOut] },
});
const arrays = {
  kind: 'arrays',
  name: 'rows.npz',
  features: { dtype: 'uint8', shape: [2, 2, 2], values: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8) },
  targets: { dtype: 'uint8', shape: [2], values: Uint8Array.of(0, 1) },
  classes: ['a', 'b'],
} as const;

describe('a plan', () => {
  test.each<[string, DataPlan]>([
    [
      'drawn',
      {
        source: { kind: 'toy', id: 'moons', noise: 0.15, count: 120, seed: 9 },
        preparation: initialPreparation,
      },
    ],
    ['bundled', { source: { kind: 'bundled', id: 'iris' }, preparation: initialPreparation }],
    ['of a table', table('id,x,y\n1,2,0\n2,"a, b",1\n')],
    [
      'of a table read as was chosen',
      {
        source: { kind: 'table', name: 'a.csv', text: 'a;b\n1.886;x', isHeaded: true, decimal: 'comma' },
        preparation,
      },
    ],
    ['of a long table', table(`id,x,y\n${'1,2,0\n'.repeat(200_000)}`)],
    ['of arrays', { source: arrays, preparation: initialPreparation }],
  ])('%s comes back as it was', (_, plan) => {
    expect(reopen(withPlan(plan)).data).toEqual(plan);
  });

  test('of a bundled set is its id alone', () => {
    const set = { card: { title: '', summary: '', source: '', licence: '', order: 1 }, content: arrays };
    const files = encodeDocument(
      withPlan({ source: { kind: 'bundled', id: 'mnist', set }, preparation: initialPreparation }),
    );
    expect([...files.keys()]).toEqual(['document.json']);
  });

  test('is written once, however often the document is kept', () => {
    const document = withPlan(table(`id,x,y\n${'1,2,0\n'.repeat(200_000)}`));
    const [first] = documentPieces(document).get('data.csv.gz') ?? [];
    const [later] = documentPieces({ ...document, title: 'Another' }).get('data.csv.gz') ?? [];
    expect(first).toBeDefined();
    expect(later).toBe(first);
  });
});

describe('a file', () => {
  test('of an earlier version has its rows in data.csv, the answer last', () => {
    const files = new Map(encodeDocument(emptyDocument));
    files.set('data.csv', Buffer.from('id,x\n0,0.25\n'));
    const opened = decodeDocument(files, 'a.loom');
    expect(!isProblem(opened) && opened.data).toEqual({
      source: { kind: 'table', name: 'data.csv', text: 'id,x\n0,0.25\n', isHeaded: true },
      preparation: initialPreparation,
    });
  });

  test('of the first format has its numbers read as they were then', () => {
    const files = new Map(encodeDocument(withPlan(table('a;b\n1.886;0,5'))));
    const json = Buffer.from(files.get('document.json') ?? []).toString();
    files.set('document.json', Buffer.from(json.replace(/"format": \d+/, '"format": 1')));
    const opened = decodeDocument(files, 'a.loom');
    expect(!isProblem(opened) && opened.data?.source).toMatchObject({ kind: 'table', decimal: 'each' });
  });

  test.each([
    ['a table', table('a,b\n1,2'), ['data.csv']],
    ['arrays', { source: arrays, preparation: initialPreparation }, ['data.npz']],
  ] as const)('whose rows are gone is a sentence (%s)', (_, plan, gone) => {
    const files = new Map(encodeDocument(withPlan(plan)));
    for (const name of gone) files.delete(name);
    expect(isProblem(decodeDocument(files, 'a.loom'))).toBe(true);
  });

  test('with damaged rows is a sentence', () => {
    const files = new Map(encodeDocument(withPlan(table(`id,x,y\n${'1,2,0\n'.repeat(200_000)}`))));
    const packed = files.get('data.csv.gz');
    files.set('data.csv.gz', packed?.slice(0, packed.length / 2) ?? new Uint8Array());
    expect(isProblem(decodeDocument(files, 'a.loom'))).toBe(true);
  });

  test.each([
    ['pictures', 'squeezed', (at: number) => (at % 28 < 9 ? 1 : 0)],
    ['measurements', 'kept as they are', () => random.uniform(-1, 1)],
  ] as const)('with large arrays of %s has them %s, and opens with the same', (_, packing, valueOf) => {
    const values = Float32Array.from({ length: 784 * 500 }, (_value, at) => valueOf(at));
    const source = { ...arrays, features: { dtype: 'float32', shape: [500, 28, 28], values } } as const;
    const targets = {
      ...arrays.targets,
      shape: [500],
      values: new Uint8Array(500).map((_value, at) => at % 2),
    };
    const document = withPlan({ source: { ...source, targets }, preparation: initialPreparation });
    const pieces = (documentPieces(document).get('data.npz') ?? []).map(here);
    const isShared = pieces.some(({ buffer }) => buffer === values.buffer);
    expect(isShared).toBe(packing === 'kept as they are');
    const size = pieces.reduce((sum, { length }) => sum + length, 0);
    expect(size < values.byteLength / 2).toBe(packing === 'squeezed');
    const opened = reopen(document).data?.source;
    expect(opened?.kind === 'arrays' && opened.features.values).toEqual(values);
  });
});

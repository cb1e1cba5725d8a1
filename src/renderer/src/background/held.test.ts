/** The two ends of what a keeper holds: of an edited tensor what changed is asked for, and the document is the same there. */
import { expect, test } from 'vitest';
import { planFor } from '#shared/data/plan';
import { emptyDocument, type Document, type FloatTensor } from '#shared/document/document';
import { documentPieces, zipDocument } from '#shared/document/file-format';
import { Away, bodyOf } from '#shared/tensor/away';
import { pageLength, withElement } from '#shared/tensor/paged';
import { cut, here, joined, type Piece } from '#shared/tensor/pieces';
import { floatTensor } from '#shared/tensor/tensor';
import { zippedFrom } from '#shared/tensor/zip';
import { Held } from './held';
import { Holder } from './holder';
import { hashOf, PartNames } from './parts';

const length = 3 * pageLength + 5;
const weight = floatTensor(
  [length],
  Float32Array.from({ length }, (_, at) => at),
);
const documentOf = (...weights: readonly FloatTensor[]): Document => ({
  ...emptyDocument,
  parameters: Object.fromEntries(weights.map((each, at) => [`node-${at}`, { weight: each }])),
});

/** What crossed since it was last asked, in bytes. */
interface Crossed {
  readonly sent: number;
  readonly brought: number;
}

class Ends {
  readonly #names = new PartNames();
  readonly #held = new Held(this.#names);
  #sent = 0;
  #brought = 0;
  readonly #holder = new Holder((message) => {
    if (message.kind === 'numbers') this.#sent += message.bytes.length;
    this.#held.take(structuredClone(message));
  });

  async hold(document: Document): Promise<Document> {
    return this.#held.document(structuredClone(await this.#holder.outline(document)));
  }

  /** The bytes of its files, and the names of the parts that its weights are cut into, a page each. */
  async read(document: Document): Promise<{ readonly bytes: Uint8Array; readonly names: readonly string[] }> {
    const zip: Uint8Array[] = [];
    for await (const bytes of zippedFrom(documentPieces(document), this.#read)) zip.push(bytes);
    this.#brought = 0;
    const names: string[] = [];
    for (const { weight } of Object.values(document.parameters))
      for (const part of cut(weight ? [bodyOf(weight)] : [], page))
        names.push(await this.#names.nameOf(part, () => this.#read(part)));
    return { bytes: joined(zip), names };
  }

  crossed(): Crossed {
    const { sent, brought } = { sent: this.#sent, brought: this.#brought };
    [this.#sent, this.#brought] = [0, 0];
    return { sent, brought };
  }

  readonly #read = (piece: Piece): Promise<Uint8Array> => {
    if (!(piece instanceof Away)) return Promise.resolve(here(piece));
    this.#brought += piece.length;
    const bytes = this.#holder.bring(piece.of.key, piece);
    return bytes ? Promise.resolve(bytes) : Promise.reject(new RangeError('nothing is called so'));
  };
}

const all = 4 * length;
const page = 4 * pageLength;

/** Answers what crossed for it. */
async function expectSame(ends: Ends, document: Document): Promise<Crossed> {
  const { bytes, names } = await ends.read(await ends.hold(document));
  // By their bytes: comparing number by number takes long.
  expect(await hashOf(bytes)).toBe(await hashOf(zipDocument(document)));
  const parts = Object.values(document.parameters).flatMap(({ weight }) => [
    ...cut(weight ? [bodyOf(weight)] : [], page),
  ]);
  expect(names).toEqual(await Promise.all(parts.map((part) => hashOf(here(part)))));
  return ends.crossed();
}

test('large numbers stay in the window, and of an edit one page is asked for to name it anew', async () => {
  const ends = new Ends();
  const edited = withElement(weight, 1, -1);
  const twice = withElement(edited, length - 1, -2);
  for (const [version, brought] of [
    [weight, all],
    [edited, page],
    [edited, 0],
    [twice, 4 * 5],
    [weight, page + 4 * 5],
  ] as const)
    expect(await expectSame(ends, documentOf(version))).toEqual({ sent: 0, brought });
});

test('what another layer still has stays as it is', async () => {
  const ends = new Ends();
  const edited = withElement(weight, 1, -1);
  expect(await expectSame(ends, documentOf(weight, weight))).toEqual({ sent: 0, brought: all });
  expect(await expectSame(ends, documentOf(edited, weight))).toEqual({ sent: 0, brought: page });
  const both = documentOf(withElement(edited, 0, 3), withElement(edited, 0, 4));
  expect(await expectSame(ends, both)).toEqual({ sent: 0, brought: 2 * page });
});

test('rows that the document still has stay as they are, though they are weights as well', async () => {
  const ends = new Ends();
  const targets = floatTensor([length], weight.values);
  const data = planFor({ kind: 'arrays', name: 'rows.npz', features: weight, targets });
  expect(await expectSame(ends, { ...documentOf(weight), data })).toEqual({ sent: 2 * all, brought: all });
  const edited: Document = { ...documentOf(withElement(weight, 1, -1)), data };
  expect(await expectSame(ends, edited)).toEqual({ sent: 0, brought: page });
  const classes = ['no', 'yes'];
  const { source } = data;
  const named: Document = { ...edited, data: { ...data, source: { ...source, classes } as typeof source } };
  expect(await expectSame(ends, named)).toEqual({ sent: 0, brought: 0 });
});

test('numbers of any type that operators bring, and inputs of any type, cross once and are the same there', async () => {
  const ends = new Ends();
  const indices = { dtype: 'int64', shape: [2], values: BigInt64Array.of(2n ** 60n + 1n, -1n) } as const;
  const words = { dtype: 'string', shape: [1], values: ['red'] } as const;
  const document: Document = {
    ...documentOf(weight),
    constants: { 'node-0': { indices } },
    inputs: { words: { ...words, values: [...words.values] } },
  };
  const held = await ends.hold(document);
  expect(held.constants).toEqual(document.constants);
  expect(held.inputs).toEqual(document.inputs);
  expect(ends.crossed().sent).toBe(16);
  await ends.hold({ ...document, title: 'Renamed' });
  expect(ends.crossed().sent).toBe(0);
});

/** The two ends of what a keeper holds: of an edited tensor what changed crosses, and the document is the same there. */
import { expect, test } from 'vitest';
import { planFor } from '#shared/data/plan';
import { emptyDocument, type Document, type FloatTensor } from '#shared/document/document';
import { zipDocument } from '#shared/document/file-format';
import { pageLength, withElement } from '#shared/tensor/paged';
import { floatTensor } from '#shared/tensor/tensor';
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

class Ends {
  readonly names = new PartNames();
  readonly #held = new Held(this.names);
  /** Bytes of numbers that crossed since they were last asked for. */
  #bytes = 0;
  readonly #holder = new Holder((message) => {
    if (message.kind === 'numbers') this.#bytes += message.bytes.length;
    this.#held.take(structuredClone(message));
  });

  async hold(document: Document): Promise<Document> {
    return this.#held.document(structuredClone(await this.#holder.outline(document)));
  }
  bytes(): number {
    const bytes = this.#bytes;
    this.#bytes = 0;
    return bytes;
  }
}

/** By their bytes: comparing number by number takes long. */
async function expectSame(found: Document, expected: Document): Promise<void> {
  expect(await hashOf(zipDocument(found))).toBe(await hashOf(zipDocument(expected)));
}

const all = 4 * length;
const page = 4 * pageLength;

test('of an edit one page crosses, and of its undoing', async () => {
  const ends = new Ends();
  const edited = withElement(weight, 1, -1);
  const twice = withElement(edited, length - 1, -2);
  for (const [version, bytes] of [
    [weight, all],
    [edited, page],
    [edited, 0],
    [twice, 4 * 5],
    [weight, page + 4 * 5],
  ] as const) {
    await expectSame(await ends.hold(documentOf(version)), documentOf(version));
    expect(ends.bytes()).toBe(bytes);
  }
});

test('what another layer still has stays as it is', async () => {
  const ends = new Ends();
  const edited = withElement(weight, 1, -1);
  await ends.hold(documentOf(weight, weight));
  expect(ends.bytes()).toBe(all);
  await expectSame(await ends.hold(documentOf(edited, weight)), documentOf(edited, weight));
  expect(ends.bytes()).toBe(all);
  const both = documentOf(withElement(edited, 0, 3), withElement(edited, 0, 4));
  await expectSame(await ends.hold(both), both);
});

test('rows that the document still has stay as they are', async () => {
  const ends = new Ends();
  const targets = floatTensor([length], weight.values);
  const data = planFor({ kind: 'arrays', name: 'rows.npz', features: weight, targets });
  await ends.hold({ ...documentOf(weight), data });
  const edited: Document = { ...documentOf(withElement(weight, 1, -1)), data };
  await expectSame(await ends.hold(edited), edited);
});

test('bytes that became others have another name, all others the one they had', async () => {
  const ends = new Ends();
  const partsOf = async (version: FloatTensor): Promise<readonly Uint8Array[]> => {
    const { values } = (await ends.hold(documentOf(version))).parameters['node-0']?.weight as FloatTensor;
    return [new Uint8Array(values.buffer, 0, page), new Uint8Array(values.buffer, page, page)];
  };
  const names = async (version: FloatTensor): Promise<readonly string[]> =>
    Promise.all((await partsOf(version)).map((part) => ends.names.nameOf(part)));
  const before = await names(weight);
  const after = await names(withElement(weight, 1, -1));
  expect(after).toEqual(await Promise.all((await partsOf(withElement(weight, 1, -1))).map(hashOf)));
  expect([after[0] === before[0], after[1] === before[1]]).toEqual([false, true]);
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
  expect(ends.bytes()).toBe(all + 16);
  await ends.hold({ ...document, title: 'Renamed' });
  expect(ends.bytes()).toBe(0);
});

/** One number of an input is NaN, infinite, very large or minus zero: every layer against what PyTorch answered. */
import { describe, expect, test } from 'vitest';
import { runModel } from '#engine/testing';
import { compileTrace, feedsOf } from '../compile/compile';
import { inferShapes } from '../document/infer';
import { explainNumber } from '../explain/explain';
import { asAnswered, swallowedBy } from '../explain/swallowed';
import { ops } from '../ops/index';
import { evaluate } from '../tensor/expression';
import { indexAt } from '../tensor/shape';
import { floatTensor } from '../tensor/tensor';
import { documentOf, expectClose } from '../document/testing-recorded';
import { cases, type Case } from './reference/recorded';

/** Their means and variances of very large numbers overflow in PyTorch, on the way to numbers that would not. */
const overflowing = new Set(['LayerNorm', 'GroupNorm', 'TransformerEncoderLayer', 'TransformerDecoderLayer']);

const withNumber = (recorded: Case, port: number, at: number, value: number): Case => ({
  ...recorded,
  inputs: recorded.inputs.map((given, which) =>
    which === port ? { ...given, values: given.values.with(at, value) } : given,
  ),
});

async function answerOf(recorded: Case) {
  const document = documentOf(recorded);
  const inference = inferShapes(document);
  const { emission } = inference.nodes.get('subject')!;
  const values = await runModel(compileTrace(inference).model, feedsOf(document, inference));
  return values.get(emission!.output.name)!;
}

const losesNaN = (recorded: Case): boolean =>
  inferShapes(documentOf(recorded))
    .nodes.get('subject')!
    .emission!.nodes.some(({ type }) => ops.get(type)?.losesNaN);

const special = cases.filter((recorded) => recorded.special);

test('every layer is asked but those whose input names rows of a table, and those that have none', () => {
  const kinds = (from: readonly Case[]) => new Set(from.map(({ kind }) => kind));
  const left = cases.filter(({ inputs }) => inputs.length > 0).filter(({ special: one }) => !one);
  expect(kinds(left)).toEqual(new Set(['Embedding', 'EmbeddingBag']));
  expect(kinds(special).size).toBeGreaterThan(85);
});

describe.each(
  special.map((recorded, at) => [at, recorded.kind, JSON.stringify(recorded.attributes), recorded] as const),
)('case %i: %s %s', (_, kind, _attributes, recorded) => {
  const isLossy = losesNaN(recorded);
  const asked = recorded.special!.filter(([, , value]) => !isLossy || value !== 'NaN');

  test('answers what PyTorch answers', async () => {
    for (const [port, at, value, changed] of asked) {
      const expected = recorded.output.values.map((usual, place) => Number(changed[place] ?? usual));
      const answered = await answerOf(withNumber(recorded, port, at, Number(value)));
      const isOverflow = (place: number): boolean =>
        Number.isFinite(Number(value)) && Number.isNaN(expected[place]) && overflowing.has(kind);
      const kept = (all: ArrayLike<number>) => Array.from(all, (one, place) => (isOverflow(place) ? 0 : one));
      const found = floatTensor(answered.shape, kept(answered.values as Float32Array));
      expectClose(found, { shape: recorded.output.shape, values: kept(expected) }, 1e-6);
    }
  });
});

describe.each(
  special
    .filter(losesNaN)
    .map((recorded, at) => [at, recorded.kind, JSON.stringify(recorded.attributes), recorded] as const),
)('NaN that the runtime loses, case %i: %s %s', (_, _kind, _attributes, recorded) => {
  test('is said of the node, and the arithmetic is that of the number that came out', async () => {
    const [port, at] = recorded.special![0]!;
    const changed = withNumber(recorded, port, at, Number.NaN);
    const answered = await answerOf(changed);
    const subject = inferShapes(documentOf(changed)).nodes.get('subject')!;
    const values = answered.values as Float32Array;
    const types = subject.emission!.nodes.map(({ type }) => type);
    const out = values.filter(Number.isNaN).length;
    const found = swallowedBy(
      'Pool',
      types,
      () => 1,
      () => out,
    );
    expect(found?.code).toBe(out === 0 ? 'nan-swallowed' : 'nan-swallowed-in-part');
    expect(
      swallowedBy(
        'Pool',
        types,
        () => 0,
        () => 0,
      ),
    ).toBeUndefined();

    const inputs = changed.inputs.map(({ shape, values: given }) => floatTensor(shape, given));
    for (const [offset, value] of values.entries()) {
      const explained = explainNumber(subject, indexAt(answered.shape, offset), {
        input: (name) => inputs[subject.inputs.findIndex(({ port: one }) => one === name)],
        parameter: () => undefined,
        given: undefined,
      })!;
      expect(evaluate(asAnswered(explained, value))).toBe(value);
    }
  });
});

test('a layer that rightly drops NaN says nothing', () => {
  expect(
    swallowedBy(
      'Chunk 1',
      ['Slice'],
      () => 1,
      () => 0,
    ),
  ).toBeUndefined();
  expect(
    swallowedBy(
      'ReLU 1',
      ['Relu'],
      () => 1,
      () => 0,
    ),
  ).toBeUndefined();
});

/** NumPy files of one's own: which array is what, and what is no file of rows. */
import fc from 'fast-check';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { describeProblem, isProblem } from '../messages/problem';
import { encodeNpy } from '../tensor/npy';
import { sizeOf, type Shape } from '../tensor/shape';
import type { Tensor } from '../tensor/tensor';
import { decodeArrays } from './arrays';
import { rowLimit } from './csv';
import { openRows, openWhole } from './open';
import type { ArraysSource } from './source';

const floats = (...shape: Shape): Tensor<'float64'> => ({
  dtype: 'float64',
  shape,
  values: Float64Array.from({ length: sizeOf(shape) }, (_, at) => at / 4),
});
const labels = (rows: number): Tensor<'int64'> => ({
  dtype: 'int64',
  shape: [rows],
  values: BigInt64Array.from({ length: rows }, (_, row) => BigInt(row % 3)),
});
const words = (...values: string[]): Tensor<'string'> => ({
  dtype: 'string',
  shape: [values.length],
  values,
});
const npz = (arrays: Readonly<Record<string, Tensor>>): Uint8Array =>
  zipSync(
    Object.fromEntries(Object.entries(arrays).map(([name, tensor]) => [`${name}.npy`, encodeNpy(tensor)])),
  );

function read(bytes: Uint8Array): ArraysSource {
  const source = decodeArrays(bytes, 'rows.npz');
  if (isProblem(source)) throw new Error(describeProblem(source));
  return source;
}
function sentenceOf(bytes: Uint8Array, name = 'rows.npz'): string {
  const source = openWhole(name, bytes);
  return isProblem(source) ? describeProblem(source) : 'no problem';
}

describe('an .npz', () => {
  test.each([
    ['features', 'targets'],
    ['x', 'y'],
    ['X', 'y'],
    ['x_train', 'y_train'],
    ['images', 'labels'],
    ['data', 'target'],
    ['arr_0', 'arr_1'],
  ])('with %s and %s', (features, targets) => {
    const source = read(npz({ [features]: floats(5, 4), [targets]: labels(5) }));
    expect(source.features.shape).toEqual([5, 4]);
    expect(source.targets).toEqual(labels(5));
  });

  test('with training and test arrays takes the training ones', () => {
    const source = read(
      npz({ x_test: floats(9, 2), x_train: floats(5, 2), y_test: labels(9), y_train: labels(5) }),
    );
    expect(source.features.shape).toEqual([5, 2]);
  });

  test('names its classes', () => {
    const source = read(npz({ x: floats(5, 4), y: labels(5), classes: words('a', 'b', 'c') }));
    expect(source.classes).toEqual(['a', 'b', 'c']);
  });

  test('that does not say what is what is a sentence with the names it has', () => {
    const unclear = npz({ one: floats(5, 4), two: labels(5), three: labels(5) });
    expect(sentenceOf(unclear)).toContain('(it has: one, two, three)');
    expect(sentenceOf(npz({}))).toContain('(it has: none)');
  });

  test.each([
    ['more answers than rows', { x: floats(5, 4), y: labels(6) }, 'it has 5 rows of features and 6 answers'],
    ['text for features', { x: words('a', 'b'), y: labels(2) }, 'its features are text'],
    ['no rows', { x: floats(0, 4), y: labels(0) }, 'it has no rows'],
  ])('with %s', (_, arrays, reason) => {
    expect(sentenceOf(npz(arrays))).toContain(reason);
  });

  test('with more rows than are used keeps the first and counts the rest', () => {
    const rows = rowLimit + 7;
    const source = read(npz({ x: floats(rows, 1), y: labels(rows) }));
    expect(source.features.shape).toEqual([rowLimit, 1]);
    expect(source.targets.shape).toEqual([rowLimit]);
    expect(source.rowsLeft).toBe(7);
  });
});

describe('an .npy', () => {
  test('has the answer in its last column', () => {
    const source = read(encodeNpy(floats(3, 3)));
    expect(source.features).toEqual({
      dtype: 'float64',
      shape: [3, 2],
      values: Float64Array.of(0, 0.25, 0.75, 1, 1.5, 1.75),
    });
    expect(source.targets).toEqual({
      dtype: 'float64',
      shape: [3, 1],
      values: Float64Array.of(0.5, 1.25, 2),
    });
  });
  test.each([[[3]], [[3, 1]], [[3, 2, 2]]])('of shape %j has none', (shape) => {
    expect(sentenceOf(encodeNpy(floats(...shape)), 'rows.npy')).toContain(
      'keep features and targets in one .npz',
    );
  });
});

test('what is damaged, hostile or something else is a sentence, never an exception', () => {
  const good = npz({ x: floats(5, 4), y: labels(5) });
  fc.assert(
    fc.property(
      fc.nat(good.length - 1),
      fc.integer({ min: 0, max: 255 }),
      fc.nat(good.length),
      (at, byte, end) => {
        const bytes = good.slice(0, end);
        if (at < end) bytes[at] = byte;
        const found = openRows('rows.npz', bytes, 0);
        if (isProblem(found)) expect(describeProblem(found)).not.toMatch(/undefined|\{/);
      },
    ),
    { numRuns: 300 },
  );
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 200 }),
      fc.constantFrom('a.csv', 'a.npy', 'a.npz'),
      (bytes, name) => {
        const found = openWhole(name, bytes);
        if (isProblem(found)) expect(describeProblem(found)).not.toMatch(/undefined|\{/);
      },
    ),
    { numRuns: 300 },
  );
});

test('what stands for a table is none', () => {
  const said = (text: string) => openWhole('rows.csv', strToU8(text));
  expect(said('version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n')).toMatchObject({
    code: 'is-lfs-pointer',
  });
  expect(said('<!DOCTYPE html>\n<html>1,2</html>\n')).toMatchObject({ code: 'is-web-page' });
  expect(said('a,b\n1,2\n')).toMatchObject({ kind: 'table' });
});

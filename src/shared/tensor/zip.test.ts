/** Zips written piece by piece are what zips are to everyone else. */
import { strToU8, unzipSync } from 'fflate';
import { afterEach, expect, test } from 'vitest';
import { cut, joined } from './pieces';
import { zipped } from './zip';

const zone = process.env.TZ;
afterEach(() => {
  if (zone === undefined) delete process.env.TZ;
  else process.env.TZ = zone;
});

const numbers = Uint8Array.from({ length: 300_000 }, (_, at) => (at * 7919) % 251);
const files = new Map([
  ['document.json', [strToU8('{"a": '), strToU8(`"${'b'.repeat(5000)}"}`)]],
  [
    'parameters.safetensors',
    [numbers.subarray(0, 8), numbers.subarray(8, 200_000), numbers.subarray(200_000)],
  ],
  ['inputs/ü.npy', [numbers.subarray(5)]],
  ['empty.md', []],
]);

test('every file comes out as it went in, whatever its pieces were', () => {
  expect(unzipSync(joined([...zipped(files)]))).toEqual(
    Object.fromEntries([...files].map(([name, pieces]) => [name, joined(pieces)])),
  );
});

test('numbers are stored, text is deflated', () => {
  const methods = new Map<string, number>();
  unzipSync(joined([...zipped(files)]), {
    filter: ({ name, compression }) => methods.set(name, compression).size > 0,
  });
  expect(Object.fromEntries(methods)).toEqual({
    'document.json': 8,
    'parameters.safetensors': 0,
    'inputs/ü.npy': 0,
    'empty.md': 8,
  });
});

test('large pieces are handed on, not copied', () => {
  const [, large] = files.get('parameters.safetensors') ?? [];
  expect([...zipped(files)].some((piece) => piece === large)).toBe(true);
});

test('the same files are the same bytes, in every zone of the world', () => {
  const zips = ['UTC', 'America/Los_Angeles', 'Asia/Tokyo'].map((name) => {
    process.env.TZ = name;
    return Buffer.from(joined([...zipped(files)])).toString('base64');
  });
  expect(new Set(zips).size).toBe(1);
});

test('cut, the bytes are the same', () => {
  const pieces = [...cut([numbers, new Uint8Array()], 70_000)];
  expect(pieces.map(({ length }) => length)).toEqual([70_000, 70_000, 70_000, 70_000, 20_000]);
  expect(Buffer.from(joined(pieces)).equals(numbers)).toBe(true);
});

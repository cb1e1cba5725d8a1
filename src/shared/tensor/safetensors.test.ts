/** Safetensors files: what is written is read again, and hostile ones are refused. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { describeProblem, isProblem } from '../messages/problem';
import { viewAs } from './npy';
import { decodeSafetensors, encodeSafetensors } from './safetensors';
import { sizeOf } from './shape';
import type { Tensor } from './tensor';

const bytesEach = { float32: 4, float16: 2, float64: 8, int64: 8, uint8: 1, bool: 1, uint16: 2 } as const;

const anyTensor = fc
  .tuple(
    fc.constantFrom(...(Object.keys(bytesEach) as (keyof typeof bytesEach)[])),
    fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 3 }),
  )
  .chain(([dtype, shape]) => {
    const length = sizeOf(shape) * bytesEach[dtype];
    return fc
      .uint8Array({ minLength: length, maxLength: length })
      .map((bits): Tensor => ({ dtype, shape, values: viewAs(dtype, bits.slice().buffer) }));
  });
const anyName = fc.oneof(
  fc.constantFrom('linear-1.weight', '__proto__', 'constructor', '', 'a"b', '重み', '\u2028', '0'),
  fc.string({ unit: 'grapheme' }).filter((name) => name !== '__metadata__'),
);

function read(bytes: Uint8Array): Map<string, Tensor> {
  const tensors = decodeSafetensors(bytes, 'a.safetensors');
  if (isProblem(tensors)) throw new Error(describeProblem(tensors));
  return tensors;
}

/** A file with any table, true or not. */
function file(table: unknown, body: readonly number[] = [], length?: bigint): Uint8Array {
  const text = new TextEncoder().encode(typeof table === 'string' ? table : JSON.stringify(table));
  const bytes = new Uint8Array(8 + text.length + body.length);
  new DataView(bytes.buffer).setBigUint64(0, length ?? BigInt(text.length), true);
  bytes.set(text, 8);
  bytes.set(body, 8 + text.length);
  return bytes;
}
const entry = (dtype: string, shape: readonly number[], start: number, end: number) => ({
  dtype,
  shape,
  data_offsets: [start, end],
});

describe('what is written', () => {
  test('is read again, whatever the names, types, shapes and bits', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.tuple(anyName, anyTensor), { selector: ([name]) => name }), (entries) => {
        const again = read(encodeSafetensors(new Map(entries)));
        expect(new Set(again.keys())).toEqual(new Set(entries.map(([name]) => name)));
        for (const [name, tensor] of entries) {
          const found = again.get(name)!;
          expect([found.dtype, found.shape]).toEqual([tensor.dtype, tensor.shape]);
          expect(bitsOf(found)).toEqual(bitsOf(tensor));
        }
      }),
      { seed: 51, numRuns: 200 },
    );
  });

  test('is a little-endian length, a table padded to 8 bytes, and the values', () => {
    const values = Float32Array.of(1, 2);
    const bytes = encodeSafetensors(new Map([['w', { dtype: 'float32', shape: [2], values }]]));
    const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
    expect(length % 8).toBe(0);
    expect(JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)))).toEqual({
      w: { dtype: 'F32', shape: [2], data_offsets: [0, 8] },
    });
    expect([...bytes.subarray(8 + length)]).toEqual([...new Uint8Array(values.buffer)]);
  });

  test('does not depend on the buffer it came in, and pooled Buffers are read rightly', () => {
    const bytes = encodeSafetensors(
      new Map([['w', { dtype: 'float32', shape: [2], values: Float32Array.of(1, 2) }]]),
    );
    const pooled = Buffer.from(bytes);
    const tensors = read(pooled);
    pooled.fill(0);
    expect(tensors.get('w')?.values).toEqual(Float32Array.of(1, 2));
  });

  test('is nothing the format cannot hold', () => {
    const text: Tensor = { dtype: 'string', shape: [1], values: ['a'] };
    expect(() => encodeSafetensors(new Map([['w', text]]))).toThrow(TypeError);
    const half: Tensor = { dtype: 'int4', shape: [2], values: Uint8Array.of(0x21) };
    expect(() => encodeSafetensors(new Map([['w', half]]))).toThrow(TypeError);
  });
});

describe('files of other programs', () => {
  test('metadata is no tensor, and scalars and empty tensors are', () => {
    const table = { __metadata__: { format: 'pt' }, s: entry('U8', [], 0, 1), e: entry('F32', [0, 3], 1, 1) };
    const tensors = read(file(table, [7]));
    expect([...tensors.keys()]).toEqual(['s', 'e']);
    expect(tensors.get('s')).toEqual({ dtype: 'uint8', shape: [], values: Uint8Array.of(7) });
    expect(tensors.get('e')?.values.length).toBe(0);
  });

  test('a tensor called __proto__ is a tensor and nothing more', () => {
    const bytes = file('{"__proto__": {"dtype": "U8", "shape": [1], "data_offsets": [0, 1]}}', [3]);
    expect([...read(bytes)].map(([name, { values }]) => [name, ...values])).toEqual([['__proto__', 3]]);
    expect(({} as Record<string, unknown>).dtype).toBeUndefined();
  });
});

describe('is refused', () => {
  const one = (part: unknown, body: readonly number[] = [0, 0, 0, 0]) => file({ w: part }, body);
  test.each<[string, Uint8Array, RegExp]>([
    ['too short to have a table', Uint8Array.of(1, 2, 3), /cut short/],
    ['a table longer than the file', file({}, [], 1n << 63n), /table is cut short/],
    ['a table of a byte more than there is', file({}, [], 3n), /table is cut short/],
    ['a table that is not JSON', file('{"w": '), /not JSON/],
    ['a table that is a list', file([entry('U8', [1], 0, 1)], [1]), /not JSON/],
    ['a table that is null', file('null'), /not JSON/],
    ['an entry that is none', one('F32'), /w has no description/],
    ['a type nobody knows', one(entry('BF16', [2], 0, 4)), /w has a type/],
    ['a type from a prototype', one(entry('toString', [4], 0, 4)), /w has a type/],
    ['a negative size', one(entry('U8', [-1, -4], 0, 4)), /no shape or place/],
    ['half a size', one(entry('U8', [0.5, 8], 0, 4)), /no shape or place/],
    ['no offsets', one({ dtype: 'U8', shape: [4] }), /no shape or place/],
    ['one offset', one({ dtype: 'U8', shape: [4], data_offsets: [0] }), /outside/],
    ['offsets the wrong way round', one(entry('U8', [0], 4, 0)), /outside/],
    ['an end behind the file', one(entry('U8', [5], 0, 5)), /outside/],
    ['a huge end', one(entry('U8', [1], 0, Number.MAX_SAFE_INTEGER)), /outside/],
    ['a shape of more values', one(entry('F32', [2], 0, 4)), /does not fit/],
    ['a shape beyond all numbers', one(entry('F32', [2 ** 52, 2 ** 52], 0, 4)), /does not fit/],
    [
      'tensors in the same place',
      file({ a: entry('U8', [4], 0, 4), b: entry('U8', [4], 0, 4) }, [1, 2, 3, 4]),
      /another/,
    ],
  ])('%s', (_, bytes, reason) => {
    const refused = decodeSafetensors(bytes, 'a.safetensors');
    expect(isProblem(refused) && describeProblem(refused)).toMatch(reason);
  });

  test('random bytes, without ever throwing', () => {
    const part = fc.oneof(
      fc.record({
        dtype: fc.constantFrom('F32', 'U8', 'BOOL', 'X'),
        shape: fc.jsonValue(),
        data_offsets: fc.jsonValue(),
      }),
      fc.record({
        dtype: fc.constantFrom('F32', 'U8'),
        shape: fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 3 }),
        data_offsets: fc.tuple(fc.nat(20), fc.nat(20)),
      }),
      fc.jsonValue(),
    );
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 60 }),
      fc
        .tuple(fc.dictionary(fc.string(), part), fc.array(fc.nat(255), { maxLength: 20 }))
        .map(([t, b]) => file(t, b)),
    );
    fc.assert(
      fc.property(bytes, (given) => {
        const result = decodeSafetensors(given, 'a.safetensors');
        if (isProblem(result)) return;
        for (const { shape, values } of result.values()) expect(values.length).toBe(sizeOf(shape));
      }),
      { seed: 52, numRuns: 500 },
    );
  });
});

function bitsOf({ values }: Tensor): number[] {
  if (!ArrayBuffer.isView(values)) return [];
  return Array.from(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
}

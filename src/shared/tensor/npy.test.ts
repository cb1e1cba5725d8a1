/** .npy files: what is written is read again, files of other programs are understood, and broken ones refused. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { describeProblem, isProblem } from '../messages/problem';
import { decodeNpy, encodeNpy, viewAs } from './npy';
import { sizeOf, type Shape } from './shape';
import { numberAt, type Dtype, type DtypeArrays, type Tensor } from './tensor';

const bytesEach = {
  float16: 2,
  float32: 4,
  float64: 8,
  int8: 1,
  int16: 2,
  int32: 4,
  int64: 8,
  uint8: 1,
  uint16: 2,
  uint32: 4,
  uint64: 8,
  bool: 1,
} as const;
type Numeric = keyof typeof bytesEach;

const shapes = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 4 });

/** Any bits at all, so every NaN and every subnormal has its turn. */
const anyTensor = fc
  .tuple(fc.constantFrom(...(Object.keys(bytesEach) as Numeric[])), shapes)
  .chain(([dtype, shape]) => {
    const length = sizeOf(shape) * bytesEach[dtype];
    return fc
      .uint8Array({ minLength: length, maxLength: length })
      .map((bits): Tensor => ({ dtype, shape, values: viewAs(dtype, bits.slice().buffer) }));
  });

function bitsOf({ values }: Tensor): number[] | readonly string[] {
  if (!ArrayBuffer.isView(values)) return values;
  return Array.from(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
}

function read(bytes: Uint8Array): Tensor {
  const tensor = decodeNpy(bytes, 'a.npy');
  if (isProblem(tensor)) throw new Error(describeProblem(tensor));
  return tensor;
}

function reasonFor(bytes: Uint8Array): string {
  const refused = decodeNpy(bytes, 'a.npy');
  expect(isProblem(refused)).toBe(true);
  return isProblem(refused) ? describeProblem(refused) : '';
}

/** A file as another program might write it. */
function file(header: string, body: Uint8Array | readonly number[], version: 1 | 2 | 3 = 1): Uint8Array {
  const text = new TextEncoder().encode(`${header}\n`);
  const length =
    version === 1 ? [text.length & 255, text.length >> 8] : [text.length & 255, text.length >> 8, 0, 0];
  return Uint8Array.from([0x93, ...Buffer.from('NUMPY'), version, 0, ...length, ...text, ...body]);
}
const header = (descr: string, shape: string, isFortran = false): string =>
  `{'descr': '${descr}', 'fortran_order': ${isFortran ? 'True' : 'False'}, 'shape': ${shape}, }`;
const floats = (...values: number[]): Uint8Array => new Uint8Array(Float32Array.from(values).buffer);

describe('what is written', () => {
  test('is read again, whatever the type, the shape and the bits', () => {
    fc.assert(
      fc.property(anyTensor, (tensor) => {
        const again = read(encodeNpy(tensor));
        expect([again.dtype, again.shape]).toEqual([tensor.dtype, tensor.shape]);
        expect(bitsOf(again)).toEqual(bitsOf(tensor));
      }),
      { seed: 41, numRuns: 300 },
    );
  });

  test('is text again, in any alphabet', () => {
    const letter = fc.integer({ min: 0, max: 0x10ffff }).map((code) => String.fromCodePoint(code));
    const word = fc.string({ unit: letter }).map((text) => text.replace(/\0+$/, ''));
    fc.assert(
      fc.property(fc.array(word, { maxLength: 4 }), (values) => {
        const tensor: Tensor = { dtype: 'string', shape: [values.length], values };
        expect(read(encodeNpy(tensor))).toEqual(tensor);
      }),
      { seed: 42, numRuns: 60 },
    );
    // More letters, or texts, than a call takes arguments.
    const long: Tensor = { dtype: 'string', shape: [1], values: ['🙂'.repeat(150_000)] };
    expect(read(encodeNpy(long)).values[0] === long.values[0]).toBe(true);
    const many: Tensor = { dtype: 'string', shape: [150_000], values: new Array<string>(150_000).fill('a') };
    expect(read(encodeNpy(many)).values.length).toBe(150_000);
  });

  test('is 8 bits for 4-bit integers, which NumPy does not have', () => {
    const signed: Tensor = { dtype: 'int4', shape: [3], values: Uint8Array.of(0xf7, 0x08) };
    const again = read(encodeNpy(signed));
    expect([again.dtype, ...again.values]).toEqual(['int8', 7, -1, -8]);
    const unsigned: Tensor = { dtype: 'uint4', shape: [3], values: Uint8Array.of(0xf7, 0x08) };
    expect([...read(encodeNpy(unsigned)).values]).toEqual([7, 15, 8]);
  });

  test('starts as numpy.save starts: magic, version, a header of whole 64 bytes', () => {
    const bytes = encodeNpy({ dtype: 'float32', shape: [2], values: Float32Array.of(1, 2) });
    const text = Buffer.from(bytes).toString('latin1');
    expect(text.slice(0, 8)).toBe('\x93NUMPY\x01\x00');
    expect(text).toContain("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }");
    expect((bytes.length - 8) % 64).toBe(0);
    expect(text.at(-9)).toBe('\n');
    const scalar = Buffer.from(encodeNpy({ dtype: 'bool', shape: [], values: Uint8Array.of(1) })).toString(
      'latin1',
    );
    expect(scalar).toContain("{'descr': '|b1', 'fortran_order': False, 'shape': (), }");
  });

  test('has version 2 when the shape is too long for version 1', () => {
    const shape = new Array<number>(25_000).fill(1);
    const bytes = encodeNpy({ dtype: 'uint8', shape, values: Uint8Array.of(7) });
    expect(bytes[6]).toBe(2);
    expect(read(bytes).shape.length).toBe(25_000);
  });

  test('is a part of a larger buffer where the tensor is one', () => {
    const whole = Float32Array.of(9, 1, 2, 9);
    expect([
      ...read(encodeNpy({ dtype: 'float32', shape: [2], values: whole.subarray(1, 3) })).values,
    ]).toEqual([1, 2]);
  });
});

describe('files of other programs', () => {
  test.each([1, 2, 3] as const)('version %i', (version) => {
    const tensor = read(file(header('<f4', '(2, 2)'), floats(1, -2, 0.5, 4), version));
    expect(tensor).toEqual({ dtype: 'float32', shape: [2, 2], values: Float32Array.of(1, -2, 0.5, 4) });
  });

  test('headers with other quotes, spaces, order and Python 2 sizes', () => {
    const odd = '{"shape":(2L ,  1L),"fortran_order" : False,"descr":"<f4"}';
    expect(read(file(odd, floats(3, 4))).shape).toEqual([2, 1]);
  });

  test('an offset in a larger buffer, and a pooled Buffer as file reading gives them', () => {
    const bytes = file(header('<f4', '(2,)'), floats(5, 6));
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    for (const given of [shifted.subarray(3), Buffer.from(bytes)]) {
      const { values } = read(given);
      expect([...values]).toEqual([5, 6]);
      given.fill(0);
      expect([...values]).toEqual([5, 6]);
    }
  });

  test.each<[string, string, number[], number[]]>([
    ['>f4', '(1,)', [0x3f, 0x80, 0, 0], [1]],
    ['>i2', '(2,)', [0x01, 0x02, 0xff, 0xfe], [258, -2]],
    ['>f8', '(1,)', [0xc0, 0, 0, 0, 0, 0, 0, 0], [-2]],
    ['>u8', '(1,)', [0, 0, 0, 0, 0, 0, 1, 0], [256]],
    ['>f2', '(1,)', [0x3c, 0x00], [1]],
    ['=i4', '(1,)', [5, 0, 0, 0], [5]],
    ['|u1', '()', [200], [200]],
    ['|b1', '(2,)', [1, 0], [1, 0]],
  ])('type %s', (descr, shape, body, expected) => {
    const tensor = read(file(header(descr, shape), body));
    expect(expected.map((_, at) => numberAt(tensor, at))).toEqual(expected);
  });

  test('big-endian text', () => {
    const letters = [0, 0, 0, 0x41, 0, 1, 0xf6, 0x42, 0, 0, 0, 0, 0, 0, 0, 0];
    expect(read(file(header('>U2', '(2,)'), letters)).values).toEqual(['A🙂', '']);
  });

  test('Fortran order becomes row-major, by the definition', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 4 }), (shape) => {
        const body = Float32Array.from({ length: sizeOf(shape) }, (_, at) => at);
        const text = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
        const tensor = read(file(header('<f4', text, true), new Uint8Array(body.buffer)));
        const expected = indicesOf(shape).map((index) => body[fortranOffset(shape, index)]);
        expect([...tensor.values]).toEqual(expected);
        expect(tensor.shape).toEqual(shape);
      }),
      { seed: 43, numRuns: 150 },
    );
    const words = read(
      file(header('<U1', '(2, 2)', true), new Uint8Array(Uint32Array.of(97, 98, 99, 100).buffer)),
    );
    expect(words.values).toEqual(['a', 'c', 'b', 'd']);
  });
});

describe('is refused with a reason', () => {
  const good = file(header('<f4', '(2,)'), floats(1, 2));

  test('at whatever byte the file was cut', () => {
    for (let length = 0; length < good.length; length++) {
      expect(reasonFor(good.subarray(0, length))).toMatch(/^a\.npy is not an \.npy file this app can read: /);
    }
  });

  test.each<[string, Uint8Array, RegExp]>([
    ['bytes left over', file(header('<f4', '(2,)'), [...floats(1, 2), 0]), /more values than its shape/],
    ['pickled objects', file(header('|O', '(1,)'), [1, 2, 3, 4, 5, 6, 7, 8]), /type \|O/],
    [
      'records',
      file("{'descr': [('x', '<f4')], 'fortran_order': False, 'shape': (1,), }", floats(1)),
      /header/,
    ],
    ['complex numbers', file(header('<c8', '(1,)'), floats(1, 2)), /type <c8/],
    ['dates', file(header('<M8[ns]', '(1,)'), floats(1, 2)), /header|type/],
    ['bytes as text', file(header('|S3', '(1,)'), [65, 66, 67]), /type \|S3/],
    ['no shape', file("{'descr': '<f4', 'fortran_order': False}", floats(1)), /header/],
    ['a negative size', file(header('<f4', '(-1,)'), []), /header/],
    ['a shape no memory holds', file(header('<f4', '(9007199254740993, 9007199254740993)'), []), /cut short/],
    ['any number of texts without letters', file(header('<U0', '(1000000000000,)'), []), /text/],
    ['letters beyond Unicode', file(header('<U1', '(1,)'), [255, 255, 255, 255]), /letters/],
    ['version 4', Uint8Array.from(good).fill(4, 6, 7), /version 4/],
    ['another format', new TextEncoder().encode('PK a zip file, rather'), /start/],
  ])('%s', (_, bytes, reason) => {
    expect(reasonFor(bytes)).toMatch(reason);
  });

  test('random bytes, with and without a good beginning, without ever throwing', () => {
    const begin = fc.constantFrom(0, 6, 8, 10, 40, 60);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), begin, (tail, length) => {
        const result = decodeNpy(Uint8Array.from([...good.subarray(0, length), ...tail]), 'a.npy');
        if (isProblem(result)) expect(describeProblem(result)).not.toMatch(/\{\w+\}/);
        else expect(result.values.length).toBe(sizeOf(result.shape));
      }),
      { seed: 44, numRuns: 400 },
    );
  });
});

test('viewAs gives each type its own array', () => {
  const sizes = Object.entries(bytesEach) as [Numeric, number][];
  for (const [dtype, bytes] of sizes) {
    const values: DtypeArrays[Dtype] = viewAs(dtype, new ArrayBuffer(16));
    expect(values.length, dtype).toBe(16 / bytes);
  }
});

function indicesOf(shape: Shape): number[][] {
  return shape.reduce<number[][]>(
    (before, length) => before.flatMap((index) => Array.from({ length }, (_, at) => [...index, at])),
    [[]],
  );
}

/** The first index runs fastest. */
function fortranOffset(shape: Shape, index: readonly number[]): number {
  return index.reduceRight((offset, at, axis) => offset * shape[axis]! + at, 0);
}

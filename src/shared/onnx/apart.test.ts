/** A model file that comes in pieces is taken apart as it comes, and is the same model put together again. */
import { create } from '@bufbuild/protobuf';
import { ModelProtoSchema, TensorProto_DataType as DataType, TensorProtoSchema } from 'onnx-buf';
import { describe, expect, test } from 'vitest';
import { isProblem, problem } from '../messages/problem';
import { takenApart, type Apart, type NextPiece } from './apart';
import { encodeModelFile } from './model-bytes';
import { graphOf } from './model-parts';
import { modelOf, op, read, value } from './testing';

const large = Float32Array.from({ length: 10_000 }, (_, at) => at);
const rawOf = (numbers: Float32Array<ArrayBuffer>) => new Uint8Array(numbers.buffer);
const weight = (name: string, numbers: Float32Array<ArrayBuffer>) => ({
  ...{ name, dataType: DataType.FLOAT, dims: [BigInt(numbers.length)] },
  rawData: rawOf(numbers),
});
const file = modelOf({
  initializer: [weight('small', Float32Array.of(1, 2)), weight('large', large), weight('last', large)],
  input: [value('x', [10_000])],
  output: [value('y', [10_000])],
  node: [op('Add', ['x', 'large'], ['z']), op('Add', ['z', 'last'], ['y'])],
});

function inPieces(bytes: Uint8Array, size: number): NextPiece {
  let at = 0;
  return () => {
    const piece = bytes.subarray(at, (at += size));
    return Promise.resolve(at - size < bytes.length ? piece : undefined);
  };
}

async function apart(bytes: Uint8Array, size = 4000, of = bytes.length): Promise<Apart> {
  const found = await takenApart(inPieces(bytes, size), of, 'a.onnx');
  if (isProblem(found)) throw new Error(String(found.values.reason ?? found.code));
  return found;
}

test.each([1, 7, 4000, file.length])('in pieces of %d bytes', async (size) => {
  const { bytes, numbers } = await apart(file, size);
  expect(bytes.length).toBeLessThan(1000);
  expect([...numbers.keys()]).toEqual([1, 2]);
  for (const { at, bytes: raw } of numbers.values())
    expect(raw.join()).toBe(file.subarray(at, at + raw.length).join());
  const model = read(bytes);
  for (const [at, { bytes: raw }] of numbers) {
    const found = graphOf(model).initializer[at];
    if (found) found.rawData = raw;
  }
  expect(encodeModelFile(model).join()).toBe(encodeModelFile(read(file)).join());
});

test('what is no model at all is left as it is', async () => {
  const { bytes, numbers } = await apart(new Uint8Array());
  expect([bytes.length, numbers.size]).toEqual([0, 0]);
});

test('of numbers that a weight has twice the last count', async () => {
  const [twice, again] = [weight('w', large), weight('w', Float32Array.of(5))].map((each) =>
    encodeModelFile(create(ModelProtoSchema, { graph: { initializer: [create(TensorProtoSchema, each)] } })),
  );
  // Fields of one message may lie apart: here there are two graphs, with a weight each.
  const { bytes, numbers } = await apart(Uint8Array.from([...(twice ?? []), ...(again ?? [])]));
  expect([...numbers.keys()]).toEqual([0]);
  expect(bytes.length).toBeLessThan(100);
});

describe('is damaged', () => {
  const field = (number: number, length: readonly number[]) => [number * 8 + 2, ...length];
  const most = [0xff, 0xff, 0xff, 0xff, 0x07];
  test.each<[string, readonly number[]]>([
    ['where a graph is longer than the file', field(7, [100, 0])],
    ['where a weight is longer than its graph', [...field(7, [4]), ...field(5, [9]), 0, 0]],
    ['where numbers are said to be 2 GB', [...field(7, [10]), ...field(5, [8]), ...field(9, most), 0, 0]],
    ['where a length never ends', [...field(7, new Array<number>(12).fill(0xff))]],
    ['where it stops within a number', [8, 0x80]],
    ['where a field has the number 0', [2, 0]],
    ['where a field is of no kind', [15, 0]],
  ])('%s', async (_, bytes) => {
    await expect(apart(Uint8Array.from(bytes))).rejects.toThrow(/damaged/);
  });

  test('where less comes than there was', async () => {
    await expect(apart(file.subarray(0, 30_000), 4000, file.length)).rejects.toThrow(/damaged/);
  });
});

test('what keeps it from being read on is said', async () => {
  const gone = problem('file-not-found', { file: 'a.onnx' });
  const pieces = inPieces(file.subarray(0, 8000), 4000);
  const next: NextPiece = async () => (await pieces()) ?? gone;
  expect(await takenApart(next, file.length, 'a.onnx')).toBe(gone);
});

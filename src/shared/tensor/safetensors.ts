/**
 * Safetensors files: a JSON table of names, types and shapes, then the raw little-endian values.
 * Source: https://github.com/huggingface/safetensors#format
 */
import { strToU8 } from 'fflate';
import { fillShown } from '../messages/fill';
import { problem, type Problem } from '../messages/problem';
import { fileReasons } from '../messages/reasons';
import { bodyOf } from './away';
import { readJson } from './json';
import { viewAs } from './npy';
import { joined, type Piece, type Pieces } from './pieces';
import { sizeOf } from './shape';
import type { Dtype, Tensor } from './tensor';

const codes = {
  float16: 'F16',
  float32: 'F32',
  float64: 'F64',
  int8: 'I8',
  int16: 'I16',
  int32: 'I32',
  int64: 'I64',
  uint8: 'U8',
  uint16: 'U16',
  uint32: 'U32',
  uint64: 'U64',
  bool: 'BOOL',
} as const;
type Storable = keyof typeof codes;

const bytesEach: Record<Storable, number> = {
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
};

/** Errors: as `safetensorsPieces`. */
export function encodeSafetensors(tensors: ReadonlyMap<string, Tensor>): Uint8Array<ArrayBuffer> {
  return joined(safetensorsPieces(tensors));
}

/** The table, then each tensor's own bytes. Errors: TypeError for text and 4-bit integers, which the format cannot hold. */
export function safetensorsPieces(tensors: ReadonlyMap<string, Tensor>): Pieces {
  const table: [string, { dtype: string; shape: readonly number[]; data_offsets: [number, number] }][] = [];
  const bodies: Piece[] = [];
  let end = 0;
  for (const [name, tensor] of tensors) {
    if (!isStorable(tensor.dtype)) throw new TypeError(`${name}: ${tensor.dtype} cannot be stored`);
    const body = bodyOf(tensor as Tensor<Storable>);
    const start = end;
    end += body.length;
    bodies.push(body);
    table.push([name, { dtype: codes[tensor.dtype], shape: tensor.shape, data_offsets: [start, end] }]);
  }
  const text = strToU8(JSON.stringify(Object.fromEntries(table)));
  const header = new Uint8Array(8 + Math.ceil(text.length / 8) * 8).fill(0x20);
  new DataView(header.buffer).setBigUint64(0, BigInt(header.length - 8), true);
  header.set(text, 8);
  return [header, ...bodies];
}

/** Every entry is checked against the bytes there are before it is read. */
export function decodeSafetensors(bytes: Uint8Array, file: string): Map<string, Tensor> | Problem {
  const refuse = (reason: string): Problem => problem('file-damaged', { file, reason });
  if (bytes.length < 8) return refuse(fileReasons.cutShort);
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  if (length > BigInt(bytes.length - 8)) return refuse(fileReasons.tableCutShort);
  const bodyStart = 8 + Number(length);
  const read = readJson(bytes.subarray(8, bodyStart), fileReasons.table);
  if ('reason' in read) return refuse(read.reason);
  const table = read.value;
  if (typeof table !== 'object' || table === null || Array.isArray(table))
    return refuse(fileReasons.tableNotJson);
  const body = bytes.subarray(bodyStart);
  const tensors = new Map<string, Tensor>();
  let taken = 0;
  for (const [name, entry] of Object.entries(table)) {
    if (name === '__metadata__') continue;
    const tensor = decodeEntry(entry, body);
    if (typeof tensor === 'string') return refuse(fillShown(fileReasons.inTable, { name, reason: tensor }));
    // Tensors that share bytes would let a small file unpack to any size.
    taken += tensor.values.byteLength;
    if (taken > body.length) return refuse(fillShown(fileReasons.overlaps, { name }));
    tensors.set(name, tensor);
  }
  return tensors;
}

/** A tensor, or what is wrong with its entry. */
function decodeEntry(entry: unknown, body: Uint8Array): Tensor<Storable> | string {
  if (typeof entry !== 'object' || entry === null) return fileReasons.noDescription;
  const { dtype: code, shape, data_offsets: offsets } = entry as Record<string, unknown>;
  const dtype = (Object.keys(codes) as Storable[]).find((key) => codes[key] === code);
  if (!dtype) return fillShown(fileReasons.tensorType, { code: String(code) });
  if (!isSizes(shape) || !isSizes(offsets)) return fileReasons.noShape;
  const [start, end] = offsets;
  if (start === undefined || end === undefined || start > end || end > body.length)
    return fileReasons.outside;
  if (sizeOf(shape) * bytesEach[dtype] !== end - start) return fileReasons.shapeUnfit;
  return { dtype, shape, values: viewAs(dtype, new Uint8Array(body.subarray(start, end)).buffer) };
}

/** Whether the format holds such values: all but text and 4-bit integers. */
export function isStorable(dtype: Dtype): dtype is Storable {
  return dtype in codes;
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}

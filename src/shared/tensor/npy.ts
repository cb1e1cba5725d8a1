/**
 * NumPy's .npy files, to and from tensors.
 * Source: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
import { strFromU8, strToU8 } from 'fflate';
import { fillShown } from '../messages/fill';
import { isProblem, problem, type Problem } from '../messages/problem';
import { fileReasons } from '../messages/reasons';
import { bodyOf } from './away';
import { joined, type Piece, type Pieces } from './pieces';
import { sizeOf, stridesOf, type Shape } from './shape';
import { numberAt, type Dtype, type DtypeArrays, type Tensor } from './tensor';

interface Layout {
  readonly dtype: Exclude<Dtype, 'string' | 'int4' | 'uint4'>;
  readonly bytes: number;
}
const layouts: Readonly<Record<string, Layout>> = {
  f2: { dtype: 'float16', bytes: 2 },
  f4: { dtype: 'float32', bytes: 4 },
  f8: { dtype: 'float64', bytes: 8 },
  i1: { dtype: 'int8', bytes: 1 },
  i2: { dtype: 'int16', bytes: 2 },
  i4: { dtype: 'int32', bytes: 4 },
  i8: { dtype: 'int64', bytes: 8 },
  u1: { dtype: 'uint8', bytes: 1 },
  u2: { dtype: 'uint16', bytes: 2 },
  u4: { dtype: 'uint32', bytes: 4 },
  u8: { dtype: 'uint64', bytes: 8 },
  b1: { dtype: 'bool', bytes: 1 },
};
const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

/** As `npyPieces`, in one. */
export function encodeNpy(tensor: Tensor): Uint8Array<ArrayBuffer> {
  return joined(npyPieces(tensor));
}

/** Little-endian, C order, version 1 (2 when the header is long); 4-bit integers as 8-bit ones, text as `<U`. */
export function npyPieces(tensor: Tensor): Pieces {
  const { descr, body } = encodeBody(tensor);
  const sizes = tensor.shape.join(', ');
  const shape = tensor.shape.length === 1 ? `(${sizes},)` : `(${sizes})`;
  const dictionary = `{'descr': '${descr}', 'fortran_order': False, 'shape': ${shape}, }`;
  const isLong = dictionary.length > 60_000;
  const prefix = isLong ? 12 : 10;
  const padding = 64 - ((prefix + dictionary.length + 1) % 64);
  const text = strToU8(`${dictionary}${' '.repeat(padding)}\n`);
  const header = new Uint8Array(prefix + text.length);
  const view = new DataView(header.buffer);
  header.set([...magic, isLong ? 2 : 1, 0]);
  if (isLong) view.setUint32(8, text.length, true);
  else view.setUint16(8, text.length, true);
  header.set(text, prefix);
  return [header, body];
}

function encodeBody(tensor: Tensor): { descr: string; body: Piece } {
  if (isText(tensor)) return encodeText(tensor.values);
  if (tensor.dtype === 'int4' || tensor.dtype === 'uint4') {
    const size = sizeOf(tensor.shape);
    const body = Uint8Array.from({ length: size }, (_, offset) => numberAt(tensor, offset) & 255);
    return { descr: tensor.dtype === 'int4' ? '|i1' : '|u1', body };
  }
  const [code, layout] = Object.entries(layouts).find(([, { dtype }]) => dtype === tensor.dtype) ?? [
    'u1',
    { bytes: 1 },
  ];
  const body = bodyOf(tensor as Tensor<Layout['dtype']>);
  return { descr: `${layout.bytes === 1 ? '|' : '<'}${code}`, body };
}

function isText(tensor: Tensor): tensor is Tensor<'string'> {
  return tensor.dtype === 'string';
}

function encodeText(values: readonly string[]): { descr: string; body: Uint8Array } {
  const letters = values.map((value) => Array.from(value, (letter) => letter.codePointAt(0) ?? 0));
  const width = letters.reduce((widest, word) => Math.max(widest, word.length), 1);
  const body = new Uint32Array(values.length * width);
  letters.forEach((word, row) => {
    body.set(word, row * width);
  });
  return { descr: `<U${width}`, body: new Uint8Array(body.buffer) };
}

/** Versions 1 to 3; Fortran order and big-endian are converted; pickled objects are refused. */
export function decodeNpy(bytes: Uint8Array, file: string): Tensor | Problem {
  const refuse = (reason: string): Problem => problem('npy-unreadable', { file, reason });
  if (bytes.length < 10 || magic.some((byte, at) => bytes[at] !== byte))
    return refuse(fileReasons.noSuchStart);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = view.getUint8(6);
  if (version < 1 || version > 3) return refuse(fillShown(fileReasons.version, { version }));
  const prefix = version === 1 ? 10 : 12;
  if (bytes.length < prefix) return refuse(fileReasons.cutShort);
  const headerLength = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  const start = prefix + headerLength;
  if (start > bytes.length) return refuse(fileReasons.cutShort);
  const header = parseHeader(strFromU8(bytes.subarray(prefix, start)));
  if (!header) return refuse(fileReasons.header);
  const tensor = decodeBody(bytes.subarray(start), header, refuse);
  return isProblem(tensor) || !header.isFortran ? tensor : toRowMajor(tensor);
}

interface Header {
  readonly order: string;
  readonly code: string;
  readonly width: number;
  readonly isFortran: boolean;
  readonly shape: Shape;
}

function parseHeader(text: string): Header | undefined {
  const descr = /['"]descr['"]\s*:\s*['"]([<>|=]?)([a-zA-Z])(\d*)['"]/.exec(text);
  const order = /['"]fortran_order['"]\s*:\s*(True|False)/.exec(text);
  const shape = /['"]shape['"]\s*:\s*\(([\d\s,L]*)\)/.exec(text);
  if (!descr || !order || !shape) return undefined;
  const sizes = (shape[1] ?? '').match(/\d+/g) ?? [];
  return {
    order: descr[1] ?? '',
    code: (descr[2] ?? '') === '?' ? 'b' : (descr[2] ?? ''),
    width: Number(descr[3] ?? ''),
    isFortran: order[1] === 'True',
    shape: sizes.map(Number),
  };
}

function decodeBody(body: Uint8Array, header: Header, refuse: (reason: string) => Problem): Tensor | Problem {
  const { shape, order } = header;
  const size = sizeOf(shape);
  const isSwapped = order === '>';
  if (header.code === 'U') return decodeText(body, header, refuse);
  const layout = layouts[`${header.code}${header.width}`];
  if (!layout) return refuse(fillShown(fileReasons.type, { order, code: header.code, width: header.width }));
  if (!Number.isSafeInteger(size) || body.length < size * layout.bytes) return refuse(fileReasons.cutShort);
  if (body.length > size * layout.bytes) return refuse(fileReasons.moreValues);
  const aligned = isSwapped || !isOwn(body) ? new Uint8Array(body) : body;
  if (isSwapped) swapBytes(aligned, layout.bytes);
  const { buffer, byteOffset, byteLength } = aligned;
  return { dtype: layout.dtype, shape, values: viewAs(layout.dtype, buffer, byteOffset, byteLength) };
}

/** Whether bytes can be looked at as values where they are: at a place for these, in a buffer that holds little else. */
function isOwn({ buffer, byteOffset, byteLength }: Uint8Array): boolean {
  return byteOffset % 8 === 0 && buffer.byteLength - byteLength < 1024;
}

function decodeText(body: Uint8Array, header: Header, refuse: (reason: string) => Problem): Tensor | Problem {
  const size = sizeOf(header.shape);
  // Without letters the file's length bounds nothing, and a small file could ask for any number of texts.
  if (header.width === 0 && size > 0) return refuse(fileReasons.noLetters);
  if (body.length !== size * header.width * 4) return refuse(fileReasons.cutShortOrTooLong);
  const aligned = new Uint8Array(body);
  if (header.order === '>') swapBytes(aligned, 4);
  const letters = new Uint32Array(aligned.buffer);
  if (letters.some((letter) => letter > 0x10ffff)) return refuse(fileReasons.wrongLetters);
  const values = Array.from({ length: size }, (_, row) => {
    const padded = letters.subarray(row * header.width, (row + 1) * header.width);
    const word = padded.subarray(0, padded.findLastIndex((letter) => letter !== 0) + 1);
    return Array.from(word, (letter) => String.fromCodePoint(letter)).join('');
  });
  return { dtype: 'string', shape: header.shape, values };
}

function swapBytes(bytes: Uint8Array, width: number): void {
  for (let at = 0; at < bytes.length; at += width) bytes.subarray(at, at + width).reverse();
}

/** Reads the bytes of a buffer as values of a type. */
export function viewAs<D extends Exclude<Dtype, 'string'>>(
  dtype: D,
  buffer: ArrayBufferLike,
  start = 0,
  bytes = buffer.byteLength,
): DtypeArrays[D] {
  type View<T> = {
    new (buffer: ArrayBufferLike, start: number, length: number): T;
    BYTES_PER_ELEMENT: number;
  };
  const views: { [K in Exclude<Dtype, 'string'>]: View<DtypeArrays[K]> } = {
    float16: Uint16Array,
    float32: Float32Array,
    float64: Float64Array,
    int8: Int8Array,
    int16: Int16Array,
    int32: Int32Array,
    int64: BigInt64Array,
    uint8: Uint8Array,
    uint16: Uint16Array,
    uint32: Uint32Array,
    uint64: BigUint64Array,
    bool: Uint8Array,
    int4: Uint8Array,
    uint4: Uint8Array,
  };
  const view = views[dtype];
  return new view(buffer, start, bytes / view.BYTES_PER_ELEMENT);
}

/** The same tensor with its last index running fastest. */
function toRowMajor(tensor: Tensor): Tensor {
  const rowStrides = stridesOf(tensor.shape);
  const columnStrides = [...stridesOf([...tensor.shape].reverse())].reverse();
  const values = tensor.values.slice();
  for (let offset = 0; offset < values.length; offset++) {
    const from = rowStrides.reduce(
      (sum, stride, axis) =>
        sum + (Math.floor(offset / stride) % (tensor.shape[axis] ?? 1)) * (columnStrides[axis] ?? 1),
      0,
    );
    const value = tensor.values[from];
    if (value !== undefined) values[offset] = value;
  }
  return { ...tensor, values };
}

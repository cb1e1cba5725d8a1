/**
 * What a file is that is neither an ONNX model nor a network of this app, by its first bytes; by its name only where
 * bytes say nothing. Nothing is unpacked or loaded for it.
 */
import { strFromU8 } from 'fflate';
import { formatNames, thingNames } from '../messages/other-files';
import { problem, type Problem } from '../messages/problem';
import { formatCount } from '../tensor/number-format';
import { isZip } from '../tensor/unzip';
import type { FileStart } from './file-start';
import { whatZipIs } from './in-zip';
import { startOfModel } from './model-start';
import { inPython, whatPickleIs } from './pickles';
import { whatTextIs } from './text-files';

/** Whether a file is read as a network of this app, or else as a model. */
export function isNetwork(bytes: Uint8Array, name: string): boolean {
  return isZip(bytes) || /\.loom$/i.test(name);
}

/** Undefined where it begins as what can be opened does, and where nothing tells what it is. */
export function whatItIs(start: FileStart): Problem | undefined {
  const { file, name, head, size } = start;
  if (head.length === 0) return undefined;
  const model = startOfModel(head, size);
  if (model?.wanted !== undefined) {
    return problem('is-cut-short', { file, there: formatCount(size), whole: formatCount(model.wanted) });
  }
  if (model) return /\.loom$/i.test(name) ? problem('is-onnx-model', { file }) : undefined;
  if (head.every((byte) => byte === 0)) return problem('is-zeros', { file });
  const text = strFromU8(head, true);
  if (isZip(head)) return whatZipIs(start, text);
  return (
    whatPickleIs(start, text) ?? whatBinaryIs(start, text) ?? whatTextIs(start) ?? whatItsNameSays(start)
  );
}

/** The same for a folder, by the names of what lies in it. */
export function whatFolderIs(file: string, names: readonly string[]): Problem | undefined {
  const has = (name: string) => names.includes(name);
  if (has('document.json')) return undefined;
  if (has('saved_model.pb')) return problem('is-saved-model', { file });
  const isCoreMl = has('Manifest.json') && has('Data');
  return isCoreMl ? problem('is-other-model', { file, format: formatNames.coreMl }) : undefined;
}

/** A number of protobuf, and one whose bytes are told by a length. */
const varint = '[\\x80-\\xff]*[\\x00-\\x7f]';
const protobuf = {
  savedModel: new RegExp(`^\\x08\\x01\\x12${varint}\\n`),
  coreMl: new RegExp(`^\\x08${varint}\\x12${varint}\\n`),
  graphDef: new RegExp(`^\\n${varint}\\n[^]{1,300}?\\x12${varint}[A-Z]\\w+`),
  tensor: new RegExp(`^(\\x08${varint})*\\x10[\\x01-\\x1e]["*:BJ]`),
};

/** How formats begin. */
const packed: readonly (readonly [RegExp, string])[] = [
  [/^\x1f\x8b/, 'gzip'],
  [/^7z\xbc\xaf'\x1c/, '7z'],
  [/^\xfd7zXZ\0/, 'xz'],
  [/^BZh[1-9]1AY/, 'bzip2'],
  [/^\(\xb5\/\xfd/, 'zstd'],
  [/^Rar!\x1a/, 'rar'],
  [/^[^]{257}ustar/, 'tar'],
];
const models: readonly (readonly [RegExp, string])[] = [
  [/^GGUF/, formatNames.gguf],
  [/^[^]{4}TFL3/, formatNames.tfLite],
  [/^[^]{4}ORTM/, formatNames.ort],
  [/^[^]{4}ET1[12]/, formatNames.executorch],
  [protobuf.graphDef, formatNames.graphDef],
];
const things: readonly (readonly [RegExp, string])[] = [
  [/^%PDF/, thingNames.document],
  [/^\x89PNG|^\xff\xd8\xff|^GIF8[79]a|^BM[^]{4}\0{4}|^II\*\0|^MM\0\*|^RIFF[^]{4}WEBP/, thingNames.picture],
  [/^RIFF[^]{4}(WAVE|AVI)|^[^]{4}ftyp|^OggS|^ID3[\x02-\x04]/, thingNames.media],
];

function whatBinaryIs({ file, name, head, size }: FileStart, text: string): Problem | undefined {
  const among = (list: typeof models) => list.find(([begins]) => begins.test(text))?.[1];
  const source = inPython(name);
  if (text.startsWith('\u0089HDF')) return problem('is-hdf5', { file, source });
  if (isSafetensors(head, size)) return problem('is-safetensors', { file });
  if (text.startsWith('\u0093NUMPY')) return problem('is-numbers', { file, thing: thingNames.array });
  if (protobuf.savedModel.test(text) && !/\.mlmodel$/i.test(name)) return problem('is-saved-model', { file });
  if (protobuf.coreMl.test(text)) return problem('is-other-model', { file, format: formatNames.coreMl });
  if (protobuf.tensor.test(text)) return problem('is-onnx-tensor', { file });
  const format = among(models);
  if (format !== undefined) return problem('is-other-model', { file, format });
  const packing = among(packed);
  if (packing !== undefined) return problem('is-packed', { file, format: packing });
  const thing = among(things);
  return thing === undefined ? undefined : problem('is-other-thing', { file, thing });
}

/** The length of a table, which is JSON, and the table. */
function isSafetensors(head: Uint8Array, size: number): boolean {
  if (head.length < 10 || head[8] !== 0x7b) return false;
  const length = new DataView(head.buffer, head.byteOffset).getBigUint64(0, true);
  return length >= 2n && length <= BigInt(size) - 8n && (head[9] === 0x22 || head[9] === 0x7d);
}

/** Raw numbers begin with anything. */
function whatItsNameSays({ file, name }: FileStart): Problem | undefined {
  return /\.onnx[._](data|weights?)$/i.test(name) ? problem('is-onnx-weights', { file }) : undefined;
}

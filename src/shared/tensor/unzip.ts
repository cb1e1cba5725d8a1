/**
 * Zip and gzip files, unfolded with suspicion: what they say of themselves is asked before anything is unfolded, and
 * what comes out is held against it.
 * Source: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 */
import { Gunzip, Inflate, strFromU8 } from 'fflate';
import { fillShown } from '../messages/fill';
import type { Problem } from '../messages/problem';
import { fileReasons } from '../messages/reasons';
import { isDamage } from './damage';
import { entryLimit, tooLarge, unfoldedLimit } from './file-limits';

export type Files = ReadonlyMap<string, Uint8Array<ArrayBuffer>>;

interface Entry {
  readonly name: string;
  readonly isEncrypted: boolean;
  /** 0 as it is, 8 deflated. */
  readonly method: number;
  readonly checksum: number;
  readonly packed: number;
  readonly size: number;
  /** Where its own header is. */
  readonly start: number;
}

const signatures = { entry: 0x02014b50, local: 0x04034b50, end: 0x06054b50 };
const endLength = 22;
/** The end may be followed by a comment of this length. */
const commentLimit = 0xffff;
/** No deflated byte stands for more. */
const largestRatio = 1032;
/** Bytes that are unfolded at once: what comes out of them is looked at before there is more. */
const pieceSize = 65_536;

export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b;
}

/** The files that are wanted, by name. Errors: `refuse` with what is wrong, or that it is too large. */
export function unzip(
  bytes: Uint8Array,
  file: string,
  refuse: (reason: string) => Problem,
  isWanted: (name: string) => boolean = () => true,
): Files | Problem {
  const entries = entriesOf(bytes);
  if (typeof entries === 'string') return refuse(entries);
  const wanted = entries.filter(({ name }) => !name.endsWith('/') && isWanted(name));
  const size = wanted.reduce((sum, entry) => sum + entry.size, 0);
  const large = tooLarge(file, size, unfoldedLimit);
  if (large) return large;
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  for (const entry of wanted) {
    const { name } = entry;
    if (/^[\\/]|^\w:|(^|[\\/])\.\.([\\/]|$)/.test(name))
      return refuse(fillShown(fileReasons.entryOutside, { name }));
    if (files.has(name)) return refuse(fillShown(fileReasons.entryTwice, { name }));
    const content = contentOf(entry, bytes);
    if (typeof content === 'string') return refuse(content);
    files.set(name, content);
  }
  return files;
}

/** What a gzip file holds; undefined where it is damaged or more than `limit`. */
export function gunzip(bytes: Uint8Array, limit: number): Uint8Array<ArrayBuffer> | undefined {
  if (bytes.length < 18) return undefined;
  // It ends with the size of what it holds.
  const size = viewOf(bytes).getUint32(bytes.length - 4, true);
  if (size > Math.min(limit, bytes.length * largestRatio)) return undefined;
  return unfold(new Gunzip(), bytes, size);
}

/** From the directory at the end, or why there is none to be read. */
function entriesOf(bytes: Uint8Array): readonly Entry[] | string {
  const view = viewOf(bytes);
  const end = endOf(view);
  if (end === undefined) return fileReasons.zipCutShort;
  const count = view.getUint16(end + 10, true);
  const start = view.getUint32(end + 16, true);
  if (count === 0xffff || start === 0xffffffff) return fileReasons.zip64;
  if (count > entryLimit) return fillShown(fileReasons.entries, { count, limit: entryLimit });
  const entries: Entry[] = [];
  let at = start;
  for (let read = 0; read < count; read++) {
    if (at + 46 > end || view.getUint32(at, true) !== signatures.entry) return fileReasons.cutShortOrChanged;
    const isUtf8 = (view.getUint16(at + 8, true) & 0x800) !== 0;
    const named = at + 46 + view.getUint16(at + 28, true);
    entries.push({
      name: strFromU8(bytes.subarray(at + 46, named), !isUtf8),
      isEncrypted: (view.getUint16(at + 8, true) & 1) !== 0,
      method: view.getUint16(at + 10, true),
      checksum: view.getUint32(at + 16, true),
      packed: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      start: view.getUint32(at + 42, true),
    });
    at = named + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return entries;
}

/** Where the end of the directory is; whatever comes behind it is passed over. */
function endOf(view: DataView): number | undefined {
  const last = view.byteLength - endLength;
  for (let at = last; at >= Math.max(0, last - commentLimit); at--) {
    if (view.getUint32(at, true) === signatures.end) return at;
  }
  return undefined;
}

/** What an entry holds, or why it cannot be had. */
function contentOf(entry: Entry, bytes: Uint8Array): Uint8Array<ArrayBuffer> | string {
  const { name, method, packed, size, start } = entry;
  if (entry.isEncrypted) return fillShown(fileReasons.entryEncrypted, { name });
  if (method !== 0 && method !== 8) return fillShown(fileReasons.entryMethod, { name, method });
  const changed = fillShown(fileReasons.entryChanged, { name });
  const view = viewOf(bytes);
  if (start + 30 > bytes.length || view.getUint32(start, true) !== signatures.local) return changed;
  const from = start + 30 + view.getUint16(start + 26, true) + view.getUint16(start + 28, true);
  if (from + packed > bytes.length) return changed;
  const body = bytes.subarray(from, from + packed);
  const isCredible = method === 0 ? size === packed : size <= packed * largestRatio;
  const content = !isCredible
    ? undefined
    : method === 0
      ? new Uint8Array(body)
      : unfold(new Inflate(), body, size);
  return content && checksumOf(content) === entry.checksum ? content : changed;
}

/** Undefined where other than `size` bytes come out; no more than a piece beyond is ever unfolded. */
function unfold(
  stream: Inflate | Gunzip,
  body: Uint8Array,
  size: number,
): Uint8Array<ArrayBuffer> | undefined {
  const content = new Uint8Array(size);
  let filled = 0;
  stream.ondata = (piece) => {
    content.set(piece, filled);
    filled += piece.length;
  };
  try {
    for (let at = 0; at < body.length; at += pieceSize) {
      stream.push(body.subarray(at, at + pieceSize), at + pieceSize >= body.length);
    }
  } catch (error) {
    if (!isDamage(error)) throw error;
    return undefined;
  }
  return filled === size ? content : undefined;
}

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? 0xedb88320 ^ (rest >>> 1) : rest >>> 1;
  return rest;
});

/** CRC-32. */
function checksumOf(bytes: Uint8Array): number {
  let rest = 0xffffffff;
  for (let at = 0; at < bytes.length; at++) {
    rest = (table[(rest ^ (bytes[at] ?? 0)) & 0xff] ?? 0) ^ (rest >>> 8);
  }
  return (rest ^ 0xffffffff) >>> 0;
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}

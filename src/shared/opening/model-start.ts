/**
 * Whether bytes begin as an ONNX model does. Numbers of fields: ModelProto in
 * https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
 */

/** Fields that hold a number, and fields of so many bytes. */
export const numberFields: ReadonlySet<number> = new Set([1, 5]);
export const bytesFields: ReadonlySet<number> = new Set([2, 3, 4, 6, 7, 8, 14, 20, 25, 26]);

/** What wrote it and in which version: text, where other formats keep messages. */
const nameFields: ReadonlySet<number> = new Set([2, 3, 4]);
const versionField = 1;
const graphField = 7;

const wire = { number: 0, bytes: 2 } as const;
const eighthBit = 128;
/** As much as a message can be. */
const mostBytes = 2 ** 31;

export interface ModelStart {
  /** Bytes there would be if it were whole, where that is more than there are. */
  readonly wanted?: number;
}

/** Undefined where they do not. `size` is that of the whole file. */
export function startOfModel(head: Uint8Array, size: number): ModelStart | undefined {
  let at = 0;
  let knowsVersion = false;
  let hasGraph = false;
  while (at < head.length) {
    const tag = varint();
    const field = Math.floor(tag / 8);
    if (tag % 8 === wire.number && numberFields.has(field)) {
      varint();
      knowsVersion ||= field === versionField;
    } else if (tag % 8 === wire.bytes && bytesFields.has(field)) {
      const length = varint();
      if (nameFields.has(field) && !isName(head.subarray(at, at + Math.min(length, 64)))) return undefined;
      hasGraph ||= field === graphField;
      at += length;
      if (at > size) return knowsVersion && at < mostBytes ? { wanted: at } : undefined;
    } else return undefined;
  }
  return knowsVersion || hasGraph ? {} : undefined;

  function varint(): number {
    let value = 0;
    for (let factor = 1; at < head.length; factor *= eighthBit) {
      const byte = head[at++] ?? 0;
      value += (byte % eighthBit) * factor;
      if (byte < eighthBit) break;
    }
    return value;
  }
}

function isName(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte >= 0x20);
}

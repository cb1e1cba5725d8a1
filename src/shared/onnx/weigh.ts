/**
 * How much memory a model file becomes, before it is read: a list of numbers or of empty nodes takes up to 500 times
 * the bytes it has in the file. Source: https://protobuf.dev/programming-guides/encoding/
 */
import { ScalarType, type DescField, type DescMessage } from '@bufbuild/protobuf';
import { ModelProtoSchema } from 'onnx-buf';
import { depthLimit } from '../tensor/file-limits';

/** Bytes an object takes, a number in a list, and one of 64 bits. */
const objectCost = 400;
const numberCost = 16;
const longCost = 48;

const wire = { varint: 0, eight: 1, bytes: 2, four: 5 } as const;

/** Infinity where messages lie too deep in one another; what is no model at all is left for reading it to find. */
export function weighModel(bytes: Uint8Array): number {
  return weigh(bytes, ModelProtoSchema, 0);
}

const known = new WeakMap<DescMessage, ReadonlyMap<number, DescField>>();

function fieldsOf(message: DescMessage): ReadonlyMap<number, DescField> {
  const fields = known.get(message) ?? new Map(message.fields.map((field) => [field.number, field]));
  known.set(message, fields);
  return fields;
}

function weigh(bytes: Uint8Array, message: DescMessage, depth: number): number {
  if (depth > depthLimit) return Infinity;
  const fields = fieldsOf(message);
  let cost = objectCost;
  let at = 0;
  while (at < bytes.length) {
    const tag = varint();
    // No field has the number 0.
    if (tag < 8) return cost;
    const field = fields.get(Math.floor(tag / 8));
    switch (tag % 8) {
      case wire.varint:
        varint();
        cost += isLong(field) ? longCost : numberCost;
        break;
      case wire.eight:
        at += 8;
        cost += longCost;
        break;
      case wire.four:
        at += 4;
        cost += numberCost;
        break;
      case wire.bytes: {
        const length = varint();
        const body = bytes.subarray(at, at + length);
        at += length;
        cost += costOf(body, field, depth);
        break;
      }
      default:
        return cost;
    }
  }
  return cost;

  /** Any length beyond what a number holds exactly leads out of the file as well. */
  function varint(): number {
    let value = 0;
    for (let factor = 1; at < bytes.length; factor *= 128) {
      const byte = bytes[at++] ?? 0;
      value += (byte & 127) * factor;
      if (byte < 128) break;
    }
    return value;
  }
}

/** Raw numbers are looked at where they are; everything else becomes values of its own. */
function costOf(body: Uint8Array, field: DescField | undefined, depth: number): number {
  if (field?.message) return weigh(body, field.message, depth + 1);
  const type = field?.fieldKind === 'list' ? field.scalar : undefined;
  if (type === undefined || type === ScalarType.STRING || type === ScalarType.BYTES) {
    return objectCost / 4 + (field?.scalar === ScalarType.STRING ? body.length : 0);
  }
  if (type === ScalarType.FLOAT) return (body.length / 4) * numberCost;
  if (type === ScalarType.DOUBLE) return (body.length / 8) * numberCost;
  let count = 0;
  for (const byte of body) if (byte < 128) count++;
  return count * (isLong(field) ? longCost : numberCost);
}

function isLong(field: DescField | undefined): boolean {
  const type = field?.scalar;
  return type === ScalarType.INT64 || type === ScalarType.UINT64;
}

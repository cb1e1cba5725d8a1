/**
 * A model file as it comes, taken apart: the raw numbers of large weights go into memory of their own, where they stay, and
 * what is left is a small model. Nothing is in memory twice.
 * Source: https://protobuf.dev/programming-guides/encoding/
 */
import { GraphProtoSchema, ModelProtoSchema, TensorProtoSchema } from 'onnx-buf';
import { isProblem, problem, type Problem } from '../messages/problem';
import { fileReasons } from '../messages/reasons';
import { fileLimit, tooLarge } from '../tensor/file-limits';
import { largeFrom } from './lent';
import { Room } from '../tensor/room';

export interface RawNumbers {
  /** Where they begin in the file. */
  readonly at: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export interface Apart {
  /** The model without them. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Of weights of the main graph, by their place among them. */
  readonly numbers: ReadonlyMap<number, RawNumbers>;
}

/** Asked for the next piece of a file; undefined at its end. Errors: what keeps it from being read on. */
export type NextPiece = () => Promise<Uint8Array | Problem | undefined>;

/** What is looked into, and which of its fields. */
type Level = 'model' | 'graph' | 'weight';
const fields: Readonly<Record<Level, number>> = {
  model: ModelProtoSchema.field.graph.number,
  graph: GraphProtoSchema.field.initializer.number,
  weight: TensorProtoSchema.field.rawData.number,
};

const wire = { varint: 0, eight: 1, bytes: 2, four: 5 } as const;

/** `size` is that of the whole file. Errors: what keeps it from being a model, or from being read. */
export async function takenApart(next: NextPiece, size: number, file: string): Promise<Apart | Problem> {
  const incoming = new Incoming(next);
  const numbers = new Map<number, RawNumbers>();
  const damaged = problem('model-unreadable', { file, reason: fileReasons.damaged });
  let weights = 0;
  const whole = await within('model', size);
  if (incoming.fault) return incoming.fault;
  return isProblem(whole) ? whole : { bytes: whole.joined(), numbers };

  /** The message that ends there, without large numbers. */
  async function within(level: Level, end: number): Promise<Room | Problem> {
    const room = new Room(0);
    while (incoming.at < end) {
      const tag = await incoming.varint();
      // No field has the number 0.
      if (!(tag >= 8)) return damaged;
      const found =
        tag % 8 === wire.bytes && Math.floor(tag / 8) === fields[level]
          ? await special(level, tag, end, room)
          : await passed(tag, end, room);
      if (!found) return damaged;
      if (isProblem(found)) return found;
      const large = tooLarge(file, room.length, fileLimit);
      if (large) return large;
    }
    return incoming.at === end ? room : damaged;
  }

  /** The field that is looked into. */
  async function special(level: Level, tag: number, end: number, room: Room): Promise<Problem | boolean> {
    const length = await incoming.varint();
    if (!(length <= end - incoming.at)) return false;
    if (level === 'weight') {
      const { at } = incoming;
      const bytes = length < largeFrom ? undefined : new Uint8Array(length);
      // The last of several counts.
      if (bytes) numbers.set(weights, { at, bytes });
      else numbers.delete(weights);
      if (bytes) return incoming.fill(bytes);
      room.push([...varint(tag), ...varint(length)]);
      return incoming.pass(length, room);
    }
    const inner = await within(level === 'model' ? 'graph' : 'weight', incoming.at + length);
    if (isProblem(inner)) return inner;
    if (level === 'graph') weights++;
    room.push([...varint(tag), ...varint(inner.length)]);
    room.push(inner.joined());
    return true;
  }

  async function passed(tag: number, end: number, room: Room): Promise<boolean> {
    room.push(varint(tag));
    switch (tag % 8) {
      case wire.varint:
        return incoming.passVarint(room);
      case wire.eight:
        return incoming.pass(8, room);
      case wire.four:
        return incoming.pass(4, room);
      case wire.bytes: {
        const length = await incoming.varint();
        if (!(length <= end - incoming.at)) return false;
        room.push(varint(length));
        return incoming.pass(length, room);
      }
      default:
        return false;
    }
  }
}

/** The most that a number of 64 bits takes. */
const varintBytes = 10;

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return [...bytes, rest];
}

/** Whatever is asked of it that goes beyond the end is not there. */
class Incoming {
  readonly #next: NextPiece;
  #piece: Uint8Array = new Uint8Array();
  #read = 0;
  /** Bytes that were read so far. */
  at = 0;
  /** What keeps it from being read on. */
  fault: Problem | undefined;

  constructor(next: NextPiece) {
    this.#next = next;
  }

  /** Beyond what a number holds exactly it is rounded. Errors: NaN. */
  async varint(): Promise<number> {
    let value = 0;
    for (let at = 0; at < varintBytes; at++) {
      if (this.#read === this.#piece.length && !(await this.#more())) return Number.NaN;
      const byte = this.#byte();
      value += (byte % 128) * 128 ** at;
      if (byte < 128) return value;
    }
    return Number.NaN;
  }

  async passVarint(room: Room): Promise<boolean> {
    for (let at = 0; at < varintBytes; at++) {
      if (this.#read === this.#piece.length && !(await this.#more())) return false;
      const byte = this.#byte();
      room.push([byte]);
      if (byte < 128) return true;
    }
    return false;
  }

  async pass(length: number, room: Room): Promise<boolean> {
    return this.#take(length, (piece) => {
      room.push(piece);
    });
  }

  async fill(bytes: Uint8Array): Promise<boolean> {
    let filled = 0;
    return this.#take(bytes.length, (piece) => {
      bytes.set(piece, filled);
      filled += piece.length;
    });
  }

  async #take(length: number, use: (piece: Uint8Array) => void): Promise<boolean> {
    for (let left = length; left > 0;) {
      if (this.#read === this.#piece.length && !(await this.#more())) return false;
      const piece = this.#piece.subarray(this.#read, this.#read + left);
      use(piece);
      this.#read += piece.length;
      this.at += piece.length;
      left -= piece.length;
    }
    return true;
  }

  #byte(): number {
    this.at++;
    return this.#piece[this.#read++] ?? 0;
  }

  async #more(): Promise<boolean> {
    const piece = await this.#next();
    if (isProblem(piece)) this.fault = piece;
    if (!piece || isProblem(piece)) return false;
    this.#piece = piece;
    this.#read = 0;
    return piece.length > 0 || this.#more();
  }
}

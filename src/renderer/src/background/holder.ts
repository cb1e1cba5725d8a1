/**
 * The window's end: sends a worker what it does not hold yet, with a pause after each piece in which the window lives, and
 * brings it numbers that stay here a stretch at a time.
 */
import { pieceSize } from '#shared/contract/bytes';
import type { DataPlan } from '#shared/data/plan';
import type { ArraysSource, TableSource } from '#shared/data/source';
import type { Document, FloatTensor, NodeId } from '#shared/document/document';
import { changesBetween, originOf, sliceOf } from '#shared/tensor/paged';
import { sizeOf } from '#shared/tensor/shape';
import { bytesOf, isFloat, type Dtype, type Tensor } from '#shared/tensor/tensor';
import type { HoldMessage, Key, Outline, SourceOutline, Stretch } from './outline';

type Send = (message: HoldMessage, transfer: Transferable[]) => void;

/** Letters and words a message carries at most. */
const textPiece = 1_000_000;
const wordPiece = 20_000;
/** Larger ones of these types stay here: a network's weights are in memory once. Nothing but a run reads them. */
const heldSize = 32_768;
const runTypes = ['float16', 'float32', 'float64', 'int8', 'uint8'] as const satisfies readonly Dtype[];

export class Holder {
  readonly #send: Send;
  /** Of what the worker knows; a document that is gone is not kept for them. */
  #keys = new WeakMap<object, Key>();
  #used = new WeakMap<object, Key>();
  /** Large ones that it was told of last, by what others may share with them. */
  readonly #latest = new WeakMap<FloatTensor, WeakRef<FloatTensor>>();
  /** Those that the outline names, until it is done with. */
  #own = new Map<Key, Tensor>();
  #lastKey = 0;
  /** Bytes sent since the last pause. */
  #sent = 0;

  constructor(send: Send) {
    this.#send = send;
  }

  /** Once it resolves the worker holds all that the outline names, and the outline is to be sent next. One at a time. */
  async outline(document: Document): Promise<Outline> {
    const { parameters, constants, inputs, data, ...rest } = document;
    this.#used = new WeakMap();
    const outline: Outline = {
      ...rest,
      parameters: await this.#ofNodes(parameters),
      ...(constants && { constants: await this.#ofNodes(constants) }),
      inputs: await this.#tensors(inputs),
      ...(data && { data: await this.#plan(data) }),
    };
    this.#keys = this.#used;
    return outline;
  }

  /** What was to be done with the outline is done. */
  rest(): void {
    this.#own = new Map();
  }

  /** Of one that the outline names; undefined for any other. */
  bring(key: Key, { at, length }: Stretch): Uint8Array<ArrayBuffer> | undefined {
    const tensor = this.#own.get(key);
    return tensor && bytesFrom(tensor, at, at + length);
  }

  async #ofNodes(
    nodes: Readonly<Record<NodeId, Readonly<Record<string, Tensor>>>>,
  ): Promise<Record<NodeId, Record<string, Key>>> {
    const keys: Record<NodeId, Record<string, Key>> = {};
    for (const [node, tensors] of Object.entries(nodes)) keys[node] = await this.#tensors(tensors);
    return keys;
  }

  async #tensors(tensors: Readonly<Record<string, Tensor>>): Promise<Record<string, Key>> {
    const keys: Record<string, Key> = {};
    for (const [name, tensor] of Object.entries(tensors)) keys[name] = await this.#tensor(tensor);
    return keys;
  }

  async #plan({ source, ...plan }: DataPlan): Promise<NonNullable<Outline['data']>> {
    switch (source.kind) {
      case 'toy':
        return { ...plan, source };
      case 'bundled':
        return { ...plan, source: { kind: source.kind, id: source.id } };
      case 'table':
        return { ...plan, source: await this.#table(source) };
      case 'arrays':
        return { ...plan, source: await this.#arrays(source) };
    }
  }

  #table(table: TableSource): Promise<Key> {
    const { text, ...source } = table;
    return this.#once(table, async (key) => {
      this.#post({ kind: 'source', key, source });
      for (let at = 0; at < text.length; at += textPiece) {
        this.#post({ kind: 'text', key, text: text.slice(at, at + textPiece) });
        await this.#pauseAfter(textPiece);
      }
    });
  }

  async #arrays(arrays: ArraysSource): Promise<Key> {
    const { features, targets, ...rest } = arrays;
    const source: SourceOutline = {
      ...rest,
      features: await this.#rows(features),
      targets: await this.#rows(targets),
    };
    return this.#once(arrays, (key) => {
      this.#post({ kind: 'source', key, source });
    });
  }

  async #tensor(tensor: Tensor): Promise<Key> {
    const { shape } = tensor;
    const dtype = runTypes.find((each) => each === tensor.dtype);
    if (!dtype || bytesOf(dtype, sizeOf(shape)) <= heldSize)
      return this.#once(tensor, (key) => this.#hand(key, tensor));
    const named = await this.#once(tensor, (key) => {
      const like = isFloat(tensor) ? this.#like(tensor) : undefined;
      this.#post({ kind: 'away', key, dtype, shape: [...shape], ...(like && { like }) });
    });
    this.#own.set(named, tensor);
    return named;
  }

  /** One that the worker knows, and where the tensor is another. */
  #like(tensor: FloatTensor): { readonly key: Key; readonly but: readonly Stretch[] } | undefined {
    const before = this.#latest.get(originOf(tensor))?.deref();
    this.#latest.set(originOf(tensor), new WeakRef(tensor));
    const key = before && (this.#used.get(before) ?? this.#keys.get(before));
    const changes = before && changesBetween(before, tensor);
    if (key === undefined || !changes) return undefined;
    const but = changes.map(({ at, values: { BYTES_PER_ELEMENT: size, byteLength: length } }) => ({
      ...{ at: at * size, length },
    }));
    return { key, but };
  }

  /** Rows are squeezed by the worker, and so all of them are there. */
  #rows(tensor: Tensor): Promise<Key> {
    const known = rowsAs.get(tensor) ?? {};
    rowsAs.set(tensor, known);
    return this.#once(known, (key) => this.#hand(key, tensor));
  }

  async #hand(key: Key, tensor: Tensor): Promise<void> {
    const { dtype, shape } = tensor;
    if (dtype === 'string') {
      const { values } = tensor as Tensor<'string'>;
      this.#post({ kind: 'tensor', key, dtype, shape: [...shape], size: 0 });
      for (let at = 0; at < values.length; at += wordPiece) {
        this.#post({ kind: 'words', key, words: values.slice(at, at + wordPiece) });
        await this.#pauseAfter(pieceSize);
      }
      return;
    }
    const size = bytesOf(dtype, sizeOf(shape));
    this.#post({ kind: 'tensor', key, dtype, shape: [...shape], size });
    for (let at = 0; at < size; at += pieceSize) {
      const bytes = bytesFrom(tensor, at, Math.min(size, at + pieceSize));
      this.#post({ kind: 'numbers', key, at, bytes }, [bytes.buffer]);
      await this.#pauseAfter(bytes.length);
    }
  }

  async #once(value: object, send: (key: Key) => void | Promise<void>): Promise<Key> {
    const known = this.#used.get(value) ?? this.#keys.get(value);
    const key = known ?? ++this.#lastKey;
    this.#used.set(value, key);
    if (known === undefined) await send(key);
    return key;
  }

  #post(message: HoldMessage, transfer: Transferable[] = []): void {
    this.#send(message, transfer);
  }

  async #pauseAfter(bytes: number): Promise<void> {
    this.#sent += bytes;
    if (this.#sent < pieceSize) return;
    this.#sent = 0;
    await nextTurn();
  }
}

/** What rows are known by, which may be numbers of the network as well. */
const rowsAs = new WeakMap<Tensor, object>();

/** A copy of some bytes of a tensor. Of a large one `values` are not asked for: they would be put together. */
function bytesFrom(tensor: Tensor, from: number, to: number): Uint8Array<ArrayBuffer> {
  if (isFloat(tensor)) {
    const { BYTES_PER_ELEMENT: size } = Float32Array;
    return new Uint8Array(sliceOf(tensor, from / size, to / size).buffer);
  }
  const { buffer, byteOffset } = tensor.values as Exclude<Tensor['values'], string[]>;
  return new Uint8Array(buffer, byteOffset + from, to - from).slice();
}

/** After whatever waits for the window's thread; timers of a window nobody looks at would come late. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

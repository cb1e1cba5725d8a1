/** The window's end: sends a worker what it does not hold yet, with a pause after each piece in which the window lives. */
import { pieceSize } from '#shared/contract/bytes';
import type { DataPlan } from '#shared/data/plan';
import type { ArraysSource, TableSource } from '#shared/data/source';
import type { Document, FloatTensor, NodeId } from '#shared/document/document';
import { changesBetween, originOf, sliceOf } from '#shared/tensor/paged';
import { sizeOf } from '#shared/tensor/shape';
import { isFloat, type Tensor } from '#shared/tensor/tensor';
import type { HoldMessage, Key, Outline, SourceOutline } from './outline';

type Send = (message: HoldMessage, transfer: Transferable[]) => void;

/** Letters and words a message carries at most. */
const textPiece = 1_000_000;
const wordPiece = 20_000;

export class Holder {
  readonly #send: Send;
  /** Of what the worker holds. */
  #keys = new Map<object, Key>();
  #used = new Map<object, Key>();
  /** Tensors the worker holds that are wanted no more, by what others may share with them. */
  #free = new Map<FloatTensor, FloatTensor>();
  #lastKey = 0;
  /** Bytes sent since the last pause. */
  #sent = 0;

  constructor(send: Send) {
    this.#send = send;
  }

  /** Once it resolves the worker holds all that the outline names, and the outline is to be sent next. One at a time. */
  async outline(document: Document): Promise<Outline> {
    const { parameters, constants, inputs, data, ...rest } = document;
    this.#used = new Map();
    const rows = data?.source.kind === 'arrays' ? [data.source.features, data.source.targets] : [];
    const byNode = [inputs, ...Object.values(parameters), ...Object.values(constants ?? {})];
    const tensors = byNode.flatMap((held): Tensor[] => Object.values(held));
    const wanted = new Set<object>([...tensors, ...rows]);
    const free = [...this.#keys.keys()].filter(isHeldTensor).filter((tensor) => !wanted.has(tensor));
    this.#free = new Map(free.map((tensor) => [originOf(tensor), tensor]));
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
      features: await this.#tensor(features),
      targets: await this.#tensor(targets),
    };
    return this.#once(arrays, (key) => {
      this.#post({ kind: 'source', key, source });
    });
  }

  #tensor(tensor: Tensor): Promise<Key> {
    return this.#once(tensor, async (key) => {
      if (isFloat(tensor) && (await this.#remake(key, tensor))) return;
      const { dtype, shape } = tensor;
      // Of a large one `values` are not asked for: they would be put together.
      if (dtype === 'string') {
        const { values } = tensor as Tensor<'string'>;
        this.#post({ kind: 'tensor', key, dtype, shape: [...shape], size: 0 });
        for (let at = 0; at < values.length; at += wordPiece) {
          this.#post({ kind: 'words', key, words: values.slice(at, at + wordPiece) });
          await this.#pauseAfter(pieceSize);
        }
        return;
      }
      const [size, bytesOf] = bytesIn(tensor);
      this.#post({ kind: 'tensor', key, dtype, shape: [...shape], size });
      for (let at = 0; at < size; at += pieceSize)
        await this.#numbers(key, at, bytesOf(at, Math.min(size, at + pieceSize)));
    });
  }

  /** Of one that is wanted no more, by the numbers alone that are others. Answers whether there is one. */
  async #remake(key: Key, tensor: FloatTensor): Promise<boolean> {
    const before = this.#free.get(originOf(tensor));
    const from = before && this.#keys.get(before);
    const changes = before && changesBetween(before, tensor);
    if (from === undefined || !changes) return false;
    this.#free.delete(originOf(tensor));
    this.#post({ kind: 'becomes', key, from });
    for (const { at, values } of changes)
      await this.#numbers(key, at * values.BYTES_PER_ELEMENT, new Uint8Array(values.buffer));
    return true;
  }

  async #numbers(key: Key, at: number, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    const { buffer, length } = bytes;
    this.#post({ kind: 'numbers', key, at, bytes }, [buffer]);
    await this.#pauseAfter(length);
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

function isHeldTensor(value: object): value is FloatTensor {
  return 'dtype' in value && isFloat(value as Tensor);
}

/** How many bytes a tensor has, and a copy of some of them. */
function bytesIn(tensor: Tensor): readonly [number, (from: number, to: number) => Uint8Array<ArrayBuffer>] {
  if (isFloat(tensor)) {
    const { BYTES_PER_ELEMENT: size } = Float32Array;
    const slice = (from: number, to: number) =>
      new Uint8Array(sliceOf(tensor, from / size, to / size).buffer);
    return [sizeOf(tensor.shape) * size, slice];
  }
  const { buffer, byteOffset, byteLength } = tensor.values as Exclude<Tensor['values'], string[]>;
  return [byteLength, (from, to) => new Uint8Array(buffer, byteOffset, byteLength).slice(from, to)];
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

/** The window's end: sends a worker what it does not hold yet, with a pause after each piece in which the window lives. */
import { pieceSize } from '#shared/contract/bytes';
import type { DataPlan } from '#shared/data/plan';
import type { ArraysSource, TableSource } from '#shared/data/source';
import type { Document } from '#shared/document/document';
import type { Tensor } from '#shared/tensor/tensor';
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
  #lastKey = 0;
  /** Bytes sent since the last pause. */
  #sent = 0;

  constructor(send: Send) {
    this.#send = send;
  }

  /** Once it resolves the worker holds all that the outline names, and the outline is to be sent next. One at a time. */
  async outline(document: Document): Promise<Outline> {
    const { parameters, inputs, data, ...rest } = document;
    this.#used = new Map();
    const outlined: Record<string, Record<string, Key>> = {};
    for (const [node, tensors] of Object.entries(parameters)) outlined[node] = await this.#tensors(tensors);
    const outline: Outline = {
      ...rest,
      parameters: outlined,
      inputs: await this.#tensors(inputs),
      ...(data && { data: await this.#plan(data) }),
    };
    this.#keys = this.#used;
    return outline;
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
      const { dtype, shape, values } = tensor;
      if (Array.isArray(values)) {
        this.#post({ kind: 'tensor', key, dtype, shape: [...shape], size: 0 });
        for (let at = 0; at < values.length; at += wordPiece) {
          this.#post({ kind: 'words', key, words: values.slice(at, at + wordPiece) });
          await this.#pauseAfter(pieceSize);
        }
        return;
      }
      this.#post({ kind: 'tensor', key, dtype, shape: [...shape], size: values.byteLength });
      const all = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
      for (let at = 0; at < all.length; at += pieceSize) {
        const bytes = all.slice(at, at + pieceSize);
        const { buffer, length } = bytes;
        this.#post({ kind: 'numbers', key, at, bytes }, [buffer]);
        await this.#pauseAfter(length);
      }
    });
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

/** The worker's end: what it was sent or told of, and the documents that are outlined with it. */
import type { DataPlan } from '#shared/data/plan';
import type { DataSource } from '#shared/data/source';
import type { Document, FloatTensor } from '#shared/document/document';
import { AwayTensor } from '#shared/tensor/away';
import { viewAs } from '#shared/tensor/npy';
import { isFloat, type Tensor } from '#shared/tensor/tensor';
import type { HoldMessage, Key, Outline } from './outline';
import type { PartNames } from './parts';

export class Held {
  readonly #tensors = new Map<Key, Tensor>();
  /** The same object as long as it is the same rows: what is made of them is made once. */
  readonly #sources = new Map<Key, DataSource>();
  /** The tensors that rows are, which other rows may be, too. */
  readonly #rows = new Map<Key, readonly Key[]>();
  readonly #names: PartNames;

  /** `names` are told which bytes are those of another tensor. */
  constructor(names: PartNames) {
    this.#names = names;
  }

  take(message: HoldMessage): void {
    const { key } = message;
    switch (message.kind) {
      case 'tensor': {
        const { dtype, shape, size } = message;
        const values = dtype === 'string' ? [] : viewAs(dtype, new ArrayBuffer(size));
        this.#tensors.set(key, { dtype, shape, values });
        return;
      }
      case 'numbers': {
        const { buffer } = this.#tensor(key).values as Float32Array;
        const { at, bytes } = message;
        new Uint8Array(buffer).set(bytes, at);
        return;
      }
      case 'away': {
        const { dtype, shape, like } = message;
        const tensor = new AwayTensor(key, dtype, shape);
        if (like) this.#names.alike(tensor, this.#tensor(like.key), like.but);
        this.#tensors.set(key, tensor);
        return;
      }
      case 'words':
        (this.#tensor(key) as Tensor<'string'>).values.push(...message.words);
        return;
      case 'source': {
        const { source } = message;
        if (source.kind === 'table') this.#sources.set(key, { ...source, text: '' });
        else {
          const [features, targets] = [this.#tensor(source.features), this.#tensor(source.targets)];
          this.#sources.set(key, { ...source, features, targets });
          this.#rows.set(key, [source.features, source.targets]);
        }
        return;
      }
      case 'text': {
        const source = this.#sources.get(key);
        if (source?.kind === 'table') Object.assign(source, { text: source.text + message.text });
      }
    }
  }

  /** The document that was outlined; what it does not name is let go. */
  document({ parameters, constants, inputs, data, ...rest }: Outline): Document {
    const used = new Set<Key>();
    const plan = data && this.#plan(data, used);
    const document: Document = {
      ...rest,
      parameters: mapValues(parameters, (keys) => mapValues(keys, (key) => this.#floats(key, used))),
      ...(constants && {
        constants: mapValues(constants, (keys) => mapValues(keys, (key) => this.#used(key, used))),
      }),
      inputs: mapValues(inputs, (key) => this.#used(key, used)),
      ...(plan && { data: plan }),
    };
    for (const key of this.#tensors.keys()) if (!used.has(key)) this.#tensors.delete(key);
    for (const key of this.#sources.keys()) if (!used.has(key)) this.#sources.delete(key);
    for (const key of this.#rows.keys()) if (!used.has(key)) this.#rows.delete(key);
    return document;
  }

  #plan({ source, ...plan }: NonNullable<Outline['data']>, used: Set<Key>): DataPlan {
    if (typeof source === 'object') return { ...plan, source };
    const held = this.#sources.get(source);
    if (!held) throw new RangeError(`nothing is held under ${source}`);
    for (const key of [source, ...(this.#rows.get(source) ?? [])]) used.add(key);
    return { ...plan, source: held };
  }

  #used(key: Key, used: Set<Key>): Tensor {
    used.add(key);
    return this.#tensor(key);
  }

  #floats(key: Key, used: Set<Key>): FloatTensor {
    const tensor = this.#used(key, used);
    if (!isFloat(tensor)) throw new RangeError(`what is held under ${key} is no parameter`);
    return tensor;
  }

  #tensor(key: Key): Tensor {
    const held = this.#tensors.get(key);
    if (!held) throw new RangeError(`nothing is held under ${key}`);
    return held;
  }
}

function mapValues<T, U>(record: Readonly<Record<string, T>>, change: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
}

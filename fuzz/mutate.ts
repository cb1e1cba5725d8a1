/** Files changed at random, the same for the same seed: some bytes, some words of JSON, some rows, some nodes. */
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { strFromU8, strToU8, zipSync } from 'fflate';
import { AttributeProto_AttributeType as AttributeType, ModelProtoSchema, TensorProtoSchema } from 'onnx-buf';
import { createRandom } from '#shared/tensor/random';
import { arrays, lessons, onnxModels, tables, type Files, type Kind } from './seeds';

export interface Case {
  readonly name: string;
  readonly kind: Kind;
  readonly bytes: Uint8Array;
  /** It is made this large on disk, and holds nothing more. */
  readonly grown?: number;
}

export class Mutator {
  readonly #random: { uniform(low: number, high: number): number };

  constructor(readonly seed: number) {
    this.#random = createRandom(seed, 'fuzz');
  }

  next(at: number): Case {
    const kind = this.#pick(['loom', 'loom', 'loom', 'onnx', 'onnx', 'csv', 'tsv', 'npy', 'npz'] as const);
    return { name: `mutated-${this.seed}-${at}`, kind, bytes: this.#make(kind) };
  }

  #make(kind: Kind): Uint8Array {
    switch (kind) {
      case 'loom': {
        const files = this.#pick(lessons);
        if (this.#below(5) === 0) return this.#bytes(zipSync(files));
        return zipSync(this.#within(files));
      }
      case 'onnx': {
        const model = this.#pick(onnxModels);
        return this.#below(2) === 0 ? this.#bytes(model) : this.#graph(model);
      }
      case 'csv':
      case 'tsv': {
        const table = this.#pick(tables);
        return this.#below(4) === 0 ? this.#bytes(table) : this.#rows(strFromU8(table));
      }
      case 'npy':
      case 'npz':
        return this.#bytes(this.#pick(arrays[kind]));
    }
  }

  /** One of the files of a network. */
  #within(files: Files): Files {
    const name = this.#pick(Object.keys(files));
    const bytes = files[name] ?? new Uint8Array();
    if (this.#below(8) === 0) {
      const { [name]: _, ...others } = files;
      return others;
    }
    const isJson = name.endsWith('.json') && this.#below(4) > 0;
    return { ...files, [name]: isJson ? this.#json(strFromU8(bytes)) : this.#bytes(bytes) };
  }

  #bytes(bytes: Uint8Array): Uint8Array {
    const copy = new Uint8Array(bytes);
    const at = this.#below(copy.length);
    switch (this.#below(6)) {
      case 0:
        for (let bit = 0; bit <= this.#below(8); bit++) {
          const place = this.#below(copy.length);
          copy[place] = (copy[place] ?? 0) ^ (1 << this.#below(8));
        }
        return copy;
      case 1:
        return copy.subarray(0, at);
      case 2:
        return copy.fill(this.#pick([0, 0xff, 0x80, 0x7f]), at, at + 1 + this.#below(8));
      case 3:
        return Buffer.concat([copy.subarray(0, at), copy.subarray(this.#below(copy.length))]);
      case 4:
        return Buffer.concat([copy, copy.subarray(at)]);
      default:
        return copy.map((byte, place) => (place < 64 && this.#below(12) === 0 ? this.#below(256) : byte));
    }
  }

  /** A word of it: a value, a name or a piece. */
  #json(text: string): Uint8Array {
    const words = text.match(/"(?:[^"\\]|\\.)*"|-?\d[\d.e+-]*|true|false|null|[[\]{}:,]/g) ?? [];
    for (let count = 0; count <= this.#below(3); count++) {
      const at = this.#below(words.length);
      const strange = [
        '1e400',
        '-1e300',
        'null',
        '[]',
        '{}',
        '"__proto__"',
        '""',
        'NaN',
        '-1',
        '0.5',
        '[[[[1]]]]',
        'true',
      ];
      const long = [JSON.stringify('n'.repeat(10_000)), '"\\u202e\\u0000"', '['.repeat(500), '9'.repeat(400)];
      const written = [...strange, ...long, words[this.#below(words.length)] ?? ''];
      words.splice(at, this.#below(3), ...(this.#below(4) === 0 ? [] : [this.#pick(written)]));
    }
    return strToU8(words.join(''));
  }

  #rows(text: string): Uint8Array {
    const at = this.#below(text.length);
    const put = (piece: string) => text.slice(0, at) + piece + text.slice(at);
    switch (this.#below(8)) {
      case 0:
        return Buffer.from(`\uFEFF${text}`, 'utf16le');
      case 1:
        return Buffer.from(text, 'utf16le');
      case 2:
        return Buffer.from(`\uFEFF${text}`, 'utf16le').swap16();
      case 3:
        return Buffer.from(put('größe'), 'latin1');
      case 4:
        return strToU8(put('"'));
      case 5:
        return strToU8(put(this.#pick(['\0', ',,,,', '\r', '\n\n', '1e999', 'Infinity', '-', ';', '\t'])));
      case 6:
        return strToU8(text.replaceAll('\n', this.#pick(['\r\n', '\r', ',', ' '])));
      default:
        return strToU8(put('x'.repeat(100_000)));
    }
  }

  /** A node, a value or a number of a model. */
  #graph(bytes: Uint8Array): Uint8Array {
    const model = fromBinary(ModelProtoSchema, bytes);
    const graph = model.graph;
    if (!graph) return bytes;
    const node = this.#pick(graph.node);
    const tensor = graph.initializer.length > 0 ? this.#pick(graph.initializer) : create(TensorProtoSchema);
    const changes: readonly (() => void)[] = [
      () => (node.opType = this.#pick(['Softmax', 'Conv', 'Sin', 'If', '', 'Dropout', 'Relu'])),
      () => (node.input = [...node.input, node.output[0] ?? '']),
      () => (node.input[0] = this.#pick(['', 'gone', ...graph.node.flatMap(({ output }) => output)])),
      () => (node.output = node.input),
      () => (node.domain = 'com.example'),
      () =>
        (tensor.dims = tensor.dims.map((size) =>
          BigInt.asIntN(64, size * this.#pick([0n, -1n, 2n, 1n << 60n])),
        )),
      () => (tensor.dataType = this.#below(20)),
      () => (tensor.rawData = tensor.rawData.slice(0, this.#below(tensor.rawData.length + 1))),
      () => (tensor.name = 'n'.repeat(10_000)),
      () => graph.initializer.splice(0, 1),
      () => graph.node.reverse(),
      () => (graph.output = []),
      () => graph.input.splice(0, 1),
      () => (model.opsetImport = [{ ...model.opsetImport[0]!, version: BigInt(this.#below(30)) }]),
      () =>
        (node.attribute = node.attribute.map((attribute) => ({
          ...attribute,
          type: this.#pick([
            AttributeType.INT,
            AttributeType.FLOAT,
            AttributeType.FLOATS,
            AttributeType.GRAPH,
            AttributeType.UNDEFINED,
          ]),
        }))),
      () =>
        (node.attribute = node.attribute.map((attribute) => ({
          ...attribute,
          i: -(1n << 62n),
          ints: [-1n],
        }))),
    ];
    for (let count = 0; count <= this.#below(3); count++) this.#pick(changes)();
    return toBinary(ModelProtoSchema, model);
  }

  #below(limit: number): number {
    return Math.floor(this.#random.uniform(0, limit));
  }

  #pick<T>(from: readonly T[]): T {
    return from[this.#below(from.length)]!;
  }
}

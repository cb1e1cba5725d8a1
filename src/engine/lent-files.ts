/** Numbers that a model was lent, read from the files they lie in: each is in memory once, as long as somebody uses it. */
import { open, type FileHandle } from 'node:fs/promises';
import type { LentFile } from '#shared/contract/engine';
import { isProblem, problem, type Problem } from '#shared/messages/problem';
import type { Lent, Place } from '#shared/onnx/lent';
import { viewAs } from '#shared/tensor/npy';
import type { Tensor } from '#shared/tensor/tensor';
import { reasonOf } from './runtime-error';

/** Where a file lies, as long as it is what it was when the window read it. Errors: that it is not. */
export type FindFile = (file: LentFile) => Promise<string | Problem>;

export class LentFiles {
  readonly #find: FindFile;
  readonly #known = new Map<string, WeakRef<Tensor>>();

  constructor(find: FindFile) {
    this.#find = find;
  }

  /** By the names of the tensors. Errors: what keeps a file from being read, or that it is another by now. */
  async read(lent: readonly Lent[]): Promise<ReadonlyMap<string, Tensor> | Problem> {
    const numbers = new Map<string, Tensor>();
    const missing = new Map<string, Lent[]>();
    for (const each of lent) {
      const known = this.#known.get(keyOf(each))?.deref();
      const file = JSON.stringify([each.place.handle, each.place.beside]);
      if (known) numbers.set(each.name, known);
      else missing.set(file, [...(missing.get(file) ?? []), each]);
    }
    for (const wanted of missing.values()) {
      const found = await this.#readFrom(wanted);
      if (isProblem(found)) return found;
      for (const [each, tensor] of found) {
        this.#known.set(keyOf(each), new WeakRef(tensor));
        numbers.set(each.name, tensor);
      }
    }
    for (const [key, tensor] of this.#known) if (!tensor.deref()) this.#known.delete(key);
    return numbers;
  }

  /** All of one file, which is asked about before and after. */
  async #readFrom(wanted: readonly Lent[]): Promise<ReadonlyMap<Lent, Tensor> | Problem> {
    const [first] = wanted;
    if (!first) return new Map();
    const path = await this.#find(first.place);
    if (isProblem(path)) return path;
    const found = await readAll(path, wanted);
    const after = await this.#find(first.place);
    return isProblem(after) ? after : found;
  }
}

async function readAll(path: string, wanted: readonly Lent[]): Promise<ReadonlyMap<Lent, Tensor> | Problem> {
  let file: FileHandle | undefined;
  try {
    file = await open(path);
    const { size } = await file.stat();
    const numbers = new Map<Lent, Tensor>();
    for (const each of wanted) {
      const { dtype, shape, place } = each;
      const bytes = await stretchOf(file, size, place);
      numbers.set(each, { dtype, shape, values: viewAs(dtype, bytes.buffer) });
    }
    return numbers;
  } catch (error) {
    return problem('engine-failed', { reason: reasonOf(error) });
  } finally {
    await file?.close();
  }
}

/** Errors: RangeError where it is not all there. */
async function stretchOf(
  file: FileHandle,
  size: number,
  { at, length }: Place,
): Promise<Uint8Array<ArrayBuffer>> {
  if (!(at >= 0 && at + length <= size)) throw new RangeError('the file is shorter than its numbers');
  const bytes = new Uint8Array(length);
  for (let filled = 0; filled < length;) {
    const { bytesRead } = await file.read(bytes, filled, length - filled, at + filled);
    if (bytesRead === 0) throw new RangeError('the file is shorter than its numbers');
    filled += bytesRead;
  }
  return bytes;
}

const keyOf = ({ dtype, shape, place: { handle, beside, at } }: Lent): string =>
  JSON.stringify([handle, beside, at, dtype, shape]);

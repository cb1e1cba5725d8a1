/** One run of a model from a file, for what it finds of the model's values. */
import { unlike } from '#shared/compare/unlike';
import type { Described, Held, RecordReply, Reply } from '#shared/contract/engine';
import { isProblem, problem, type Problem } from '#shared/messages/problem';
import { decodeGraph } from '#shared/onnx/decode';
import { contentsOf, readModel, typesOf, type ModelProto } from '#shared/onnx/model-file';
import { formatShape, sizeOf } from '#shared/tensor/shape';
import type { Tensor } from '#shared/tensor/tensor';
import { loadAnyModel, type AnyModel } from './any-model';

/** Values of a model that is run unasked: as float32 they take 2 GB. */
const valueLimit = 500_000_000;

type Values = ReadonlyMap<string, Tensor>;

type Proof = 'begin' | Held;

export class Recorder {
  /** What a proof began with. */
  #kept: { readonly model: ModelProto; readonly values: Values } | undefined;

  /** `lend` is given what the model was fed of the other's numbers, where the two are alike. Errors: why it cannot be loaded. */
  async record(
    bytes: Uint8Array,
    feeds: Values,
    proof?: Proof,
    lend: (numbers: Values) => void = () => undefined,
  ): Promise<Reply<RecordReply>> {
    const model = readModel(bytes, 'model', Infinity);
    if (isProblem(model)) return { ok: false, problem: model };
    if (typeof proof === 'object') return this.#hold(model, feeds, proof, lend);
    const found = await runOnce(model, feeds);
    if (isProblem(found)) return { ok: false, problem: found };
    // Nothing is held against what did not run.
    if (proof) this.#kept = found.reply.failed ? undefined : { model, values: found.values };
    return { ok: true, value: found.reply };
  }

  async #hold(
    model: ModelProto,
    feeds: Values,
    { against, weights }: Held,
    lend: (numbers: Values) => void,
  ): Promise<Reply<RecordReply>> {
    const kept = this.#kept;
    this.#kept = undefined;
    // The engine is another one than the proof began with.
    if (!kept) return { ok: false, problem: problem('engine-stopped') };
    const numbers = new Map(numbersIn(kept.model, weights));
    const found = await runOnce(model, new Map([...feeds, ...numbers]));
    if (isProblem(found)) return { ok: false, problem: found };
    const { reply, values } = found;
    const differing = [...against].flatMap(([own, other]) => {
      const [is, should] = [values.get(own), kept.values.get(other)];
      return is && should && !isAlike(is, should) ? [own] : [];
    });
    if (!reply.failed && differing.length === 0) lend(numbers);
    return { ok: true, value: { ...reply, differing } };
  }
}

/** Of the largest number that a value has. */
const rounding = 1e-4;

/** A number alone and a row of one are the same to those that read them: what they answer tells. */
function isAlike(one: Tensor, other: Tensor): boolean {
  const isOne = sizeOf(one.shape) === 1 && sizeOf(other.shape) === 1;
  return unlike(isOne ? { ...one, shape: other.shape } : one, other, rounding) === undefined;
}

/** By the names that they are wanted under. */
function* numbersIn(model: ModelProto, wanted: ReadonlyMap<string, string>): Iterable<[string, Tensor]> {
  const numbers = decodeGraph(model).initializers;
  for (const [name, own] of wanted) {
    const tensor = numbers.get(own);
    if (tensor) yield [name, tensor];
  }
}

/** Where it loads and does not run, what is known before a run is told. */
async function runOnce(
  model: ModelProto,
  feeds: Values,
): Promise<{ readonly reply: RecordReply; readonly values: Values } | Problem> {
  const names = contentsOf(model).nodes.flatMap(({ outputs }) => outputs);
  const loaded = await loadAnyModel(model, names, [...feeds.keys()], 'cpu');
  if (isProblem(loaded)) return loaded;
  try {
    const found = tooLarge(loaded.known) ?? (await loaded.run(feeds));
    const values = isProblem(found) ? new Map<string, Tensor>() : found;
    const described = describe(model, names, loaded);
    for (const [name, { dtype, shape }] of [...feeds, ...values]) described.set(name, { type: dtype, shape });
    const reply = isProblem(found) ? { values: described, failed: found } : { values: described };
    return { reply, values };
  } finally {
    await loaded.release();
  }
}

/** What is known before a run. */
function describe(
  model: ModelProto,
  names: readonly string[],
  { known, unreadable }: AnyModel,
): Map<string, Described> {
  // A file may state types of sequences and optionals, which no session tells.
  const stated = new Map([...typesOf(model)].map(([name, type]) => [name, { type }] as const));
  return new Map(
    names.flatMap((name): [string, Described][] => {
      const type = unreadable.get(name);
      const found = type === undefined ? (known.get(name) ?? stated.get(name)) : { type };
      return found ? [[name, found]] : [];
    }),
  );
}

/** More than are run unasked, by what is known before. */
function tooLarge(known: ReadonlyMap<string, Described>): Problem | undefined {
  let total = 0;
  for (const { shape = [] } of known.values()) {
    const size = sizeOf(shape);
    total += size;
    if (total > valueLimit)
      return problem('shape-too-large', { shape: formatShape(shape), size, limit: valueLimit });
  }
  return undefined;
}

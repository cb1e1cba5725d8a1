/** One run of a model from a file, for what it finds of the model's values. */
import { unlike } from '#shared/compare/unlike';
import type { Described, Held, RecordReply, Reply } from '#shared/contract/engine';
import { isProblem, problem, type Problem } from '#shared/messages/problem';
import { decodeGraph } from '#shared/onnx/decode';
import { lentIn, toBeFed, whole } from '#shared/onnx/lent';
import { contentsOf, readModel, typesOf, type ModelProto } from '#shared/onnx/model-file';
import { formatShape, sizeOf } from '#shared/tensor/shape';
import { isFloat, type Tensor } from '#shared/tensor/tensor';
import { transposed } from '#shared/tensor/transposed';
import { loadAnyModel, type AnyModel } from './any-model';
import { LentFiles, type FindFile } from './lent-files';

/** Values of a model that is run unasked: as float32 they take 2 GB. */
const valueLimit = 500_000_000;

type Values = ReadonlyMap<string, Tensor>;

type Proof = 'begin' | Held;

export class Recorder {
  /** What a proof began with. */
  #kept: { readonly model: ModelProto; readonly numbers: Values; readonly values: Values } | undefined;
  readonly #files: LentFiles;

  constructor(find: FindFile = () => Promise.reject(new TypeError('no file is lent here'))) {
    this.#files = new LentFiles(find);
  }

  /** `lend` is given what the model was fed of the other's numbers, where the two are alike. Errors: why it cannot be loaded. */
  async record(
    bytes: Uint8Array,
    feeds: Values,
    proof?: Proof,
    lend: (numbers: Values) => void = () => undefined,
  ): Promise<Reply<RecordReply>> {
    const model = readModel(bytes, 'model', Infinity);
    if (isProblem(model)) return { ok: false, problem: model };
    const numbers = await this.#files.read(lentIn(model));
    if (isProblem(numbers)) return { ok: false, problem: numbers };
    if (typeof proof === 'object') return this.#hold(model, feeds, numbers, proof, lend);
    const found = await runWith(model, feeds, numbers);
    if (isProblem(found)) return { ok: false, problem: found };
    // Nothing is held against what did not run.
    if (proof) this.#kept = found.reply.failed ? undefined : { model, numbers, values: found.values };
    return { ok: true, value: found.reply };
  }

  async #hold(
    model: ModelProto,
    feeds: Values,
    given: Values,
    { against, weights }: Held,
    lend: (numbers: Values) => void,
  ): Promise<Reply<RecordReply>> {
    const kept = this.#kept;
    this.#kept = undefined;
    // The engine is another one than the proof began with.
    if (!kept) return { ok: false, problem: problem('engine-stopped') };
    const numbers = new Map(numbersIn(kept, weights));
    const found = await runWith(model, new Map([...feeds, ...numbers]), given);
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
function* numbersIn(
  kept: { readonly model: ModelProto; readonly numbers: Values },
  wanted: Held['weights'],
): Iterable<[string, Tensor]> {
  const { initializers } = decodeGraph(kept.model);
  for (const [name, { own, isTurned }] of wanted) {
    const tensor = kept.numbers.get(own) ?? initializers.get(own);
    if (isTurned && tensor && isFloat(tensor)) yield [name, transposed(tensor)];
    else if (tensor) yield [name, tensor];
  }
}

type Ran = { readonly reply: RecordReply; readonly values: Values } | Problem;

/** `numbers` are what it was lent. */
async function runWith(model: ModelProto, feeds: Values, numbers: Values): Promise<Ran> {
  if (numbers.size === 0) return runOnce(model, feeds);
  const fed = await runOnce(toBeFed(model, numbers), feeds, numbers);
  // Some operators take numbers only that are the model's own.
  return isProblem(fed) || fed.reply.failed ? runOnce(whole(model, numbers), feeds) : fed;
}

/** Where it loads and does not run, what is known before a run is told. */
async function runOnce(model: ModelProto, feeds: Values, numbers: Values = new Map()): Promise<Ran> {
  const names = contentsOf(model).nodes.flatMap(({ outputs }) => outputs);
  const loaded = await loadAnyModel(model, names, [...feeds.keys()], 'cpu');
  if (isProblem(loaded)) return loaded;
  try {
    const found = tooLarge(loaded.known) ?? (await loaded.run(new Map([...numbers, ...feeds])));
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

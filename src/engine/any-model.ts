/** Runs a model from a file so that its inner values can be read, whatever it calls them and whatever types they have. */
import type ort from 'onnxruntime-node';
import type { Described, ProviderId } from '#shared/contract/engine';
import { isProblem, problem, type Problem } from '#shared/messages/problem';
import { contentsOf, typeName, type ModelProto } from '#shared/onnx/model-file';
import { oversizedIn } from '#shared/onnx/sizes';
import { encodeTraceModel, tracedNodeIndex } from '#shared/onnx/trace-model';
import type { Tensor } from '#shared/tensor/tensor';
import { reasonOf } from './runtime-error';
import { loadModel, type LoadedModel } from './sessions';
import { fromRuntime, toRuntime } from './tensors';

export interface AnyModel {
  readonly provider: ProviderId;
  /** Why it is not the provider asked for. */
  readonly notice: Problem | undefined;
  /** Values that cannot be read because of their element type, with that type. */
  readonly unreadable: ReadonlyMap<string, string>;
  /** What is known of the values before a run: the types of all, the shapes of some. */
  readonly known: ReadonlyMap<string, Described>;
  /** The values asked for by name, without unreadable ones and those that are no tensors. */
  run(feeds: ReadonlyMap<string, Tensor>): Promise<ReadonlyMap<string, Tensor> | Problem>;
  /** Milliseconds each node of the main graph took in the first run; 0 where it was worked out beforehand. */
  nodeTimes(): readonly number[];
  release(): Promise<void>;
}

/** Loads the model with `values` to be read and `fed` free to be given. Errors: a size no tensor has, or the runtime's reason. */
export async function loadAnyModel(
  model: ModelProto,
  values: readonly string[],
  fed: readonly string[],
  provider: ProviderId,
): Promise<AnyModel | Problem> {
  const oversized = oversizedIn(model);
  if (oversized) return oversized;
  const unreadable = new Map<string, string>();
  let loaded = await loadTrace(model, values, fed, provider);
  if (isUnreadable(loaded)) {
    const found = await findUnreadable(model, values, fed);
    if (isProblem(found)) return found;
    for (const [value, type] of found) unreadable.set(value, type);
    const readable = values.filter((value) => !unreadable.has(value));
    loaded = await loadTrace(model, readable, fed, provider);
  }
  if (!isProblem(loaded) && !hasTensor(loaded.session)) {
    await loaded.discard();
    loaded = await loadTrace(model, [], fed, provider);
  }
  if (isProblem(loaded)) return withOwnNames(loaded, model);
  return anyModel(model, loaded, unreadable);
}

interface LoadedTrace extends LoadedModel {
  /** The name each value has in the session, where it differs from its own. */
  readonly renamed: ReadonlyMap<string, string>;
  discard(): Promise<void>;
}

async function loadTrace(
  model: ModelProto,
  values: readonly string[],
  fed: readonly string[],
  provider: ProviderId,
): Promise<LoadedTrace | Problem> {
  const { bytes, renamed } = encodeTraceModel(model, values, fed);
  const loaded = await loadModel(bytes, provider);
  if (isProblem(loaded)) return loaded;
  const discard = async (): Promise<void> => {
    loaded.nodeTimes();
    await loaded.session.release();
  };
  return { ...loaded, renamed, discard };
}

function anyModel(model: ModelProto, loaded: LoadedTrace, unreadable: ReadonlyMap<string, string>): AnyModel {
  const { session, renamed, provider, notice } = loaded;
  const ownNames = new Map([...renamed].map(([own, safe]) => [safe, own]));
  const tensors = session.outputMetadata.filter(({ isTensor }) => isTensor).map(({ name }) => name);
  return {
    provider,
    notice,
    unreadable,
    known: new Map(
      session.outputMetadata.map(
        (value) => [ownNames.get(value.name) ?? value.name, describe(value)] as const,
      ),
    ),
    async run(given) {
      const named = [...given].map(
        ([name, tensor]) => [renamed.get(name) ?? name, toRuntime(tensor)] as const,
      );
      try {
        const feeds = Object.fromEntries(named);
        // The runtime looks names up one by one in a list: only worth it where some cannot be asked for.
        const isWhole = tensors.length === session.outputNames.length;
        const outputs = await (isWhole ? session.run(feeds) : session.run(feeds, tensors));
        return new Map(
          Object.entries(outputs).map(([name, tensor]) => [ownNames.get(name) ?? name, fromRuntime(tensor)]),
        );
      } catch (error) {
        return withOwnNames(
          problem('model-failed', { place: placeOf(error), reason: reasonOf(error) }),
          model,
        );
      }
    },
    nodeTimes() {
      const times = new Array<number>(model.graph?.node.length ?? 0).fill(0);
      for (const [name, ms] of loaded.nodeTimes()) {
        const index = tracedNodeIndex(name);
        if (index !== undefined && index < times.length) times[index] = (times[index] ?? 0) + ms;
      }
      return times;
    },
    release: () => session.release(),
  };
}

function describe(value: ort.InferenceSession.ValueMetadata): Described {
  // The runtime says of nothing else what it is.
  if (!value.isTensor) return { type: 'sequence' };
  const shape = value.shape.flatMap((size) => (typeof size === 'number' ? [size] : []));
  return { type: value.type, ...(shape.length === value.shape.length && { shape }) };
}

/** JavaScript has no arrays for some element types, and then the runtime's bindings refuse the whole session. */
const unreadableReason = /^Unsupported data type: (\d+)$/;

function isUnreadable(loaded: LoadedTrace | Problem): loaded is Problem {
  return isProblem(loaded) && unreadableReason.test(String(loaded.values.reason));
}

/** By halves: sessions tell that some value cannot be read, not which. */
async function findUnreadable(
  model: ModelProto,
  values: readonly string[],
  fed: readonly string[],
): Promise<readonly (readonly [value: string, type: string])[] | Problem> {
  const [first] = values;
  const loaded = await loadTrace(model, values, fed, 'cpu');
  if (!isProblem(loaded)) {
    await loaded.discard();
    return [];
  }
  if (!isUnreadable(loaded) || first === undefined) return loaded;
  if (values.length === 1) {
    const [, number] = unreadableReason.exec(String(loaded.values.reason)) ?? [];
    return [[first, typeName(Number(number))]];
  }
  const middle = Math.ceil(values.length / 2);
  const left = await findUnreadable(model, values.slice(0, middle), fed);
  if (isProblem(left)) return left;
  const right = await findUnreadable(model, values.slice(middle), fed);
  return isProblem(right) ? right : [...left, ...right];
}

function hasTensor(session: ort.InferenceSession): boolean {
  return session.outputMetadata.some(({ isTensor }) => isTensor);
}

/** Where a run failed, as ` at n3_`; empty when the runtime does not say. */
function placeOf(error: unknown): string {
  const name = /Name:'(n\d+_)/.exec(String(error))?.[1];
  return name === undefined ? '' : ` at ${name}`;
}

/** Nodes are numbered in a trace model; a person knows them by the name and operator in the file. */
function withOwnNames(found: Problem, model: ModelProto): Problem {
  const { nodes } = contentsOf(model);
  const values = Object.entries(found.values).map(([key, value]) => [
    key,
    String(value).replace(/\bn\d+_/g, (name) => {
      const node = nodes[tracedNodeIndex(name) ?? -1];
      return node ? `${node.op} ${node.name || `number ${nodes.indexOf(node)}`}` : name;
    }),
  ]);
  return { ...found, values: Object.fromEntries(values) as Problem['values'] };
}

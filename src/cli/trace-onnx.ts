/** Traces an .onnx model: its main graph's nodes in the file's order, under the file's own names. */
import type { ProviderId } from '#shared/contract/engine';
import { isProblem, type Problem } from '#shared/messages/problem';
import {
  contentsOf,
  typesOf,
  type ModelContents,
  type ModelInput,
  type ModelProto,
} from '#shared/onnx/model-file';
import type { Tensor } from '#shared/tensor/tensor';
import { loadEngine, type AnyModel } from './engine-host';
import { readGiven, withOffered, type Offered } from './given-inputs';
import type { TraceJob } from './protocol';
import { drawMissing } from '#shared/onnx/draw-inputs';
import { noticeOf, tracedTensor, type PreparedTrace, type Trace, type TracedValue } from './traced';

/** Errors: a problem when an input does not fit or the runtime refuses the model. */
export async function prepareOnnx(
  model: ModelProto,
  inputs: TraceJob['inputs'],
  provider: ProviderId,
  offered?: Offered,
): Promise<PreparedTrace | Problem> {
  const contents = contentsOf(model);
  const known = [...contents.inputs, ...contents.constants];
  const own = contents.inputs.filter(({ hasInitializer }) => !hasInitializer);
  const given = readGiven(named(known), [...named(own).keys()], inputs);
  if (isProblem(given)) return given;
  const feeds = drawMissing(contents.inputs, withOffered(named(own), given, offered));
  if (isProblem(feeds)) return feeds;
  const ownValues = contents.inputs.map(({ name }) => name).filter((name) => !feeds.has(name));
  const values = new Set([...ownValues, ...contents.nodes.flatMap(({ outputs }) => outputs)]);
  const { loadAnyModel } = await loadEngine();
  const loaded = await loadAnyModel(model, [...values], [...feeds.keys()], provider);
  if (isProblem(loaded)) return loaded;
  const types = new Map([...typesOf(model), ...loaded.unreadable]);
  return {
    provider: loaded.provider,
    notes: loaded.notice ? [loaded.notice] : [],
    nodeCount: contents.nodes.length,
    run: () => runOnnx(contents, loaded, feeds, types),
    release: () => loaded.release(),
  };
}

function named(inputs: readonly ModelInput[]): ReadonlyMap<string, ModelInput> {
  return new Map(inputs.map((input) => [input.name, input]));
}

async function runOnnx(
  contents: ModelContents,
  loaded: AnyModel,
  feeds: ReadonlyMap<string, Tensor>,
  types: ReadonlyMap<string, string>,
): Promise<Trace | Problem> {
  const started = performance.now();
  const values = await loaded.run(feeds);
  const ms = performance.now() - started;
  if (isProblem(values)) return values;
  const times = loaded.nodeTimes();
  const trace = (name: string): TracedValue => {
    const tensor = feeds.get(name) ?? values.get(name);
    if (tensor) return tracedTensor(name, tensor);
    return { name, dtype: types.get(name) ?? 'unknown', shape: null, tensor: undefined };
  };
  const inputs = new Set([...contents.inputs.map(({ name }) => name), ...feeds.keys()]);
  return {
    ms,
    inputs: [...inputs].map(trace),
    fed: new Set(feeds.keys()),
    nodes: contents.nodes.map(({ name, op, inputs: read, outputs }, index) => ({
      index,
      name,
      op,
      ms: times[index] ?? 0,
      reads: read,
      outputs: outputs.map(trace),
      ...noticeOf(
        name,
        [op],
        read.map((value) => trace(value).tensor),
        outputs.map((value) => trace(value).tensor),
      ),
    })),
    outputs: contents.outputs,
  };
}

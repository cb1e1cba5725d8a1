/** Traces a document: its complete layers as stages, named and ordered as in the window. */
import type { ProviderId } from '#shared/contract/engine';
import { compileTrace, feedsOf } from '#shared/compile/compile';
import { answeredValues, completeNodes, type Complete } from '#shared/document/complete';
import { stageName, type Document } from '#shared/document/document';
import { answerAt, inferShapes, type Inference } from '#shared/document/infer';
import { refusedInput } from '#shared/document/values';
import { statedShape, withSizes } from '#shared/document/sizes';
import { isProblem, problem, type Problem } from '#shared/messages/problem';
import { applyEdit } from '#shared/document/edits';
import { recordOperators } from '#shared/compile/record';
import { readModel, type ModelInput } from '#shared/onnx/model-file';
import type { Tensor } from '#shared/tensor/tensor';
import { loadEngine, recordRun, type AnyModel } from './engine-host';
import { readGiven, withOffered, type Offered } from './given-inputs';
import type { TraceJob } from './protocol';
import {
  noticeOf,
  tracedTensor,
  type PreparedTrace,
  type Trace,
  type TracedNode,
  type TracedValue,
} from './traced';

/** Errors: a problem when no layer is complete or an input does not fit. */
export async function prepareDocument(
  stated: Document,
  inputs: TraceJob['inputs'],
  provider: ProviderId,
  offered?: Offered,
): Promise<PreparedTrace | Problem> {
  // What the document's own inputs hold is no matter where others are given.
  const { inputs: _, ...structure } = stated;
  const first = inferShapes(structure);
  const entries = completeNodes(first);
  if (entries.length === 0) return first.problems[0] ?? problem('nothing-to-run');
  const known = inputsByName(stated, entries);
  const names = new Set([...known.values()].map(({ name }) => name));
  const given = readGiven(known, [...names], inputs);
  if (isProblem(given)) return given;
  const document = withInputs(stated, entries, withOffered(known, given, offered));
  const records = await recordOperators(document, recordRun);
  const fed = applyEdit(document, { kind: 'set-records', records });
  const inference = inferShapes(fed);
  const stages = completeNodes(inference);
  const refused = refusedInput(fed, inference) ?? unanswered(inference, inputs);
  if (refused) return refused;
  const feeds = feedsOf(fed, inference);
  const program = compileTrace(inference);
  const model = readModel(program.model, document.title);
  if (isProblem(model)) return model;
  const { loadAnyModel } = await loadEngine();
  const values = program.ports.map(({ value }) => value);
  const loaded = await loadAnyModel(model, values, [], provider);
  if (isProblem(loaded)) return loaded;
  return {
    provider: loaded.provider,
    notes: [...inference.problems, ...(loaded.notice ? [loaded.notice] : [])],
    nodeCount: stages.length,
    run: () => runDocument(document, stages, loaded, feeds),
    release: () => loaded.release(),
  };
}

/** Why a model does not come to its answers with the inputs given: what was drawn before that would be no answer. */
function unanswered(inference: Inference, inputs: TraceJob['inputs']): Problem | undefined {
  const wanted = inputs.length > 0 ? (inference.origin?.outputs ?? []) : [];
  const found = new Set(answeredValues(completeNodes(inference), inference.origin).map(({ name }) => name));
  return wanted.every((name) => found.has(name)) ? undefined : inference.problems[0];
}

async function runDocument(
  document: Document,
  stages: readonly Complete[],
  loaded: AnyModel,
  feeds: ReadonlyMap<string, Tensor>,
): Promise<Trace | Problem> {
  const started = performance.now();
  const values = await loaded.run(feeds);
  const ms = performance.now() - started;
  if (isProblem(values)) return values;
  const times = [...loaded.nodeTimes()];
  const emissions = new Map(stages.map(({ node, emission }) => [node.id, emission]));
  const nameOf = ({ edge }: Complete['inputs'][number]): string | undefined =>
    edge && answerAt(emissions.get(edge.from.node), edge.from.port)?.name;
  const read = (input: Complete['inputs'][number]) => values.get(nameOf(input) ?? '');
  return {
    ms,
    inputs: stages.flatMap(({ emission }) =>
      emission.graphInputs.flatMap(({ name }) => {
        const tensor = feeds.get(name);
        return tensor ? tracedTensor(name, tensor) : [];
      }),
    ),
    fed: new Set(stages.flatMap(({ emission }) => emission.graphInputs.map(({ name }) => name))),
    nodes: stages.map(({ node, inputs, emission }, index): TracedNode => {
      const outputs = emission.outputs.map(({ name, shape, dtype, other }): TracedValue => {
        const tensor = values.get(name);
        if (tensor) return tracedTensor(name, tensor);
        return { name, dtype: other ?? dtype, shape: other === undefined ? shape : null, tensor };
      });
      return {
        index,
        name: stageName(node),
        op: node.kind,
        ms: times.splice(0, emission.nodes.length).reduce((sum, part) => sum + part, 0),
        reads: inputs.flatMap((input) => nameOf(input) ?? []),
        inputShapes: inputs.flatMap((input) => (input.shape ? [input.shape] : [])),
        outputs,
        ...noticeOf(
          stageName(node),
          emission.nodes.map(({ type }) => type),
          inputs.map(read),
          outputs.map(({ tensor }) => tensor),
        ),
      };
    }),
    outputs: answeredValues(stages, document.origin).map(({ name }) => name),
  };
}

/** An input goes by its name in the model, the layer's name and the stage's. */
function inputsByName(document: Document, stages: readonly Complete[]): Map<string, ModelInput> {
  const known = new Map<string, ModelInput>();
  for (const { node, emission } of stages) {
    for (const { name, shape: own, dtype } of emission.graphInputs) {
      const shape = statedShape(document, node) ?? own;
      const input: ModelInput = { name, type: dtype, dtype, shape, hasInitializer: true };
      for (const alias of [stageName(node), node.name, name]) known.set(alias, input);
    }
  }
  return known;
}

function withInputs(
  document: Document,
  stages: readonly Complete[],
  given: ReadonlyMap<string, Tensor>,
): Document {
  const changed = stages.flatMap(({ node, emission }) =>
    emission.graphInputs.flatMap(({ name }) => {
      const tensor = given.get(name);
      return tensor ? [[node.id, tensor] as const] : [];
    }),
  );
  const sizes = new Map(
    stages.flatMap(({ node, emission }) =>
      emission.graphInputs.flatMap(({ name }) =>
        (statedShape(document, node) ?? []).flatMap((size, axis): [string, number][] => {
          const length = given.get(name)?.shape[axis];
          return typeof size === 'string' && length !== undefined ? [[size, length]] : [];
        }),
      ),
    ),
  );
  const shaped = withSizes(document, sizes);
  return { ...shaped, inputs: { ...document.inputs, ...Object.fromEntries(changed) } };
}

/** Traces a document: its complete layers as stages, named and ordered as in the window. */
import type { ProviderId } from '#shared/contract/engine';
import { compileTrace, feedsOf } from '#shared/compile/compile';
import { answersOf, completeNodes, type Complete } from '#shared/document/complete';
import { stageName, type Document } from '#shared/document/document';
import { inferShapes } from '#shared/document/infer';
import { refusedInput } from '#shared/document/values';
import { isProblem, problem, type Problem } from '#shared/messages/problem';
import { readModel, type ModelInput } from '#shared/onnx/model-file';
import { isFloat, type Tensor } from '#shared/tensor/tensor';
import { loadEngine, type AnyModel } from './engine-host';
import { readGiven } from './given-inputs';
import type { TraceJob } from './protocol';
import { noticeOf, tracedTensor, type PreparedTrace, type Trace, type TracedNode } from './traced';

/** Errors: a problem when no layer is complete or an input does not fit. */
export async function prepareDocument(
  document: Document,
  inputs: TraceJob['inputs'],
  provider: ProviderId,
): Promise<PreparedTrace | Problem> {
  // What the document's own inputs hold is no matter where others are given.
  const { nodes, edges } = document;
  const inference = inferShapes({ nodes, edges });
  const stages = completeNodes(inference);
  if (stages.length === 0) return inference.problems[0] ?? problem('nothing-to-run');
  const known = inputsByName(stages);
  const names = new Set([...known.values()].map(({ name }) => name));
  const given = readGiven(known, [...names], inputs);
  if (isProblem(given)) return given;
  const fed = withInputs(document, stages, given);
  const refused = refusedInput(fed, inference);
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
    run: () => runDocument(stages, loaded, feeds),
    release: () => loaded.release(),
  };
}

async function runDocument(
  stages: readonly Complete[],
  loaded: AnyModel,
  feeds: ReadonlyMap<string, Tensor>,
): Promise<Trace | Problem> {
  const started = performance.now();
  const values = await loaded.run(feeds);
  const ms = performance.now() - started;
  if (isProblem(values)) return values;
  const times = [...loaded.nodeTimes()];
  const answers = new Map(stages.map(({ node, emission }) => [node.id, emission.output.name]));
  return {
    ms,
    inputs: stages.flatMap(({ emission }) =>
      emission.graphInputs.flatMap(({ name }) => {
        const tensor = feeds.get(name);
        return tensor ? tracedTensor(name, tensor) : [];
      }),
    ),
    nodes: stages.map(({ node, inputs, emission }, index): TracedNode => {
      const tensor = values.get(emission.output.name);
      const { name, shape } = emission.output;
      return {
        index,
        name: stageName(node),
        op: node.kind,
        ms: times.splice(0, emission.nodes.length).reduce((sum, part) => sum + part, 0),
        inputShapes: inputs.flatMap((input) => (input.shape ? [input.shape] : [])),
        outputs: [tensor ? tracedTensor(name, tensor) : { name, dtype: 'float32', shape, tensor }],
        ...noticeOf(
          stageName(node),
          emission.nodes.map(({ type }) => type),
          inputs.map(({ edge }) => values.get(answers.get(edge?.from.node ?? '') ?? '')),
          [tensor],
        ),
      };
    }),
    outputs: answersOf(stages).map(({ emission }) => emission.output.name),
  };
}

/** An input goes by its name in the model, the layer's name and the stage's. */
function inputsByName(stages: readonly Complete[]): Map<string, ModelInput> {
  const known = new Map<string, ModelInput>();
  for (const { node, emission } of stages) {
    for (const { name, shape } of emission.graphInputs) {
      const input: ModelInput = { name, type: 'float32', dtype: 'float32', shape, hasInitializer: true };
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
      return tensor && isFloat(tensor) ? [[node.id, tensor] as const] : [];
    }),
  );
  return { ...document, inputs: { ...document.inputs, ...Object.fromEntries(changed) } };
}

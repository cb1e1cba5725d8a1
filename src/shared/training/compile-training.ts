/** Document to a training model: forward, loss, gradients and one optimiser step, all stock ONNX ops. */
import { stageName, type Document, type NodeId } from '../document/document';
import { inferShapes, type Inference, type NodeInference } from '../document/infer';
import { parameterOf } from '../document/values';
import type { Emission } from '../layers/emit';
import { isProblem, problem, type Problem } from '../messages/problem';
import { createOpCollector } from '../onnx/builder';
import { encodeModel } from '../onnx/encode';
import type { ValueInfo } from '../onnx/graph';
import { inferOpShapes } from '../ops/infer';
import { sizeOf, type Shape } from '../tensor/shape';
import { floatTensor, type Tensor } from '../tensor/tensor';
import type { DataSet } from '../document/data-set';
import { differentiate } from './differentiate';
import { losses } from './losses/index';
import type { Loss } from './losses/define';
import { optimisers } from './optimisers/index';
import type { TrainingSettings } from '../document/training-settings';

/** A parameter and what the optimiser remembers of it, with the names of the values that replace them. */
export interface TrainedParameter {
  readonly node: NodeId;
  readonly name: string;
  readonly value: string;
  readonly next: string;
  readonly states: readonly { readonly value: string; readonly next: string }[];
  readonly shape: Shape;
}

/** One model for each size of minibatch; the last of an epoch may be smaller. */
export interface TrainingProgram {
  readonly models: readonly { readonly rows: number; readonly model: Uint8Array<ArrayBuffer> }[];
  readonly parameters: readonly TrainedParameter[];
  /** Name and shape of one row of the network's input. */
  readonly input: { readonly value: string; readonly row: Shape };
  readonly target: 'class' | 'number';
  readonly hasAccuracy: boolean;
}

/** What every training model is fed and answers, beside its parameters. */
export const names = {
  target: 'target',
  rate: 'rate',
  step: 'step',
  loss: 'loss',
  correct: 'correct',
} as const;

interface Complete extends NodeInference {
  readonly emission: Emission;
}

/** Errors: what keeps this network from being trained on these rows, with a repair where there is one. */
export function compileTraining(
  document: Document,
  settings: TrainingSettings,
  data: DataSet,
): TrainingProgram | Problem {
  const rows = data.features.shape[0] ?? 0;
  const batch = Math.min(settings.batch, rows);
  const sizes = [batch, rows % batch].filter((size) => size > 0);
  const compiled = sizes.map((size) => compileStep(document, settings, data, size));
  const found = compiled.find(isProblem);
  if (found) return found;
  const steps = compiled.filter((step): step is Step => !isProblem(step));
  const [first] = steps;
  if (!first) return problem('training-without-rows');
  return {
    ...first,
    models: steps.map(({ model }, at) => ({ rows: sizes[at] ?? batch, model })),
  };
}

type Step = Omit<TrainingProgram, 'models'> & { readonly model: Uint8Array<ArrayBuffer> };

function compileStep(
  document: Document,
  settings: TrainingSettings,
  data: DataSet,
  rows: number,
): Step | Problem {
  const inference = inferShapes(withRows(document, rows));
  const complete = [...inference.nodes.values()].filter(
    (node): node is Complete => node.emission !== undefined,
  );
  const loss = losses.get(settings.loss);
  const optimiser = optimisers.get(settings.optimiser);
  const scored = scoredNode(complete, settings);
  if (!loss || !optimiser || !scored) return problem('nothing-to-run');
  const used = leadingTo(inference, scored);
  const inputs = used.flatMap(({ emission }) => emission.graphInputs);
  const [input] = inputs;
  if (!input || inputs.length > 1) return problem('training-needs-one-input', { count: inputs.length });
  const misfit = checkData(document, data, input.shape, scored, loss);
  if (misfit) return misfit;

  const parameters = used.flatMap(({ node, emission }) =>
    emission.parameters.map((spec) => ({
      node: node.id,
      name: spec.name,
      value: spec.value,
      shape: spec.shape,
    })),
  );
  if (parameters.length === 0) return problem('training-without-parameters');
  const forward = used.flatMap(({ emission }) => emission.nodes);
  const constants = new Map(used.flatMap(({ emission }) => [...emission.constants]));
  const shapes = shapesOf(used, constants, forward);
  if (isProblem(shapes)) return shapes;

  const builder = createOpCollector('training');
  const { output } = scored.emission;
  const values = loss.emit({ builder, output: output.name, shape: output.shape, target: names.target });
  const gradients = differentiate(
    {
      nodes: forward,
      shapes,
      seeds: new Map([[output.name, values.gradient]]),
      wanted: new Set(parameters.map(({ value }) => value)),
    },
    builder,
  );
  if (isProblem(gradients)) return gradients;
  const stateCount = optimiser.stateCount(settings);
  const trained = parameters.flatMap((parameter): TrainedParameter[] => {
    const gradient = gradients.get(parameter.value);
    if (gradient === undefined) return [];
    const states = Array.from({ length: stateCount }, (_, at) => `${parameter.value}.state_${at}`);
    const next = optimiser.emit({
      builder,
      parameter: parameter.value,
      gradient,
      rate: names.rate,
      step: names.step,
      state: states,
      settings,
    });
    return [
      {
        ...parameter,
        next: next.parameter,
        states: states.map((value, at) => ({ value, next: next.state[at] ?? value })),
      },
    ];
  });
  const float = (name: string, shape: Shape): ValueInfo => ({ name, dtype: 'float32', shape });
  const scalars = [names.rate, names.step].map((name) => float(name, []));
  const renamed = new Map([
    [values.loss, names.loss],
    ...(values.correct === undefined ? [] : [[values.correct, names.correct] as const]),
  ]);
  const rename = (name: string): string => renamed.get(name) ?? name;
  const model = encodeModel({
    name: 'training',
    nodes: [...forward, ...builder.nodes].map((node) => ({
      ...node,
      inputs: node.inputs.map(rename),
      outputs: node.outputs.map(rename),
    })),
    inputs: [
      float(input.name, input.shape),
      loss.target === 'class'
        ? { name: names.target, dtype: 'int64', shape: [rows] }
        : float(names.target, output.shape),
      ...scalars,
      ...parameters.map(({ value, shape }) => float(value, shape)),
      ...trained.flatMap(({ states, shape }) => states.map(({ value }) => float(value, shape))),
    ],
    outputs: [
      ...[...renamed.values()].map((name) => float(name, [])),
      ...trained.flatMap(({ next, states, shape }) => [
        float(next, shape),
        ...states.map((state) => float(state.next, shape)),
      ]),
    ],
    initializers: new Map([...constants, ...builder.constants]),
  });
  return {
    model,
    parameters: trained,
    input: { value: input.name, row: input.shape.slice(1) },
    target: loss.target,
    hasAccuracy: values.correct !== undefined,
  };
}

/** The same network for another number of rows at once. */
function withRows(document: Document, rows: number): Pick<Document, 'nodes' | 'edges'> {
  const { nodes } = inferShapes(document);
  return {
    edges: document.edges,
    nodes: document.nodes.map((node) => {
      const layer = nodes.get(node.id)?.layer;
      return layer ? { ...node, attributes: layer.withRows(node.attributes, rows) } : node;
    }),
  };
}

/** The chosen node, else the last that goes nowhere else. */
function scoredNode(complete: readonly Complete[], { scored }: TrainingSettings): Complete | undefined {
  const chosen = complete.find(({ node }) => node.id === scored);
  if (chosen) return chosen;
  const sources = new Set(complete.flatMap(({ inputs }) => inputs.map(({ edge }) => edge?.from.node)));
  return complete.findLast(({ node }) => !sources.has(node.id));
}

/** The node and everything before it, in order. */
function leadingTo(inference: Inference, end: Complete): Complete[] {
  const wanted = new Set([end.node.id]);
  for (const { node, inputs } of [...inference.nodes.values()].reverse()) {
    if (wanted.has(node.id)) for (const { edge } of inputs) if (edge) wanted.add(edge.from.node);
  }
  return [...inference.nodes.values()].filter(
    (node): node is Complete => wanted.has(node.node.id) && node.emission !== undefined,
  );
}

function checkData(
  document: Document,
  data: DataSet,
  inputShape: Shape,
  scored: Complete,
  loss: Loss,
): Problem | undefined {
  const { shape } = scored.emission.output;
  const name = stageName(scored.node);
  const found = loss.check(shape);
  if (found) return { ...found, node: scored.node.id, values: { ...found.values, name } };
  const width = data.features.shape[1] ?? 0;
  const expected = sizeOf(inputShape.slice(1));
  if (width !== expected) return problem('data-does-not-fit-input', { width, expected });
  if (loss.target === 'number') {
    const each = sizeOf(shape.slice(1));
    return each === 1 ? undefined : problem('data-does-not-fit-output', { name, classes: 1, outputs: each });
  }
  if (data.classes.length === 0) return problem('data-has-no-classes', { loss: loss.kind });
  if (data.classes.length === 1) return problem('data-has-one-class', { only: data.classes[0] ?? '' });
  const outputs = shape[1] ?? 0;
  if (data.classes.length > outputs) {
    return problem('data-does-not-fit-output', { name, classes: data.classes.length, outputs });
  }
  // Probabilities are no scores: the loss would take the softmax of a softmax.
  const [source] = scored.inputs;
  if (loss.kind === 'CrossEntropyLoss' && scored.layer?.givesProbabilities && source?.edge) {
    const before = document.nodes.find(({ id }) => id === source.edge?.from.node);
    return problem('loss-after-softmax', { name, before: before ? stageName(before) : '' });
  }
  return undefined;
}

function shapesOf(
  used: readonly Complete[],
  constants: ReadonlyMap<string, Tensor>,
  forward: Emission['nodes'],
): ReadonlyMap<string, Shape> | Problem {
  const known = new Map<string, { shape: Shape; values?: readonly number[] }>();
  for (const { emission } of used) {
    for (const { name, shape } of emission.graphInputs) known.set(name, { shape });
    for (const { value, shape } of emission.parameters) known.set(value, { shape });
  }
  for (const [name, { shape, values }] of constants)
    known.set(name, { shape, values: Array.from(values, Number) });
  const inferred = inferOpShapes(forward, known);
  if (isProblem(inferred)) return inferred;
  return new Map([...inferred].map(([name, { shape }]) => [name, shape]));
}

/** The parameters a run starts from, and zeros for what the optimiser remembers, by the model's names. */
export function startingValues(document: Document, program: TrainingProgram): Map<string, Tensor<'float32'>> {
  const inference = inferShapes(document);
  const values = new Map<string, Tensor<'float32'>>();
  for (const { node, emission } of inference.nodes.values()) {
    for (const spec of emission?.parameters ?? [])
      values.set(spec.value, parameterOf(document, node.id, spec));
  }
  for (const { states, shape } of program.parameters) {
    for (const { value } of states) values.set(value, floatTensor(shape, new Float32Array(sizeOf(shape))));
  }
  return values;
}

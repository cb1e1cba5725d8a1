/** Document to a training model: forward, loss, gradients and one optimiser step, all stock ONNX ops. */
import type { Document, NodeId } from '../document/document';
import { inferShapes } from '../document/infer';
import { parameterOf } from '../document/values';
import type { Mask } from '../layers/emit';
import { isProblem, problem, type Problem } from '../messages/problem';
import { createOpCollector } from '../onnx/builder';
import { encodeModel } from '../onnx/encode';
import type { ValueInfo } from '../onnx/graph';
import { sizeOf, type Shape } from '../tensor/shape';
import { floatTensor, type Tensor } from '../tensor/tensor';
import type { DataSet } from '../document/data-set';
import { differentiate } from './differentiate';
import { emitLoss, prepareNetwork, targetInfo } from './network';
import { nodesLeadingTo } from './scope';
import type { TrainingSettings } from '../document/training-settings';

/** A parameter or a buffer, and what the optimiser remembers of it, with the names of the values that replace them. */
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
  readonly models: readonly {
    readonly rows: number;
    readonly model: Uint8Array<ArrayBuffer>;
    /** Inputs of ones and zeros, drawn afresh each step. */
    readonly masks: readonly Mask[];
  }[];
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
    models: steps.map(({ model, masks }, at) => ({ rows: sizes[at] ?? batch, model, masks })),
  };
}

type Step = Omit<TrainingProgram, 'models'> & Pick<TrainingProgram['models'][number], 'model' | 'masks'>;

function compileStep(
  document: Document,
  settings: TrainingSettings,
  data: DataSet,
  rows: number,
): Step | Problem {
  const network = prepareNetwork(document, settings, data, rows, 'train');
  if (isProblem(network)) return network;
  const { all, masks, updates, forward, constants, shapes, input, scored, loss, optimiser } = network;
  const parameters = all.filter(({ isBuffer }) => !isBuffer);
  if (parameters.length === 0) return problem('training-without-parameters');

  const builder = createOpCollector('training');
  const { output } = scored.emission;
  const values = emitLoss(builder, network, names.target);
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
  // The same names in every model of the program, whatever the number of rows.
  const renamed = new Map<string, string>([[values.loss, names.loss]]);
  if (values.correct !== undefined) renamed.set(values.correct, names.correct);
  const nextOf = (value: string, replaced: string): string => {
    renamed.set(replaced, `${value}.next`);
    return `${value}.next`;
  };
  const stateCount = optimiser.stateCount(settings);
  const learned = parameters.flatMap(({ isBuffer: _, ...parameter }): TrainedParameter[] => {
    const gradient = gradients.get(parameter.value);
    if (gradient === undefined) return [];
    const states = Array.from({ length: stateCount }, (_state, at) => `${parameter.value}.state_${at}`);
    const step = optimiser.emit({
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
        next: nextOf(parameter.value, step.parameter),
        states: states.map((value, at) => ({ value, next: nextOf(value, step.state[at] ?? value) })),
      },
    ];
  });
  const buffers = all.flatMap(({ isBuffer, ...buffer }): TrainedParameter[] => {
    const update = isBuffer ? updates.get(buffer.value) : undefined;
    return update === undefined ? [] : [{ ...buffer, next: nextOf(buffer.value, update), states: [] }];
  });
  const trained = [...learned, ...buffers];
  const float = (name: string, shape: Shape): ValueInfo => ({ name, dtype: 'float32', shape });
  const scalars = [names.rate, names.step].map((name) => float(name, []));
  const rename = (name: string): string => renamed.get(name) ?? name;
  const outputs = [
    ...[...renamed.values()]
      .filter((name) => name === names.loss || name === names.correct)
      .map((name) => float(name, [])),
    ...trained.flatMap(({ next, states, shape }) => [
      float(next, shape),
      ...states.map((state) => float(state.next, shape)),
    ]),
  ];
  const nodes = [...forward, ...builder.nodes].map((node) => ({
    ...node,
    inputs: node.inputs.map(rename),
    outputs: node.outputs.map(rename),
  }));
  const model = encodeModel({
    name: 'training',
    nodes: nodesLeadingTo(nodes, new Set(outputs.map(({ name }) => name))),
    inputs: [
      float(input.name, input.shape),
      targetInfo(network, names.target, rows),
      ...scalars,
      ...masks.map(({ name, shape }) => float(name, shape)),
      ...all.map(({ value, shape }) => float(value, shape)),
      ...trained.flatMap(({ states, shape }) => states.map(({ value }) => float(value, shape))),
    ],
    outputs,
    initializers: new Map([...constants, ...builder.constants]),
  });
  return {
    model,
    masks,
    parameters: trained,
    input: { value: input.name, row: input.shape.slice(1) },
    target: loss.target,
    hasAccuracy: values.correct !== undefined,
  };
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

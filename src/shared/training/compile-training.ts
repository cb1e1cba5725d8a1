/** Document to a training model: forward, loss, gradients and one optimiser step, all stock ONNX ops. */
import type { DataSet } from '../data/data-set';
import type { Document, NodeId } from '../document/document';
import { inferShapes } from '../document/infer';
import type { TrainingSettings } from '../document/training-settings';
import { parameterOf } from '../document/values';
import type { Mask } from '../layers/emit';
import { isProblem, problem, type Problem } from '../messages/problem';
import { createOpCollector } from '../onnx/builder';
import type { ValueInfo } from '../onnx/graph';
import { sizeOf, type Shape } from '../tensor/shape';
import { floatTensor, type Tensor } from '../tensor/tensor';
import { differentiate } from './differentiate';
import { dataInfos, emitLoss, gatherRows, names, prepareNetwork } from './network';
import { placesOf, type Place } from './places';
import { repeatStep } from './repeat';
import { clip, normsOf, penalise } from './shape-gradients';

/** A parameter or a buffer, and what the optimiser remembers of it, with the names of the values that replace them. */
export interface TrainedParameter {
  readonly node: NodeId;
  readonly name: string;
  readonly value: string;
  readonly next: string;
  readonly states: readonly { readonly value: string; readonly next: string }[];
  readonly shape: Shape;
  /** What the length of its gradient is told as; buffers have none. */
  readonly norm?: string;
}

/** One model for each size of minibatch; the last of an epoch may be smaller. */
export interface TrainingProgram {
  readonly models: readonly {
    readonly rows: number;
    readonly model: Uint8Array<ArrayBuffer>;
    /** Inputs of ones and zeros, drawn afresh each step. */
    readonly masks: readonly Mask[];
    /** What its values are, for a sentence about one of them. */
    readonly places: readonly Place[];
  }[];
  readonly parameters: readonly TrainedParameter[];
  /** Name and shape of one row of the network's input. */
  readonly input: { readonly value: string; readonly row: Shape };
  readonly target: 'class' | 'number';
  readonly hasAccuracy: boolean;
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
  const { parameters, input, target, hasAccuracy } = first;
  const models = steps.map(({ model, masks, places }, at) => ({
    rows: sizes[at] ?? batch,
    model,
    masks,
    places,
  }));
  return { parameters, input, target, hasAccuracy, models };
}

type Step = Omit<TrainingProgram, 'models'> & Omit<TrainingProgram['models'][number], 'rows'>;

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
  const learning = parameters.filter((parameter) => !parameter.isFrozen);
  if (parameters.length === 0) return problem('training-without-parameters');
  if (learning.length === 0) return problem('training-all-frozen', {}, { kind: 'unfreeze' });

  const builder = createOpCollector('training');
  const told = emitLoss(builder, network, names.target);
  const found = differentiate(
    {
      nodes: forward,
      shapes,
      seeds: new Map([[scored.emission.output.name, told.gradient]]),
      wanted: new Set(learning.map(({ value }) => value)),
    },
    builder,
  );
  if (isProblem(found)) return found;
  const raw = learning.flatMap(({ value }) => {
    const gradient = found.get(value);
    return gradient === undefined ? [] : [[value, gradient] as const];
  });
  const penalised = penalise(builder, new Map(raw), settings);
  const norms = normsOf(builder, penalised);
  const gradients = clip(builder, penalised, norms, settings);

  /** What takes the place of a value that is fed back. */
  const replacements = new Map<string, string>();
  const replace = (value: string, replacement: string) => {
    replacements.set(value, replacement);
    return { value, next: `${value}.next` };
  };
  const learned = learning.flatMap(({ node, name, value, shape }): TrainedParameter[] => {
    const gradient = gradients.get(value);
    if (gradient === undefined) return [];
    const count = optimiser.stateCount(settings);
    const state = Array.from({ length: count }, (_, at) => `${value}.state_${at}`);
    const { rate, step: taken } = names;
    const step = optimiser.emit({ builder, parameter: value, gradient, rate, step: taken, state, settings });
    const states = state.map((each, at) => replace(each, step.state[at] ?? each));
    return [{ node, name, shape, states, norm: `run/norm/${value}`, ...replace(value, step.parameter) }];
  });
  const buffers = all.flatMap(({ node, name, value, shape, isBuffer }): TrainedParameter[] => {
    const update = isBuffer ? updates.get(value) : undefined;
    return update === undefined ? [] : [{ node, name, shape, states: [], ...replace(value, update) }];
  });

  const trained = [...learned, ...buffers];
  const nodes = [...gatherRows(network), ...forward, ...builder.nodes];
  const { whole, order } = dataInfos(network);
  const float = (name: string, shape: Shape): ValueInfo => ({ name, dtype: 'float32', shape });
  const model = repeatStep({
    name: 'training',
    nodes,
    constants: new Map([...constants, ...builder.constants]),
    carried: trained.flatMap(({ states, shape, value, next }) =>
      [{ value, next }, ...states].map((each) => ({
        ...each,
        shape,
        replacement: replacements.get(each.value) ?? '',
      })),
    ),
    given: [
      order,
      ...[names.rate, names.step].map((name) => float(name, [])),
      ...masks.map(({ name, shape }) => float(name, shape)),
    ],
    whole: [
      ...whole,
      ...all.filter(({ value }) => !replacements.has(value)).map(({ value, shape }) => float(value, shape)),
    ],
    told: new Map([
      [names.loss, told.loss],
      ...(told.correct === undefined ? [] : [[names.correct, told.correct] as const]),
      ...learned.flatMap(({ value, norm = '' }) => {
        const length = norms.get(value);
        return length === undefined ? [] : [[norm, length] as const];
      }),
    ]),
  });
  return {
    model,
    masks,
    places: placesOf(network, nodes, { loss: told.loss, raw: found, gradients, replacements }),
    parameters: trained,
    input: { value: input.name, row: input.shape.slice(1) },
    target: loss.target,
    hasAccuracy: told.correct !== undefined,
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

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
import { names } from './names';
import { dataInfos, emitLoss, gatherRows, prepareNetwork } from './network';
import { sizeOfAll, taken, type Part } from './pack';
import { placesOf, type Place } from './places';
import { pickFirst } from './reorder';
import { repeatStep } from './repeat';
import { clip, normsOf, penalise } from './shape-gradients';
import { emitUpdates, replacementsOf } from './update';

/** A parameter or a buffer that changes. */
export interface TrainedParameter extends Part {
  readonly node: NodeId;
  readonly name: string;
  /** What the length of its gradient is told as; buffers have none. */
  readonly norm?: string;
}

/** A tensor that is fed back, and what lies in it end to end. */
export interface Carried {
  readonly value: string;
  /** What it leaves a run as, and what it is told as after each minibatch. */
  readonly next: string;
  readonly each?: string;
  readonly parts: readonly Part[];
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
  readonly carried: readonly Carried[];
  /** Everything that is fed back is told after each minibatch, not after a run alone. */
  readonly keepsBatches: boolean;
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
  const steps = settings.epochs * Math.ceil(rows / batch);
  const compiled = sizes.map((size) => compileStep(document, settings, data, size, steps));
  const broken = compiled.find(isProblem);
  if (broken) return broken;
  const found = compiled.filter((step): step is Step => !isProblem(step));
  const [first] = found;
  if (!first) return problem('training-without-rows');
  const models = found.map(({ model, masks, places }, at) => ({
    rows: sizes[at] ?? batch,
    model,
    masks,
    places,
  }));
  const { parameters, carried, keepsBatches, input, target, hasAccuracy } = first;
  return { parameters, carried, keepsBatches, input, target, hasAccuracy, models };
}

/** Runs as short as this keep everything after each minibatch. */
const keptBatches = 2000;
const keptValues = 2_000_000;

const nextOf = (value: string): string => `${value}.next`;
const eachOf = (value: string): string => `${value}.each`;

type Step = Omit<TrainingProgram, 'models'> & Omit<TrainingProgram['models'][number], 'rows'>;

function compileStep(
  document: Document,
  settings: TrainingSettings,
  data: DataSet,
  rows: number,
  steps: number,
): Step | Problem {
  const network = prepareNetwork(document, settings, data, rows, 'train');
  if (isProblem(network)) return network;
  const { all, masks, updates, constants, input, scored, loss, optimiser } = network;
  const kept = new Set([scored.emission.output.name, ...updates.values()]);
  const { nodes: forward, shapes } = pickFirst(network.forward, network.shapes, kept);
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

  const learned = learning.flatMap(({ node, name, value, shape }): TrainedParameter[] =>
    gradients.has(value) ? [{ node, name, value, shape, norm: `run/norm/${value}` }] : [],
  );
  const buffers = all.filter(({ isBuffer, value }) => isBuffer && updates.has(value));
  const fedBack = [
    ...emitUpdates(builder, learned, gradients, optimiser, settings),
    ...buffers.map((part) => ({ ...part, replacement: updates.get(part.value) ?? '', parts: [part] })),
  ];
  const replacements = replacementsOf(fedBack);
  const keepsBatches = steps <= keptBatches && steps * sizeOfAll(fedBack) <= keptValues;
  const carried = fedBack.map(({ value, parts }): Carried => ({
    value,
    next: nextOf(value),
    ...(keepsBatches && { each: eachOf(value) }),
    parts: parts.map(({ value, shape }) => ({ value, shape })),
  }));
  const scalar = (name: string, value: string | undefined) =>
    value === undefined ? [] : [{ name, value, shape: [] }];
  const answers = [
    ...scalar(names.loss, told.loss),
    ...scalar(names.correct, told.correct),
    ...learned.flatMap(({ value, norm = '' }) => scalar(norm, norms.get(value))),
    ...fedBack.flatMap(({ value, replacement, shape }) => {
      if (!keepsBatches) return [];
      // A step may not answer the same value twice.
      return [{ name: eachOf(value), value: builder.op('Identity', [replacement]), shape }];
    }),
  ];
  const apart = fedBack.flatMap(({ value, parts }) => taken(builder, value, parts));
  const nodes = [...gatherRows(network), ...apart, ...forward, ...builder.nodes];
  const { whole, order } = dataInfos(network);
  const float = (name: string, shape: Shape): ValueInfo => ({ name, dtype: 'float32', shape });
  const model = repeatStep({
    name: 'training',
    nodes,
    constants: new Map([...constants, ...builder.constants]),
    carried: fedBack.map((each) => ({ ...each, next: nextOf(each.value) })),
    given: [
      order,
      ...[names.rate, names.step].map((name) => float(name, [])),
      ...masks.map(({ name, shape }) => float(name, shape)),
    ],
    whole: [
      ...whole,
      ...all.filter(({ value }) => !replacements.has(value)).map(({ value, shape }) => float(value, shape)),
    ],
    told: answers,
  });
  return {
    model,
    masks,
    places: placesOf(network, nodes, { loss: told.loss, raw: found, gradients, replacements }),
    parameters: [...learned, ...buffers],
    carried,
    keepsBatches,
    input: { value: input.name, row: input.shape.slice(1) },
    target: loss.target,
    hasAccuracy: told.correct !== undefined,
  };
}

/** The parameters a run starts from, and zeros for what the optimiser remembers, by the model's names. */
export function startingValues(document: Document, program: TrainingProgram): Map<string, Tensor<'float32'>> {
  // What the canvas's own input holds is no matter to rows that are learned from.
  const { inputs: _, ...structure } = document;
  const inference = inferShapes(structure);
  const values = new Map<string, Tensor<'float32'>>();
  for (const { node, emission } of inference.nodes.values()) {
    for (const spec of emission?.parameters ?? [])
      values.set(spec.value, parameterOf(document, node.id, spec));
  }
  for (const { value, shape } of program.carried.flatMap(({ parts }) => parts)) {
    if (!values.has(value)) values.set(value, floatTensor(shape, new Float32Array(sizeOf(shape))));
  }
  return values;
}

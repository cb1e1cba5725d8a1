/** Document to one backward pass: forward of one example as when predicting, its loss, every gradient, and each weight after one step. */
import { keptFeatures, type DataSet } from '../data/data-set';
import type { Document, FloatTensor, NodeId } from '../document/document';
import { inferShapes } from '../document/infer';
import type { TrainingSettings } from '../document/training-settings';
import { inputOf, parameterOf } from '../document/values';
import { isProblem, type Problem } from '../messages/problem';
import { createOpCollector } from '../onnx/builder';
import { encodeModel } from '../onnx/encode';
import type { OpNode, ValueInfo } from '../onnx/graph';
import { nodesLeadingTo } from '../onnx/leading';
import { sizeOf, type Shape } from '../tensor/shape';
import { floatTensor } from '../tensor/tensor';
import { checkData } from './check-data';
import { differentiate } from './differentiate';
import type { Loss } from './losses/define';
import { names } from './names';
import { emitLoss, findNetwork, type Network } from './network';
import type { Optimiser } from './optimisers/define';
import { ratesOf } from './schedule';
import type { Complete } from './scope';
import { clip, lengthOf, normsOf, penalise } from './shape-gradients';

/** Names of what the model answers beside the forward values. */
export const gradientOf = (value: string): string => `${value}.gradient`;
export const nextOf = (value: string): string => `${value}.next`;
/** The length of all gradients together, where they are clipped by it. */
export const lengthName = 'run/length';

export interface BackwardProgram {
  readonly model: Uint8Array<ArrayBuffer>;
  readonly feeds: ReadonlyMap<string, FloatTensor>;
  /** From the input to the scored node, in order. */
  readonly stages: readonly Complete[];
  readonly scored: NodeId;
  readonly loss: Loss;
  readonly optimiser: Optimiser;
  readonly settings: TrainingSettings;
  readonly rate: number;
  readonly answer: number;
}

/** Of the first row of the network's input. Errors: what keeps a gradient from being worked out. */
export function compileBackward(
  document: Document,
  settings: TrainingSettings,
  answer: number,
): BackwardProgram | Problem {
  const network = findNetwork(document, settings, 1, 'eval');
  if (isProblem(network)) return network;
  const { input, used, scored, loss, optimiser, all, forward, constants, shapes } = network;
  const row = exampleOf(document, input);
  const misfit = checkData(document, oneRow(row, answer), input, scored, loss);
  if (misfit) return misfit;

  const builder = createOpCollector('backward');
  const target =
    loss.target === 'class' ? builder.op('Cast', [names.target], { to: { int: 7 } }) : names.target;
  const { loss: lossValue, gradient } = emitLoss(builder, network, target);
  const parameters = all.filter(({ isBuffer }) => !isBuffer);
  const wanted = new Map<string, Shape>([
    ...used.flatMap(({ emission }) => emission.outputs.map(({ name, shape }) => [name, shape] as const)),
    ...parameters.map(({ value, shape }) => [value, shape] as const),
  ]);
  const gradients = differentiate(
    {
      nodes: forward,
      shapes,
      seeds: new Map([[scored.emission.output.name, gradient]]),
      wanted: new Set(wanted.keys()),
    },
    builder,
  );
  if (isProblem(gradients)) return gradients;

  const float = (name: string, shape: Shape): ValueInfo => ({ name, dtype: 'float32', shape });
  const outputs: ValueInfo[] = used
    .flatMap(({ emission }) => emission.outputs)
    .filter(({ name }) => name !== input.name)
    .map(({ name, shape, dtype }) => ({ name, shape, dtype }));
  // One value may be the gradient of several, and a model answers no value twice.
  const named: OpNode[] = [];
  const answerAs = (name: string, value: string, shape: Shape): void => {
    named.push({ name, type: 'Identity', inputs: [value], outputs: [name], attributes: {} });
    outputs.push(float(name, shape));
  };
  answerAs(names.loss, lossValue, []);
  for (const [value, shape] of wanted) {
    const found = gradients.get(value);
    if (found !== undefined) answerAs(gradientOf(value), found, shape);
  }
  const learning = parameters.filter(({ value, isFrozen }) => !isFrozen && gradients.has(value));
  const raw = new Map(learning.map(({ value }) => [value, gradients.get(value) ?? '']));
  const penalised = penalise(builder, raw, settings);
  const norms = normsOf(builder, penalised);
  if (settings.clip === 'norm' && norms.size > 0) answerAs(lengthName, lengthOf(builder, norms), []);
  const shaped = clip(builder, penalised, norms, settings);
  const fresh = new Map<string, FloatTensor>();
  for (const { value, shape } of learning) {
    const state = Array.from({ length: optimiser.stateCount(settings) }, (_, at) => `${value}.state_${at}`);
    for (const name of state) fresh.set(name, floatTensor(shape, new Float32Array(sizeOf(shape))));
    const context = { builder, parameter: value, gradient: shaped.get(value) ?? '', state, settings };
    const { rate, step } = names;
    answerAs(nextOf(value), optimiser.emit({ ...context, rate, step }).parameter, shape);
  }

  const [rate = settings.rate] = ratesOf(settings);
  const feeds = new Map<string, FloatTensor>([
    [input.name, row],
    [names.target, floatTensor(loss.target === 'class' ? [1] : [1, 1], [answer])],
    [names.rate, floatTensor([], [rate])],
    [names.step, floatTensor([], [1])],
    ...used.flatMap(({ node, emission }) =>
      emission.parameters.map((spec) => [spec.value, parameterOf(document, node.id, spec)] as const),
    ),
    ...fresh,
  ]);
  // Rules also emit gradients nobody asked for.
  const model = encodeModel({
    name: 'backward',
    nodes: nodesLeadingTo([...forward, ...builder.nodes, ...named], new Set(outputs.map(({ name }) => name))),
    inputs: [...feeds].map(([name, { shape }]) => float(name, shape)),
    outputs,
    initializers: new Map([...constants, ...builder.constants]),
  });
  return { model, feeds, stages: used, scored: scored.node.id, loss, optimiser, settings, rate, answer };
}

/** The first row of the canvas's input. */
export function exampleOf(document: Document, { id, shape }: Network['input']): FloatTensor {
  const drawn = inferShapes(document).nodes.get(id)?.emission?.output.shape ?? shape;
  return floatTensor(shape, inputOf(document, id, drawn).values.subarray(0, sizeOf(shape)));
}

/** The example as rows to learn from, so that what a loss cannot take is said in the same words. */
function oneRow(row: FloatTensor, answer: number): DataSet {
  const width = row.values.length;
  return {
    features: keptFeatures({ ...row, shape: [1, width] }),
    targets: Float32Array.of(answer),
    columns: [],
    classes: ['0', '1'],
  };
}

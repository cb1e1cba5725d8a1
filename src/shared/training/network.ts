/** A document made ready for a loss: the part that leads to the scored node, for a number of rows at once. */
import type { DataSet } from '../data/data-set';
import { kindName, stageName, type Document, type Node, type NodeId } from '../document/document';
import { inferShapes, type NodeInference } from '../document/infer';
import { withRows } from '../document/rows';
import { isFrozen, type TrainingSettings } from '../document/training-settings';
import type { Mode } from '../layers/define';
import type { Emission, Mask } from '../layers/emit';
import { listOf } from '../messages/list-of';
import { isProblem, problem, type Problem } from '../messages/problem';
import type { OpBuilder } from '../onnx/builder';
import type { OpNode, ValueInfo } from '../onnx/graph';
import { reshapeTo } from '../ops/backward';
import { ops } from '../ops/index';
import { inferOpShapes } from '../ops/infer';
import type { Shape } from '../tensor/shape';
import type { Dtype, Tensor } from '../tensor/tensor';
import { checkData } from './check-data';
import type { Loss, LossSettings, LossValues } from './losses/define';
import { losses } from './losses/index';
import type { Optimiser } from './optimisers/define';
import { optimisers } from './optimisers/index';
import { names } from './names';
import { leadingTo, scoredNode, type Complete } from './scope';

export interface Network {
  readonly input: { readonly id: NodeId; readonly name: string; readonly shape: Shape };
  /** The scored node and everything before it, in order. */
  readonly used: readonly Complete[];
  readonly scored: Complete;
  readonly loss: Loss;
  readonly lossSettings: LossSettings;
  readonly optimiser: Optimiser;
  readonly all: readonly {
    readonly node: NodeId;
    readonly name: string;
    readonly value: string;
    readonly shape: Shape;
    readonly isBuffer: boolean;
    readonly isFrozen: boolean;
    /** What the node is called. */
    readonly stage: string;
  }[];
  readonly masks: readonly Mask[];
  /** Buffers and the values that replace them. */
  readonly updates: ReadonlyMap<string, string>;
  readonly forward: readonly OpNode[];
  readonly constants: ReadonlyMap<string, Tensor>;
  readonly shapes: ReadonlyMap<string, Shape>;
}

/** Errors: what keeps this part of the network from being scored on these rows. */
export function prepareNetwork(
  document: Document,
  settings: TrainingSettings,
  data: DataSet,
  rows: number,
  mode: Mode,
): Network | Problem {
  const network = findNetwork(document, settings, rows, mode);
  if (isProblem(network)) return network;
  return checkData(document, data, network.input, network.scored, network.loss) ?? network;
}

/** Errors: a loss or an optimiser that there is not. */
function chosenIn(settings: TrainingSettings): { loss: Loss; optimiser: Optimiser } | Problem {
  const loss = losses.get(settings.loss);
  if (!loss) return problem('training-unknown', { kind: settings.loss });
  const optimiser = optimisers.get(settings.optimiser);
  if (!optimiser) return problem('training-unknown', { kind: settings.optimiser });
  return { loss, optimiser };
}

/** A loss or an optimiser that there is not: the network is fine without, until it is to learn. */
export function unknownIn(settings: TrainingSettings | undefined): Problem | undefined {
  const chosen = settings && chosenIn(settings);
  return chosen && isProblem(chosen) ? chosen : undefined;
}

/** Whatever the rows hold. Errors: what keeps this part of the network from being scored at all. */
export function findNetwork(
  document: Document,
  settings: TrainingSettings,
  rows: number,
  mode: Mode,
): Network | Problem {
  const inference = inferShapes(withRows(document, rows), mode);
  const chosen = chosenIn(settings);
  if (isProblem(chosen)) return chosen;
  const { loss, optimiser } = chosen;
  const scored = scoredNode(inference, document.edges, settings);
  const [broken] = inference.problems;
  const through = withoutRules(
    scored && !isProblem(scored) ? leadingTo(inference, scored) : [...inference.nodes.values()],
  );
  if (through) return through;
  if (!scored) return broken ?? problem('nothing-to-run');
  if (isProblem(scored)) return scored;
  const used = leadingTo(inference, scored);
  const inputs = used.flatMap(({ node, emission }) =>
    emission.graphInputs.map((value) => ({ ...value, id: node.id })),
  );
  const [input] = inputs;
  if (!input || inputs.length > 1) return problem('training-needs-one-input', { count: inputs.length });
  if (input.dtype !== 'float32') return rowsNeedFloat(inference.nodes.get(input.id)?.node, input.dtype);
  const all = used.flatMap(({ node, emission }) =>
    emission.parameters.map(({ name, value, shape, isBuffer }) => ({
      node: node.id,
      name,
      value,
      shape,
      isBuffer: isBuffer === true,
      isFrozen: isFrozen(settings, node.id, name),
      stage: stageName(node),
    })),
  );
  const masks = used.flatMap(({ emission }) => emission.masks);
  const updates = new Map(used.flatMap(({ emission }) => [...emission.updates]));
  const forward = used.flatMap(({ emission }) => emission.nodes);
  const constants = new Map(used.flatMap(({ emission }) => [...emission.constants]));
  const shapes = shapesOf(used, constants, forward);
  if (isProblem(shapes)) return shapes;
  return {
    ...{ input, used, scored, loss, lossSettings: settings, optimiser, all },
    masks,
    updates,
    forward,
    constants,
    shapes,
  };
}

/** The loss of what the scored node answers; one number a row takes the shape of the answer. */
export function emitLoss(
  builder: OpBuilder,
  { scored, loss, lossSettings: settings }: Network,
  target: string,
): LossValues {
  const { name, shape } = scored.emission.output;
  const fitting = loss.target === 'class' || shape.length === 2 ? target : reshapeTo(builder, target, shape);
  return loss.emit({ builder, output: name, shape, target: fitting, settings });
}

/** The data set as it is fed, whole, and the numbers of the rows of one minibatch. */
export function dataInfos({ loss, input }: Network): {
  readonly whole: readonly ValueInfo[];
  readonly order: ValueInfo;
} {
  const [rows = 1, ...row] = input.shape;
  const targets: ValueInfo =
    loss.target === 'class'
      ? { name: names.targets, dtype: 'int64', shape: ['rows'] }
      : { name: names.targets, dtype: 'float32', shape: ['rows', 1] };
  return {
    whole: [{ name: names.features, dtype: 'float32', shape: ['rows', ...row] }, targets],
    order: { name: names.order, dtype: 'int32', shape: [rows] },
  };
}

/** A minibatch taken out of the data set: what the network reads, and the right answers. */
export function gatherRows({ input }: Network): readonly OpNode[] {
  const take = (from: string, to: string): OpNode => ({
    name: `${to}/rows`,
    type: 'Gather',
    inputs: [from, names.order],
    outputs: [to],
    attributes: {},
  });
  return [take(names.features, input.name), take(names.targets, names.target)];
}

const namedOnes = 5;

/** Operators of opened models of which no rule here says shapes or gradients: a run of theirs tells of its own rows alone. */
function withoutRules(nodes: readonly NodeInference[]): Problem | undefined {
  const isReal = (emission: Emission): boolean =>
    emission.nodes.every(({ type }) => ops.has(type)) &&
    emission.outputs.every(({ dtype, other }) => dtype === 'float32' && other === undefined);
  const found = nodes.filter(
    ({ node, emission, unrecorded }) =>
      node.op && !node.isBypassed && (unrecorded ?? (emission && !isReal(emission))),
  );
  if (found.length === 0) return undefined;
  const named = found.slice(0, namedOnes).map(({ node }) => `${stageName(node)} (${kindName(node)})`);
  const more = found.length > namedOnes ? [`${found.length - namedOnes} more`] : [];
  return problem('training-through-operators', { names: listOf([...named, ...more]) });
}

/** Rows are float32, and so is what they are fed to. */
export function rowsNeedFloat(input: Node | undefined, dtype: Dtype): Problem {
  const found = problem(
    'rows-need-float',
    { name: input ? stageName(input) : '', dtype },
    { kind: 'set-attribute', attribute: 'dtype', value: 'float32' },
  );
  return input ? { ...found, node: input.id } : found;
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
    for (const { name, shape } of emission.masks) known.set(name, { shape });
  }
  for (const [name, { shape, values }] of constants)
    known.set(name, { shape, values: Array.from(values, Number) });
  const inferred = inferOpShapes(forward, known);
  if (isProblem(inferred)) return inferred;
  return new Map([...inferred].map(([name, { shape }]) => [name, shape]));
}

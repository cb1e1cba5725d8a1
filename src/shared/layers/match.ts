/** Whether a value of a model was computed by a layer: what the layer guesses is emitted anew and held against the model. */
import { isProblem, type Problem } from '../messages/problem';
import { opset, type OpAttribute, type OpNode } from '../onnx/graph';
import { completed } from '../ops/plain/defaults';
import { areShapesEqual } from '../tensor/shape';
import type { Tensor } from '../tensor/tensor';
import { checkAttributes, type Attributes } from './attributes';
import type { Guess, Layer } from './define';
import { emitLayer, type Emission, type Given } from './emit';
import type { Seen } from './seen';

/** A layer found in a model. */
export interface Match {
  readonly layer: Layer;
  readonly attributes: Attributes;
  /** What it computes. */
  readonly answer: Seen;
  /** The values at its ports. */
  readonly inputs: readonly Seen[];
  /** Where the model keeps its parameters, by their names. */
  readonly parameters: ReadonlyMap<string, Seen>;
  /** What of the model it is. */
  readonly ops: ReadonlySet<OpNode>;
}

/** The layer that answers `value`, or undefined; of several ways that do the one that accounts for most of the model. */
export function matchLayer(
  layer: Layer,
  value: Seen,
  does: (match: Match) => boolean = () => true,
): Match | undefined {
  return layer
    .recognise(value)
    .map((guess) => matchGuess(layer, guess, value))
    .filter((match) => match !== undefined)
    .filter(does)
    .reduce<Match | undefined>(
      (best, match) => (best && best.ops.size >= match.ops.size ? best : match),
      undefined,
    );
}

function matchGuess(layer: Layer, guess: Guess<Attributes>, value: Seen): Match | undefined {
  const { shapes, attributes = {} } = guess;
  const checked = checkAttributes(layer.attributes, attributes);
  if (isProblem(checked) || shapes.length !== layer.inputs(checked).length) return undefined;
  const ports = shapes.map((shape, at) => ({ name: `input ${at}`, shape }));
  const emission = guess.emit
    ? emitLayer({ ...layer, emit: (context) => guess.emit?.(context) ?? '' }, 'layer', ports, checked)
    : emitOnce(layer, ports, checked);
  if (isProblem(emission)) return undefined;
  const found = overlay(emission, new Set(ports.map(({ name }) => name)), value);
  if (!found) return undefined;
  const inputs = ports.flatMap(({ name, shape }) => {
    const source = found.values.get(name);
    return source && areShapesEqual(source.shape, shape) ? [source] : [];
  });
  if (inputs.length < ports.length) return undefined;
  const parameters = emission.parameters.flatMap((spec): [string, Seen][] => {
    const source = found.values.get(spec.value);
    return source ? [[spec.name, source]] : [];
  });
  const told = { layer, attributes: checked, answer: value };
  return { ...told, inputs, parameters: new Map(parameters), ops: found.ops };
}

/** Deep models guess the same again and again. */
const emitted = new Map<Layer, Map<string, Emission | Problem>>();
const emittedLimit = 500;

function emitOnce(layer: Layer, ports: readonly Given[], attributes: Attributes): Emission | Problem {
  const known = emitted.get(layer) ?? new Map<string, Emission | Problem>();
  emitted.set(layer, known);
  const key = JSON.stringify([ports.map(({ shape }) => shape), attributes]);
  const found = known.get(key) ?? emitLayer(layer, 'layer', ports, attributes);
  if (known.size >= emittedLimit) known.clear();
  known.set(key, found);
  return found;
}

/** The emission laid over the model, from the answer back: which value each of its names stands for. */
function overlay(
  emission: Emission,
  inputs: ReadonlySet<string>,
  answer: Seen,
): { readonly values: ReadonlyMap<string, Seen>; readonly ops: ReadonlySet<OpNode> } | undefined {
  const makers = new Map(
    emission.nodes.flatMap((node) => node.outputs.map((name, place) => [name, { node, place }])),
  );
  const parameters = new Map(emission.parameters.map(({ value, shape }) => [value, shape]));
  const values = new Map<string, Seen>();
  const ops = new Set<OpNode>();
  if (emission.graphOutputs.length > 0 && !answer.origin.isAnswer) return undefined;

  const pending: (readonly [name: string, value: Seen])[] = [[emission.output.name, answer]];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const [name, value] = next;
    // An input is left out on both sides.
    if (name === '' && value.name === '') continue;
    const known = values.get(name);
    if (known) {
      // Equal numbers are one here, and may be several in a file.
      if (known !== value && !(emission.constants.has(name) && isLeaf(name, value))) return undefined;
      continue;
    }
    values.set(name, value);
    if (inputs.has(name)) continue;
    const maker = makers.get(name);
    if (!maker) {
      if (!isLeaf(name, value)) return undefined;
      continue;
    }
    const { op, place } = value.origin;
    if (!op || place !== maker.place || !isSameOp(said(maker.node, value.inputs), op)) return undefined;
    ops.add(op);
    maker.node.inputs.forEach((input, at) => pending.push([input, value.back(at)]));
  }
  return { values, ops };

  function isLeaf(name: string, value: Seen): boolean {
    const { tensor, isGiven } = value.origin;
    const constant = emission.constants.get(name);
    if (constant) return tensor !== undefined && isSameTensor(constant, tensor);
    const shape = parameters.get(name);
    if (shape) return tensor?.dtype === 'float32' && areShapesEqual(shape, tensor.shape);
    return isGiven === true;
  }
}

/** With all it means said, as the ops of a model that was seen are. */
function said(node: OpNode, inputs: readonly Seen[]): OpNode {
  return { ...node, attributes: completed(node.type, node.attributes, inputs, opset) };
}

function isSameOp(one: OpNode, other: OpNode): boolean {
  const names = new Set([...Object.keys(one.attributes), ...Object.keys(other.attributes)]);
  return (
    one.type === other.type &&
    one.inputs.length === other.inputs.length &&
    [...names].every((name) => isSameAttribute(one.attributes[name], other.attributes[name]))
  );
}

/** Files keep float32. */
function isSameAttribute(one: OpAttribute | undefined, other: OpAttribute | undefined): boolean {
  // No layer's op is told a tensor.
  if (!one || !other || 'tensor' in other) return false;
  if ('float' in one) return 'float' in other && Math.fround(one.float) === Math.fround(other.float);
  return JSON.stringify(one) === JSON.stringify(other);
}

function isSameTensor(one: Tensor, other: Tensor): boolean {
  return (
    one.dtype === other.dtype &&
    areShapesEqual(one.shape, other.shape) &&
    one.values.every((value: unknown, at: number) => Object.is(value, other.values[at]))
  );
}

/** The numbers of a document: those that were set, and fresh ones where none were. */
import type { ParameterSpec } from '../layers/define';
import { createRandom } from '../tensor/random';
import { areShapesEqual, indexAt, offsetAt, sizeOf, type Shape } from '../tensor/shape';
import { drawTensor } from '../tensor/draw';
import { floatTensor, isFloat, numberAt, type Tensor } from '../tensor/tensor';
import type { Value } from '../layers/emit';
import { isProblem, type Problem } from '../messages/problem';
import { acceptedBy, refusalOf } from './accepted';
import type { Document, FloatTensor, NodeId } from './document';
import type { Inference } from './infer';

/** Fresh values are drawn once: the same tensor object, so that nothing is sent to the engine twice. */
const fresh = new Map<string, FloatTensor>();
const freshLimit = 512;

/** The parameter as set, or drawn as PyTorch would when none of this shape was set. */
export function parameterOf(
  document: Pick<Document, 'seed' | 'parameters'>,
  node: NodeId,
  spec: ParameterSpec,
): FloatTensor {
  const set = document.parameters[node]?.[spec.name];
  if (set && areShapesEqual(set.shape, spec.shape)) return set;
  if (set && set.shape.length === spec.shape.length) return refit(document, node, spec, set);
  const stream = () => createRandom(document.seed, `${node}.${spec.name}`);
  // How it is drawn depends on more than its shape, such as how many numbers a layer reads: its first number tells.
  const way = `${spec.initial(stream(), 0)} ${spec.drawing ?? ''}`;
  return drawOnce(`${document.seed} ${node}.${spec.name} ${spec.shape.join()} ${way}`, spec.shape, () => {
    const random = stream();
    return (offset) => spec.initial(random, offset);
  });
}

/** Set for another shape: what still has a place keeps it, the rest is fresh; made once of the two. */
const refitted = new WeakMap<FloatTensor, WeakMap<FloatTensor, FloatTensor>>();

function refit(
  { seed }: Pick<Document, 'seed'>,
  node: NodeId,
  spec: ParameterSpec,
  set: FloatTensor,
): FloatTensor {
  const start = parameterOf({ seed, parameters: {} }, node, spec);
  const made = refitted.get(set) ?? new WeakMap<FloatTensor, FloatTensor>();
  refitted.set(set, made);
  const known = made.get(start);
  if (known) return known;
  const values = Float32Array.from(start.values, (value, offset) => {
    const index = indexAt(spec.shape, offset);
    const hadIt = index.every((at, axis) => at < (set.shape[axis] ?? 0));
    return hadIt ? (set.values[offsetAt(set.shape, index)] ?? value) : value;
  });
  const tensor = { ...start, values };
  made.set(start, tensor);
  return tensor;
}

/** The document with every number written down that would otherwise be drawn. */
export function withDrawnValues(document: Document, inference: Inference): Document {
  // What is not complete keeps what was set of it.
  const parameters: Record<NodeId, Record<string, FloatTensor>> = mapCopies(document.parameters);
  const inputs: Record<string, Tensor> = { ...document.inputs };
  for (const { node, emission } of inference.nodes.values()) {
    for (const spec of emission?.parameters ?? []) {
      (parameters[node.id] ??= {})[spec.name] = parameterOf(document, node.id, spec);
    }
    for (const given of emission?.graphInputs ?? []) inputs[node.id] = givenOf(document, node.id, given);
  }
  return { ...document, parameters, inputs };
}

function mapCopies(parameters: Document['parameters']): Record<NodeId, Record<string, FloatTensor>> {
  return Object.fromEntries(Object.entries(parameters).map(([node, tensors]) => [node, { ...tensors }]));
}

/**
 * The input as set, or fresh, as float32: standard normal numbers to two decimals, or such as its reader takes. Of the same size in
 * another shape, it is kept.
 */
export function inputOf(
  document: Pick<Document, 'seed' | 'inputs' | 'nodes' | 'edges'>,
  node: NodeId,
  shape: Shape,
): FloatTensor {
  const stated = document.inputs[node];
  const set = stated && asFloats(stated);
  if (set && areShapesEqual(set.shape, shape)) return set;
  if (set && sizeOf(set.shape) === sizeOf(shape)) return { ...set, shape };
  const below = acceptedBy(document, node)?.below;
  return drawOnce(`${document.seed} ${node} ${shape.join()} ${below ?? ''}`, shape, () => {
    const stream = createRandom(document.seed, node);
    return () =>
      below === undefined ? Math.round(stream.normal() * 100) / 100 : Math.floor(stream.uniform(0, below));
  });
}

/** The same in the type that the input is of, as a model is fed it. */
export function givenOf(
  document: Pick<Document, 'seed' | 'inputs' | 'nodes' | 'edges'>,
  node: NodeId,
  { shape, dtype }: Pick<Value, 'shape' | 'dtype'>,
): Tensor {
  if (dtype === 'float32') return inputOf(document, node, shape);
  const set = document.inputs[node];
  if (set?.dtype === dtype && sizeOf(set.shape) === sizeOf(shape)) return { ...set, shape };
  const key = `${document.seed} ${node} ${shape.join()} ${dtype}`;
  const known = drawn.get(key);
  if (known) return known;
  const tensor = drawTensor(dtype, shape, createRandom(document.seed, node));
  if (isProblem(tensor)) throw new RangeError('inferShapes lets no shape through that is too large');
  if (drawn.size >= freshLimit) drawn.clear();
  drawn.set(key, tensor);
  return tensor;
}

const drawn = new Map<string, Tensor>();
const converted = new WeakMap<Tensor, FloatTensor>();

function asFloats(tensor: Tensor): FloatTensor {
  if (isFloat(tensor)) return tensor;
  const known = converted.get(tensor);
  if (known) return known;
  const length = sizeOf(tensor.shape);
  const floats = floatTensor(
    tensor.shape,
    Float32Array.from({ length }, (_, at) => numberAt(tensor, at)),
  );
  converted.set(tensor, floats);
  return floats;
}

/** The values of every input node, set or drawn. */
export function inputsIn(document: Document, inference: Inference): Document['inputs'] {
  const shown = [...inference.nodes.values()].flatMap(({ node, emission }) =>
    (emission?.graphInputs ?? []).map((given) => [node.id, givenOf(document, node.id, given)] as const),
  );
  return Object.fromEntries(shown);
}

/** A problem where an input holds a number that the layer reading it does not take. */
export function refusedInput(document: Document, inference: Inference): Problem | undefined {
  for (const { node, emission } of inference.nodes.values()) {
    for (const given of emission?.graphInputs ?? []) {
      const refused = refusalOf(document, node.id, givenOf(document, node.id, given));
      if (refused) return refused;
    }
  }
  return undefined;
}

function drawOnce(key: string, shape: Shape, start: () => (offset: number) => number): FloatTensor {
  const known = fresh.get(key);
  if (known) return known;
  const draw = start();
  const tensor = floatTensor(
    shape,
    Float32Array.from({ length: sizeOf(shape) }, (_, offset) => draw(offset)),
  );
  if (fresh.size >= freshLimit) fresh.clear();
  fresh.set(key, tensor);
  return tensor;
}

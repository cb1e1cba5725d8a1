/** The numbers of a document: those that were set, and fresh ones where none were. */
import type { ParameterSpec } from '../layers/define';
import { createRandom } from '../tensor/random';
import { areShapesEqual, sizeOf, type Shape } from '../tensor/shape';
import { floatTensor } from '../tensor/tensor';
import type { Document, FloatTensor, NodeId } from './document';

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
  return drawOnce(`${document.seed} ${node}.${spec.name} ${spec.shape.join()}`, spec.shape, () => {
    const stream = createRandom(document.seed, `${node}.${spec.name}`);
    return () => spec.initial(stream);
  });
}

/** The input as set, or standard normal numbers to two decimals; of the same size in another shape, it is kept. */
export function inputOf(
  document: Pick<Document, 'seed' | 'inputs'>,
  node: NodeId,
  shape: Shape,
): FloatTensor {
  const set = document.inputs[node];
  if (set && areShapesEqual(set.shape, shape)) return set;
  if (set && sizeOf(set.shape) === sizeOf(shape)) return { ...set, shape };
  return drawOnce(`${document.seed} ${node} ${shape.join()}`, shape, () => {
    const stream = createRandom(document.seed, node);
    return () => Math.round(stream.normal() * 100) / 100;
  });
}

function drawOnce(key: string, shape: Shape, start: () => () => number): FloatTensor {
  const known = fresh.get(key);
  if (known) return known;
  const tensor = floatTensor(shape, Float32Array.from({ length: sizeOf(shape) }, start()));
  if (fresh.size >= freshLimit) fresh.clear();
  fresh.set(key, tensor);
  return tensor;
}

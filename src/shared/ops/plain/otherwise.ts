/** Said in yet another way: what operators and numbers are alone, where no layer answers them together with others. */
import type { OpNode } from '../../onnx/graph';
import { resolveAxis, type Shape } from '../../tensor/shape';
import type { Tensor } from '../../tensor/tensor';
import { intOf } from '../define';
import { wholeNumbers } from './define';

/** An operator, what it reads beside the values it is made of, and the name of what it answers. */
export interface Otherwise {
  readonly node: OpNode;
  readonly constants: readonly Tensor[];
}

/** A number of the model read as if it were computed. */
export function read(name: string): OpNode {
  return { name, type: 'Identity', inputs: [name], outputs: [name], attributes: {} };
}

/** One piece of a Split as it would be cut out alone; undefined for the answer of another operator. */
export function piece(
  { name, type, inputs, outputs, attributes }: OpNode,
  place: number,
  shape: Shape,
  sizes: readonly number[],
): Otherwise | undefined {
  const axis = resolveAxis(intOf(attributes.axis, 0), shape.length);
  if (type !== 'Split' || axis === undefined || place >= sizes.length) return undefined;
  const start = sizes.slice(0, place).reduce((sum, size) => sum + size, 0);
  const lists = [start, start + (sizes[place] ?? 0), axis, 1];
  return {
    node: { name, type: 'Slice', inputs: [inputs[0] ?? ''], outputs: [outputs[place] ?? ''], attributes: {} },
    constants: lists.map((value) => wholeNumbers([1], [value])),
  };
}

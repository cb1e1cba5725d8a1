/** Whether two tensors hold the same numbers, to what adding up in another order changes. */
import { areShapesEqual } from '#shared/tensor/shape';
import { numberAt, type Tensor } from '#shared/tensor/tensor';

/** Of the largest number there is in either. */
const tolerance = 1e-4;

export function isAlike(one: Tensor, other: Tensor): boolean {
  const { length } = one.values;
  // A number alone and a row of one are the same to those that read them: what they answer tells.
  const isOne = length === 1 && other.values.length === 1;
  if (one.dtype !== other.dtype || !(isOne || areShapesEqual(one.shape, other.shape))) return false;
  if (one.dtype === 'string') return String(one.values) === String(other.values);
  let largest = 0;
  for (let at = 0; at < length; at++) {
    const size = Math.abs(numberAt(other, at));
    if (size > largest && size < Infinity) largest = size;
  }
  for (let at = 0; at < length; at++) {
    const [is, should] = [numberAt(one, at), numberAt(other, at)];
    if (!Object.is(is, should) && !(Math.abs(is - should) <= tolerance * largest)) return false;
  }
  return true;
}

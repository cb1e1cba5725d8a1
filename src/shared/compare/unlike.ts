/** Whether two tensors hold the same, to what adding up in another order changes. */
import { sizeOf } from '../tensor/shape';
import type { Tensor } from '../tensor/tensor';
import { difference, numbersIn, type Difference } from './differ';

/**
 * How far they are apart where floats are so by more than a share of the largest number of `other`, or anything else is not
 * the same; undefined where they are alike.
 */
export function unlike(one: Tensor, other: Tensor, share: number): Difference | undefined {
  const tolerance = { absolute: share * largestIn(other), relative: 0 };
  const found = difference(one, other, tolerance);
  const isSame = one.dtype === other.dtype && !found.misfit && found.beyond === 0;
  return isSame ? undefined : found;
}

/** Of those that are finite. */
function largestIn(tensor: Tensor): number {
  const numbers = tensor.dtype === 'string' ? [] : numbersIn(tensor, 0, sizeOf(tensor.shape));
  let largest = 0;
  for (let at = 0; at < numbers.length; at++) {
    const size = Math.abs(numbers[at] ?? 0);
    if (size > largest && size < Infinity) largest = size;
  }
  return largest;
}

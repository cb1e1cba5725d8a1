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
  return areClose(numbersOf(one), numbersOf(other));
}

function areClose(one: ArrayLike<number>, other: ArrayLike<number>): boolean {
  let largest = 0;
  for (let at = 0; at < other.length; at++) {
    const size = Math.abs(other[at] ?? 0);
    if (size > largest && size < Infinity) largest = size;
  }
  const most = tolerance * largest;
  for (let at = 0; at < one.length; at++) {
    const [is, should] = [one[at] ?? 0, other[at] ?? 0];
    if (!(Math.abs(is - should) <= most) && !Object.is(is, should)) return false;
  }
  return true;
}

/** As they are where they are plain numbers: there are millions. */
function numbersOf(tensor: Tensor): ArrayLike<number> {
  const { values } = tensor;
  if (values instanceof Float32Array || values instanceof Float64Array) return values;
  return Float64Array.from({ length: values.length }, (_, at) => numberAt(tensor, at));
}

/** Numbers of any type drawn at random: what a model is given where nothing was. */
import { problem, type Problem } from '../messages/problem';
import type { Random } from './random';
import { sizeOf, type Shape } from './shape';
import { encodeFloat16, type Dtype, type Tensor } from './tensor';

const sizeLimit = 500_000_000;

const words = ['red', 'green', 'blue', 'one', 'two', 'three'];

/**
 * Floats are standard normal; whole numbers 0 or 1, which are in range wherever a model looks something up. One alone is 1:
 * it may be a length or a step, of which 0 ends the runtime. Errors: more values than fit.
 */
export function drawTensor(dtype: Dtype, shape: Shape, random: Random): Tensor | Problem {
  const size = sizeOf(shape);
  if (size > sizeLimit) {
    return problem('shape-too-large', { shape: shape.join(' x '), size, limit: sizeLimit });
  }
  const below = (limit: number): number => Math.floor(random.uniform(0, limit));
  const whole = (): number => (size === 1 ? 1 : below(2));
  switch (dtype) {
    case 'float32':
      return { dtype, shape, values: new Float32Array(size).map(() => random.normal()) };
    case 'float64':
      return { dtype, shape, values: new Float64Array(size).map(() => random.normal()) };
    case 'float16':
      return { dtype, shape, values: new Uint16Array(size).map(() => encodeFloat16(random.normal())) };
    case 'int64':
      return { dtype, shape, values: new BigInt64Array(size).map(() => BigInt(whole())) };
    case 'uint64':
      return { dtype, shape, values: new BigUint64Array(size).map(() => BigInt(whole())) };
    case 'string':
      return { dtype, shape, values: Array.from({ length: size }, () => words[below(words.length)] ?? '') };
    case 'int4':
    case 'uint4':
      return {
        dtype,
        shape,
        values: new Uint8Array(Math.ceil(size / 2)).map(() => below(2) + 16 * below(2)),
      };
    default: {
      const arrays = {
        int8: Int8Array,
        int16: Int16Array,
        int32: Int32Array,
        uint8: Uint8Array,
        uint16: Uint16Array,
        uint32: Uint32Array,
        bool: Uint8Array,
      };
      return { dtype, shape, values: new arrays[dtype](size).map(whole) };
    }
  }
}

/** Seeded values for the inputs of a bare model that were not given: the same on every machine. */
import { problem, isProblem, type Problem } from '#shared/messages/problem';
import type { ModelInput } from '#shared/onnx/model-file';
import { createRandom, type Random } from '#shared/tensor/random';
import { sizeOf, type Shape } from '#shared/tensor/shape';
import type { Dtype, Tensor } from '#shared/tensor/tensor';
import { isFree } from './given-inputs';

const seed = 1;
const sizeLimit = 500_000_000;

/**
 * All feeds: the values given and drawn ones for inputs without a value of their own. Sizes the model
 * leaves open are 1, or what a given input says of the same name.
 */
export function drawMissing(
  inputs: readonly ModelInput[],
  given: ReadonlyMap<string, Tensor>,
): Map<string, Tensor> | Problem {
  const feeds = new Map(given);
  const sizes = namedSizes(inputs, given);
  for (const input of inputs) {
    if (feeds.has(input.name) || input.hasInitializer) continue;
    const { name, type, dtype } = input;
    if (!dtype) return problem('model-input-unsupported', { input: name, type });
    const shape = (input.shape ?? [1]).map((size) =>
      typeof size === 'number' && !isFree(size) ? size : (sizes.get(size) ?? 1),
    );
    const tensor = draw(dtype, shape, createRandom(seed, name));
    if (isProblem(tensor)) return tensor;
    feeds.set(name, tensor);
  }
  return feeds;
}

function namedSizes(
  inputs: readonly ModelInput[],
  given: ReadonlyMap<string, Tensor>,
): Map<number | string, number> {
  const sizes = new Map<number | string, number>();
  for (const { name, shape } of inputs) {
    const actual = given.get(name)?.shape ?? [];
    shape?.forEach((size, axis) => {
      const length = actual[axis];
      if (typeof size === 'string' && size !== '' && length !== undefined) sizes.set(size, length);
    });
  }
  return sizes;
}

const words = ['red', 'green', 'blue', 'one', 'two', 'three'];

/** Floats are standard normal; whole numbers 0 or 1, which are in range wherever a model looks something up. */
function draw(dtype: Dtype, shape: Shape, random: Random): Tensor | Problem {
  const size = sizeOf(shape);
  if (size > sizeLimit) {
    return problem('shape-too-large', { shape: shape.join(' x '), size, limit: sizeLimit });
  }
  const below = (limit: number): number => Math.floor(random.uniform(0, limit));
  switch (dtype) {
    case 'float32':
      return { dtype, shape, values: new Float32Array(size).map(() => random.normal()) };
    case 'float64':
      return { dtype, shape, values: new Float64Array(size).map(() => random.normal()) };
    case 'float16':
      return { dtype, shape, values: new Uint16Array(size).map(() => float16Bits(random.normal())) };
    case 'int64':
      return { dtype, shape, values: new BigInt64Array(size).map(() => BigInt(below(2))) };
    case 'uint64':
      return { dtype, shape, values: new BigUint64Array(size).map(() => BigInt(below(2))) };
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
      return { dtype, shape, values: new arrays[dtype](size).map(() => below(2)) };
    }
  }
}

/** The nearest IEEE 754 binary16 to a number of ordinary size. */
function float16Bits(value: number): number {
  const size = Math.abs(value);
  const exponent = size === 0 ? -14 : Math.max(-14, Math.floor(Math.log2(size)));
  const fraction = Math.round(size / 2 ** (exponent - 10));
  const bits = fraction < 1024 ? fraction : ((exponent + 14) << 10) + fraction;
  return bits + (value < 0 ? 0x8000 : 0);
}

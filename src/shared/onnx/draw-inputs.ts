/** Seeded values for the inputs of a bare model that were not given: the same on every machine. */
import { problem, isProblem, type Problem } from '../messages/problem';
import type { ModelInput } from './model-file';
import { drawTensor } from '../tensor/draw';
import { createRandom } from '../tensor/random';
import type { Tensor } from '../tensor/tensor';

const seed = 1;

/**
 * All feeds: the values given and drawn ones for inputs without a value of their own. Sizes the model
 * leaves open are what a given input says of the same name, or what is proposed: 1 unless told otherwise.
 */
export function drawMissing(
  inputs: readonly ModelInput[],
  given: ReadonlyMap<string, Tensor>,
  propose: (axis: number, rank: number) => number = () => 1,
): Map<string, Tensor> | Problem {
  const feeds = new Map(given);
  const sizes = namedSizes(inputs, given);
  const chosen = (size: number | string, axis: number, rank: number): number => {
    const known = sizes.get(size) ?? propose(axis, rank);
    if (typeof size === 'string' && size !== '') sizes.set(size, known);
    return known;
  };
  for (const input of inputs) {
    if (feeds.has(input.name) || input.hasInitializer) continue;
    const { name, type, dtype } = input;
    if (!dtype) return problem('model-input-unsupported', { input: name, type });
    const stated = input.shape ?? [1];
    const shape = stated.map((size, axis) =>
      typeof size === 'number' && !isFree(size) ? size : chosen(size, axis, stated.length),
    );
    const tensor = drawTensor(dtype, shape, createRandom(seed, name));
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

/** Whether a size is left open by the model. */
export function isFree(size: number | string): boolean {
  return typeof size === 'string' || size < 0;
}

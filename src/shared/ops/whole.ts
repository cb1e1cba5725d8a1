/** What pools over all places share: after batch and channels, every axis is pooled to one place. */
import type { Problem } from '../messages/problem';
import type { Shape } from '../tensor/shape';
import { misfit, type OpInput, type OpSample } from './define';

export function pooledWhole(type: string, inputs: readonly OpInput[]): readonly Shape[] | Problem {
  const [x] = inputs;
  if (!x || inputs.length > 1 || ![3, 4, 5].includes(x.shape.length)) return misfit(type, inputs);
  return [x.shape.map((size, axis) => (axis < 2 ? size : 1))];
}

export const wholeSamples: readonly OpSample[] = [
  { inputs: [{ shape: [2, 3, 4] }] },
  { inputs: [{ shape: [2, 2, 2, 3] }] },
  { inputs: [{ shape: [1, 2, 2, 3, 2] }] },
];

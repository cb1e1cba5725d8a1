/** The multiply-adds of a list of ops. */
import type { OpNode } from '../onnx/graph';
import type { OpInput } from './define';
import { ops } from './index';

/** `values` has the shape of every value. */
export function countMultiplyAdds(
  nodes: readonly OpNode[],
  values: ReadonlyMap<string, OpInput>,
  parameters: ReadonlySet<string>,
): number {
  let total = 0;
  for (const { type, inputs, outputs, attributes } of nodes) {
    const shapes = outputs.map((name) => values.get(name)?.shape ?? []);
    const counted = inputs.map((name) => ({
      shape: values.get(name)?.shape ?? [],
      isParameter: parameters.has(name),
    }));
    total += ops.get(type)?.multiplyAdds(counted, shapes, attributes) ?? 0;
  }
  return total;
}

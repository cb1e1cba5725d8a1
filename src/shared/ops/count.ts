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
  const kept = new Set(parameters);
  for (const { type, inputs, outputs, attributes } of nodes) {
    const op = ops.get(type);
    const shapes = outputs.map((name) => values.get(name)?.shape ?? []);
    const counted = inputs.map((name) => ({
      shape: values.get(name)?.shape ?? [],
      isParameter: kept.has(name),
    }));
    total += op?.multiplyAdds(counted, shapes, attributes) ?? 0;
    if (op?.movesNumbers && counted[0]?.isParameter) for (const output of outputs) kept.add(output);
  }
  return total;
}

/** The multiply-adds of an op. */
import type { OpNode } from '../onnx/graph';
import type { OpInput } from './define';
import { ops } from './index';

/** `values` has the shape of every value. */
export function countMultiplyAdds(
  { type, inputs, outputs, attributes }: OpNode,
  values: ReadonlyMap<string, OpInput>,
  parameters: ReadonlySet<string>,
): number {
  const shapeOf = (name: string) => values.get(name)?.shape ?? [];
  const counted = inputs.map((name) => ({ shape: shapeOf(name), isParameter: parameters.has(name) }));
  return ops.get(type)?.multiplyAdds(counted, outputs.map(shapeOf), attributes) ?? 0;
}

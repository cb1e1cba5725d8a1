/** Shapes of every value of a list of ops, from the shapes of what goes in. */
import { isProblem, problem, type Problem } from '../messages/problem';
import type { OpNode } from '../onnx/graph';
import type { OpInput } from './define';
import { ops } from './index';

/** `nodes` in topological order. Errors: the first problem an op's shape rule states. */
export function inferOpShapes(
  nodes: readonly OpNode[],
  known: ReadonlyMap<string, OpInput>,
): ReadonlyMap<string, OpInput> | Problem {
  const values = new Map(known);
  for (const node of nodes) {
    const op = ops.get(node.type);
    if (!op) return problem('op-unknown', { op: node.type });
    const inputs = node.inputs.map((name) => values.get(name)).filter((input) => input !== undefined);
    const shapes = op.shape(inputs, node.attributes);
    if (isProblem(shapes)) return shapes;
    node.outputs.forEach((name, at) => {
      const shape = shapes[at];
      if (shape) values.set(name, { shape });
    });
  }
  return values;
}

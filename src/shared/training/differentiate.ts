/**
 * The reverse sweep: from the gradient of one value back to every value asked for.
 * Source: Baydin et al., "Automatic differentiation in machine learning: a survey", 2018, section 3.2.
 */
import { problem, type Problem } from '../messages/problem';
import type { OpCollector } from '../onnx/builder';
import type { OpNode } from '../onnx/graph';
import { ops } from '../ops/index';
import type { Shape } from '../tensor/shape';

export interface Sweep {
  /** The forward ops in topological order. */
  readonly nodes: readonly OpNode[];
  readonly shapes: ReadonlyMap<string, Shape>;
  /** Known gradients, by the name of the value they belong to. */
  readonly seeds: ReadonlyMap<string, string>;
  /** Values whose gradient is wanted. */
  readonly wanted: ReadonlySet<string>;
}

/** Adds the backward ops to the builder and answers the gradients by value. Errors: an op on the path that has no rule. */
export function differentiate(
  { nodes, shapes, seeds, wanted }: Sweep,
  builder: OpCollector,
): ReadonlyMap<string, string> | Problem {
  const isWanted = valuesLeadingFrom(nodes, wanted);
  const gradients = new Map(seeds);
  for (const node of nodes.toReversed()) {
    const outputs = node.outputs.map((name) => ({
      name,
      shape: shapes.get(name) ?? [],
      dy: gradients.get(name),
    }));
    const reached = outputs.find(({ dy }) => dy !== undefined);
    if (reached?.dy === undefined || !node.inputs.some((input) => isWanted.has(input))) continue;
    const op = ops.get(node.type);
    if (!op) return problem('op-unknown', { op: node.type });
    if (op.gradient === 'constant') continue;
    if ('unsupported' in op.gradient) {
      return problem('op-without-gradient', { op: node.type, why: op.gradient.unsupported });
    }
    const found = op.gradient({
      builder,
      inputs: node.inputs,
      output: reached.name,
      shapes: node.inputs.map((input) => shapes.get(input) ?? []),
      outputShape: reached.shape,
      attributes: node.attributes,
      dy: reached.dy,
      outputs,
    });
    for (const [at, input] of node.inputs.entries()) {
      const gradient = found[at];
      if (gradient === undefined || !isWanted.has(input)) continue;
      // A value that is used twice collects both gradients.
      const other = gradients.get(input);
      gradients.set(input, other === undefined ? gradient : builder.op('Add', [other, gradient]));
    }
  }
  return gradients;
}

/** The wanted values and everything computed from them: gradients flow through these alone. */
function valuesLeadingFrom(nodes: readonly OpNode[], wanted: ReadonlySet<string>): ReadonlySet<string> {
  const reached = new Set(wanted);
  for (const { inputs, outputs } of nodes) {
    if (inputs.some((input) => reached.has(input))) for (const output of outputs) reached.add(output);
  }
  return reached;
}

/**
 * Operators as sets after the one that layers are written in state them: what was an attribute became an input.
 * Source: https://github.com/onnx/onnx/blob/main/docs/Changelog.md (versions 18 to 26 of the default ONNX operator set)
 */
import type { Tensor } from '../tensor/tensor';
import type { Graph, OpNode } from './graph';

/** Reductions whose axes are an attribute up to set 17; those of ReduceSum are an input since 13. */
const reductions: ReadonlySet<string> = new Set([
  ...['ReduceL1', 'ReduceL2', 'ReduceLogSum', 'ReduceLogSumExp', 'ReduceMax', 'ReduceMean', 'ReduceMin'],
  ...['ReduceProd', 'ReduceSumSquare'],
]);

/** What says the later form already stays as it is. */
export function inLaterSet(graph: Graph): Graph {
  const initializers = new Map(graph.initializers);
  const nodes = graph.nodes.map((node) => later(node, (name, tensor) => initializers.set(name, tensor)));
  return { ...graph, nodes, initializers };
}

function later(node: OpNode, add: (name: string, tensor: Tensor) => void): OpNode {
  if (node.domain) return node;
  const { type, inputs, outputs, attributes } = node;
  if (reductions.has(type) && attributes.axes && 'ints' in attributes.axes) {
    const { axes, ...rest } = attributes;
    const name = `${outputs[0] ?? node.name}/axes`;
    const values = BigInt64Array.from(axes.ints, BigInt);
    add(name, { dtype: 'int64', shape: [values.length], values });
    return { ...node, inputs: [...inputs, name], attributes: rest };
  }
  // Into equal parts: how many is said since set 18.
  if (type === 'Split' && inputs.length === 1 && !attributes.num_outputs) {
    return { ...node, attributes: { ...attributes, num_outputs: { int: outputs.length } } };
  }
  return node;
}

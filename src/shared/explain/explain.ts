/** The arithmetic behind one number of a trace, read from the very tensors the engine used. */
import type { NodeInference } from '../document/infer';
import { passThrough } from '../layers/pass-through';
import { number, type Expression, type Source } from '../tensor/expression';
import { elementAt, type Tensor } from '../tensor/tensor';

export interface ExplainTensors {
  /** What reached an input port. */
  input(port: string): Tensor | undefined;
  parameter(name: string): Tensor | undefined;
  /** What the network was given, for a node where it enters. */
  given: Tensor | undefined;
}

/** Undefined when the node is not complete or a tensor it reads from is not there yet. */
export function explainNumber(
  { node, layer, inputs }: NodeInference,
  index: readonly number[],
  tensors: ExplainTensors,
): Expression | undefined {
  if (!layer) return undefined;
  const isMissing = inputs.some(({ port }) => !tensors.input(port));
  if (isMissing && !node.isBypassed) return undefined;
  const read = (tensor: Tensor | undefined, source: Source): Expression =>
    number(tensor ? elementAt(tensor, source.index) : Number.NaN, source);
  const explained = node.isBypassed && inputs.length > 0 ? passThrough : layer;
  return explained.explain({
    index,
    attributes: node.attributes,
    inputPorts: inputs.map(({ port }) => port),
    shapeOf: (port) => tensors.input(port)?.shape ?? [],
    input: (port, at) => read(tensors.input(port), { kind: 'input', name: port, index: at }),
    given: (at) => read(tensors.given, { kind: 'given', name: '', index: at }),
    parameter: (name, at) => read(tensors.parameter(name), { kind: 'parameter', name, index: at }),
  });
}

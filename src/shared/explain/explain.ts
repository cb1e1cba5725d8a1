/** The arithmetic behind one number of a trace, read from the very tensors the engine used. */
import { answerAt, type NodeInference } from '../document/infer';
import { passThrough } from '../layers/pass-through';
import { opset } from '../onnx/graph';
import { number, type Expression, type Source } from '../tensor/expression';
import type { Shape } from '../tensor/shape';
import { elementAt, type Tensor } from '../tensor/tensor';

export interface ExplainTensors {
  /** What reached an input port. */
  input(port: string): Tensor | undefined;
  parameter(name: string): Tensor | undefined;
  /** What the network was given, for a node where it enters. */
  given: Tensor | undefined;
}

/** Of more numbers than these an expression takes seconds to write, and nobody reads it. */
const readingLimit = 1_000_000;
const tooMany = new RangeError('more numbers than are written out');

/**
 * Of a number at a port, the first where none is named. Undefined when the node is not complete, a tensor it reads from is
 * not there yet, it is made of too many numbers, or nothing here knows how it is made.
 */
export function explainNumber(
  inferred: NodeInference,
  index: readonly number[],
  tensors: ExplainTensors,
  port?: string,
): Expression | undefined {
  const isMissing = inferred.inputs.some(({ port }) => !tensors.input(port));
  if (isMissing && !inferred.node.isBypassed) return undefined;
  let readings = 0;
  const read = (source: Source): Expression => {
    // Layers read as they write, so that nothing else stops them.
    if (++readings > readingLimit) throw tooMany;
    return readNumber(source, tensors);
  };
  try {
    return arithmeticOf(inferred, index, (port) => tensors.input(port)?.shape ?? [], read, port);
  } catch (error) {
    if (error === tooMany) return undefined;
    throw error;
  }
}

/** NaN where its tensor is not there. */
export function readNumber(source: Source, tensors: ExplainTensors): Expression {
  const tensor = tensorOf(source, tensors);
  return number(tensor ? elementAt(tensor, source.index) : Number.NaN, source);
}

/** The arithmetic with what `read` answers for the numbers it reads. */
export function arithmeticOf(
  { node, layer, inputs, emission }: NodeInference,
  index: readonly number[],
  shapeOf: (port: string) => Shape,
  read: (source: Source) => Expression,
  port?: string,
): Expression | undefined {
  const explained = node.isBypassed && inputs.length > 0 ? passThrough : layer;
  return explained?.explain({
    index,
    output: port === undefined ? emission?.output : answerAt(emission, port),
    set: emission?.set ?? opset,
    attributes: node.attributes,
    inputPorts: inputs.map(({ port }) => port),
    shapeOf,
    constant: (name) => emission?.own?.[name],
    input: (name, at) => read({ kind: 'input', name, index: at }),
    given: (at) => read({ kind: 'given', name: '', index: at }),
    parameter: (name, at) => {
      const source: Source = { kind: 'parameter', name, index: at };
      const brought = emission?.own?.[name];
      return brought ? number(elementAt(brought, at), source) : read(source);
    },
  });
}

function tensorOf({ kind, name }: Source, tensors: ExplainTensors): Tensor | undefined {
  switch (kind) {
    case 'input':
      return tensors.input(name);
    case 'parameter':
      return tensors.parameter(name);
    default:
      return tensors.given;
  }
}

/**
 * The chain rule at one node: how the loss changes with a number the node read, a term for each number it made of it.
 * Source: Rumelhart, Hinton and Williams, "Learning representations by back-propagating errors", 1986.
 */
import type { NodeInference } from '../document/infer';
import { derivative, times } from '../tensor/derivative';
import { isSameSource, number, sum, type Expression, type Source } from '../tensor/expression';
import { indexAt, sizeOf } from '../tensor/shape';
import { elementAt, type Tensor } from '../tensor/tensor';
import { arithmeticOf, readNumber, type ExplainTensors } from './explain';

export interface BackwardTensors extends ExplainTensors {
  /** How the loss changes with each number of the node's answer. */
  readonly gradient: Tensor;
}

/** Looking through more readings than this would hold the window up. */
const readingLimit = 1_000_000;

/**
 * The sum of dLoss/dy · dy/dx over the numbers y that read x; `too-long` where they are too many to look through, or what
 * the node computes is not written out.
 */
export function explainGradient(
  inferred: NodeInference,
  of: Source,
  tensors: BackwardTensors,
): Expression | 'too-long' {
  const readers = readersOf(inferred, of, tensors);
  if (!readers) return 'too-long';
  const { gradient } = tensors;
  return sum(
    readers.map(({ index, expression }) => {
      const arriving = number(elementAt(gradient, index), { kind: 'gradient', name: '', index });
      return chained(arriving, derivative(expression, of));
    }),
  );
}

/** dLoss/dy · dy/dx, with a zero or a one written out: that a gradient stops or passes is what there is to see. */
function chained(arriving: Expression, slope: Expression): Expression {
  const isPlain = slope.kind === 'number' && !slope.source;
  if (isPlain) return { kind: 'product', factors: [arriving, slope] };
  return times(arriving, slope);
}

/** The numbers of the node's answer that are made of it, with their arithmetic. */
function readersOf(inferred: NodeInference, of: Source, tensors: ExplainTensors) {
  const shape = inferred.emission?.output.shape ?? [];
  const shapes = new Map(inferred.inputs.map((input) => [input.port, input.shape ?? []]));
  let readings = 0;
  let hits = 0;
  // What is read may decide what else is, as an index does.
  const note = (source: Source): Expression => {
    readings++;
    if (isSameSource(source, of)) hits++;
    return readNumber(source, tensors);
  };
  const readers: { readonly index: readonly number[]; readonly expression: Expression }[] = [];
  const size = sizeOf(shape);
  for (let offset = 0; offset < size; offset++) {
    const index = indexAt(shape, offset);
    const before = hits;
    const expression = arithmeticOf(inferred, index, (port) => shapes.get(port) ?? [], note);
    if (!expression) return undefined;
    if (hits > before) readers.push({ index, expression });
    // Every number of an answer is made of about as many.
    if (readings * (size / (offset + 1)) > readingLimit) return undefined;
  }
  return readers;
}

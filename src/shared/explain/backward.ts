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
  /** How the loss changes with each number that the node answers at a port; undefined where it does not. */
  gradient(port: string): Tensor | undefined;
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
  return sum(
    readers.map(({ port, index, expression, gradient }) => {
      const arriving = number(elementAt(gradient, index), { kind: 'gradient', name: port, index });
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

interface Reader {
  readonly port: string;
  readonly gradient: Tensor;
  readonly index: readonly number[];
  readonly expression: Expression;
}

/** The numbers of the node's answers that are made of it, with their arithmetic. */
function readersOf(
  inferred: NodeInference,
  of: Source,
  tensors: BackwardTensors,
): readonly Reader[] | undefined {
  const shapes = new Map(inferred.inputs.map((input) => [input.port, input.shape ?? []]));
  const answers = (inferred.emission?.outputs ?? []).flatMap(({ port, shape }) => {
    const gradient = tensors.gradient(port);
    return gradient ? [{ port, shape, gradient, size: sizeOf(shape) }] : [];
  });
  const total = answers.reduce((sizes, { size }) => sizes + size, 0);
  let readings = 0;
  let hits = 0;
  // What is read may decide what else is, as an index does.
  const note = (source: Source): Expression => {
    readings++;
    if (isSameSource(source, of)) hits++;
    return readNumber(source, tensors);
  };
  const readers: Reader[] = [];
  let looked = 0;
  for (const { port, shape, gradient, size } of answers) {
    for (let offset = 0; offset < size; offset++) {
      const index = indexAt(shape, offset);
      const before = hits;
      const expression = arithmeticOf(inferred, index, (name) => shapes.get(name) ?? [], note, port);
      if (!expression) return undefined;
      if (hits > before) readers.push({ port, gradient, index, expression });
      // Every number of an answer is made of about as many.
      if (readings * (total / ++looked) > readingLimit) return undefined;
    }
  }
  return readers;
}

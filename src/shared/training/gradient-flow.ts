/** How gradients reach the layers: which get next to nothing of them, and which far too much. */
import type { FindingCode } from '../messages/findings';

export interface LayerFlow {
  readonly node: string;
  /** L2 norms over all of the layer's parameters. */
  readonly weightNorm: number;
  readonly gradientNorm: number;
}

/** A layer whose gradient is this many times smaller than that of another learns next to nothing beside it. */
const vanishingRatio = 1000;
/** A gradient longer than this many times the weights themselves throws them about at any usual rate. */
const explodingRatio = 100;

/** Undefined where a layer's gradient is nothing out of the ordinary. */
export function findingOf(layer: LayerFlow, layers: readonly LayerFlow[]): FindingCode | undefined {
  const { gradientNorm, weightNorm } = layer;
  if (!Number.isFinite(gradientNorm)) return 'not finite';
  const largest = Math.max(...layers.map((other) => other.gradientNorm).filter(Number.isFinite));
  if (gradientNorm === 0) return 'no gradient';
  if (gradientNorm * vanishingRatio < largest) return 'vanishing';
  if (gradientNorm > explodingRatio * Math.max(1, weightNorm)) return 'exploding';
  return undefined;
}

/** L2 norm of several tensors' values together. */
export function normOf(tensors: Iterable<ArrayLike<number>>): number {
  let squares = 0;
  for (const values of tensors) {
    for (let at = 0; at < values.length; at++) squares += Number(values[at]) ** 2;
  }
  return Math.sqrt(squares);
}

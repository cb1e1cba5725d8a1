/**
 * What operators mean, said as layers say it: a model's operator in those that layers emit, wherever they mean the same
 * for what it is given.
 */
import type { OpBuilder } from '../../onnx/builder';
import type { OpNode } from '../../onnx/graph';
import type { Tensor } from '../../tensor/tensor';
import type { OpInput } from '../define';

export interface PlainContext {
  /** What the node reads, in its order; undefined where an input is left out. */
  readonly inputs: readonly (OpInput | undefined)[];
  /** The operator set that says what the node means. */
  readonly set: number;
  /** A number the model brings, by the name of its value. */
  readonly tensor: (name: string | undefined) => Tensor | undefined;
  /** The plain node that computes a value. */
  readonly maker: (name: string | undefined) => OpNode | undefined;
  /** Whether a value is float32. */
  readonly isReal: (name: string) => boolean;
  /** Whether nothing else reads the value. */
  readonly isReadOnce: (name: string) => boolean;
  /** What the file says of the nodes that read a value. */
  readonly readers: (name: string | undefined) => readonly OpNode[];
  readonly builder: OpBuilder;
  /** A constant made of another one, the same for all who ask: what two layers share stays shared. */
  readonly derived: (name: string, how: string, make: () => Tensor) => string;
}

/**
 * What takes the place of the node's outputs: values its builder made, what it read where that passes unchanged, or
 * numbers; undefined where it is plain already.
 */
export type PlainRule = (node: OpNode, context: PlainContext) => readonly string[] | Tensor | undefined;

/** Whole numbers a model brings, as sizes and axes are. */
export function wholeNumbers(shape: readonly number[], values: readonly number[]): Tensor<'int64'> {
  return { dtype: 'int64', shape: [...shape], values: BigInt64Array.from(values.map(BigInt)) };
}

/** An ONNX graph in memory, as the app builds it. */
import type { Dtype, Tensor } from '../tensor/tensor';

/** ONNX distinguishes 1 from 1.0, JavaScript does not: attributes say which they are. */
export type OpAttribute =
  | { readonly int: number }
  | { readonly float: number }
  | { readonly ints: readonly number[] }
  | { readonly text: string }
  | { readonly texts: readonly string[] }
  | { readonly tensor: Tensor }
  /** The body of a loop. */
  | { readonly graph: Graph };
export type OpAttributes = Readonly<Record<string, OpAttribute>>;

export interface OpNode {
  readonly name: string;
  /** ONNX's operator type, verbatim. */
  readonly type: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: OpAttributes;
}

export interface ValueInfo {
  readonly name: string;
  readonly dtype: Dtype;
  /** A size that is known when it runs has a name. */
  readonly shape: readonly (number | string)[];
}

export interface Graph {
  readonly name: string;
  readonly inputs: readonly ValueInfo[];
  readonly outputs: readonly ValueInfo[];
  readonly initializers: ReadonlyMap<string, Tensor>;
  /** In topological order. */
  readonly nodes: readonly OpNode[];
}

/** What every exported model states; old enough for today's tools, new enough for every layer here. */
export const opset = 17;
export const irVersion = 8;
/** The newest the engine's runtime loads: what later ones mean is not known here. */
export const newestOpset = 26;
export const newestIrVersion = 13;

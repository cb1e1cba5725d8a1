/** An ONNX graph in memory, as the app builds it. */
import type { Dtype, Tensor } from '../tensor/tensor';

/** ONNX distinguishes 1 from 1.0, JavaScript does not: attributes say which they are. */
export type OpAttribute =
  | { readonly int: number }
  | { readonly float: number }
  | { readonly ints: readonly number[] }
  | { readonly floats: readonly number[] }
  | { readonly text: string }
  | { readonly texts: readonly string[] }
  | { readonly tensor: Tensor }
  /** The body of a loop. */
  | { readonly graph: Graph }
  /**
   * Any other, as a file has it: base64 of ONNX's AttributeProto. Values around it that its graphs read go by the names
   * they are given.
   */
  | { readonly held: string; readonly renamed?: ReadonlyMap<string, string> };
export type OpAttributes = Readonly<Record<string, OpAttribute>>;

export interface OpNode {
  readonly name: string;
  /** ONNX's operator type, verbatim. */
  readonly type: string;
  /** Whose operator it is, where it is not one of ONNX's own. */
  readonly domain?: string;
  /** An empty name is one that is left out, of outputs likewise. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: OpAttributes;
}

export interface ValueInfo {
  readonly name: string;
  /** Undefined where the runtime is to find out. */
  readonly dtype?: Dtype | undefined;
  /** A size that is known when it runs has a name; undefined where the runtime is to find out. */
  readonly shape?: readonly (number | string)[] | undefined;
  /** Of what is no tensor that can be read: base64 of ONNX's TypeProto. */
  readonly held?: string | undefined;
}

/** What the operators of a model mean, where that is more than the set that everything here is written in. */
export interface Operators {
  /** Of ONNX's own operators. */
  readonly set: number;
  /** Versions of the sets of others, by their domains. */
  readonly domains: Readonly<Record<string, number>>;
  /** The model's own operators: base64 of ONNX's FunctionProto. */
  readonly functions: readonly string[];
}

export interface Graph {
  readonly operators?: Operators | undefined;
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

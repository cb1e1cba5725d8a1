/** An operator of an opened model that is no layer: kept as its file has it, with what a run found it to answer. */
import { isDtype } from '../../tensor/tensor';
import type { Shape } from '../../tensor/shape';

/** What an attribute is that a person can change: ONNX tells 1 from 1.0. */
export type AttributeKind = 'int' | 'float' | 'ints' | 'floats' | 'string';

/** A value as a run found it: its element type, or what it is where it is no tensor that can be read, and its shape. */
export interface Described {
  readonly type: string;
  readonly shape?: Shape;
}

export interface HeldInput {
  /** What its port is called; empty for an input that is left out. */
  readonly port: string;
  /**
   * Whether the operator brings the numbers itself, with no wire: as a parameter that can learn, as a constant, or as
   * ONNX's own message where they are of a type that nothing here reads.
   */
  readonly own?: 'parameter' | 'constant' | 'kept';
  /** Of a parameter. */
  readonly shape?: Shape;
}

export interface HeldOp {
  /** ONNX's operator type, verbatim. */
  readonly type: string;
  /** Empty for ONNX's own. */
  readonly domain: string;
  /** In the operator's order. */
  readonly inputs: readonly HeldInput[];
  /** Ports of what its graphs read of the values around it, with the names those go by in them. */
  readonly captures: Readonly<Record<string, string>>;
  /** In the operator's order; empty for an output that is left out. */
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, AttributeKind>>;
  /** Attributes of other kinds, each base64 of ONNX's AttributeProto. */
  readonly held: Readonly<Record<string, string>>;
  /** Numbers of types that nothing here reads, by port: base64 of the `value` that ONNX's Constant has for them. */
  readonly kept: Readonly<Record<string, string>>;
  /** What it answered to what it was given; out of date once it is given something else. */
  readonly record?: {
    readonly inputs: readonly Described[];
    readonly outputs: readonly Described[];
  };
}

/** Kinds of nodes that are operators, which no layer is called as: `onnx.TopK`, `com.microsoft.FusedConv`. */
export function kindOf({ type, domain }: Pick<HeldOp, 'type' | 'domain'>): string {
  return `${domain || 'onnx'}.${type}`;
}

/** Ports that a wire leads to. */
export function wiredPorts(op: HeldOp): readonly string[] {
  const stated = op.inputs.flatMap(({ port, own }) => (port === '' || own ? [] : [port]));
  return [...stated, ...Object.keys(op.captures)];
}

export function outputPorts(op: HeldOp): readonly string[] {
  return op.outputs.filter(Boolean);
}

/** Whether all is known of a value that a run finds: a tensor has a shape. */
export function isTold(found: Described | undefined): found is Described {
  return found !== undefined && (found.shape !== undefined || !isDtype(found.type));
}

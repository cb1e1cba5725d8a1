/** A node of the document to be: what it is, what reaches its ports, and which values it answers. */
import type { Tensors } from '../document/document';
import type { Attributes } from '../layers/attributes';
import type { HeldOp } from '../layers/operator/held-op';
import type { Seen } from '../layers/seen';
import type { Tensor } from '../tensor/tensor';

export interface Wire {
  readonly port: string;
  readonly value: Seen;
}

export interface Found {
  readonly kind: string;
  /** Where it is no layer. */
  readonly op?: HeldOp;
  readonly attributes: Attributes;
  readonly inputs: readonly Wire[];
  readonly outputs: readonly Wire[];
  readonly parameters: Tensors;
  readonly constants: Readonly<Record<string, Tensor>>;
  /** What the file calls it, the best first. */
  readonly called: readonly string[];
}

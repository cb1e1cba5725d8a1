/** What is inferred of a document, and from what. */
import type { Layer } from '../layers/define';
import type { Emission } from '../layers/emit';
import type { Problem } from '../messages/problem';
import type { Shape } from '../tensor/shape';
import type { Document, Edge, Node, NodeId, Origin } from './document';

/**
 * What shapes depend on: not on the numbers, so editing a weight infers nothing anew. Inputs are looked at alone where
 * a layer takes some numbers and not others.
 */
export type Structure = Pick<Document, 'nodes' | 'edges'> &
  Partial<Pick<Document, 'inputs' | 'constants' | 'origin'>>;

export interface NodeInference {
  readonly node: Node;
  readonly layer: Layer | undefined;
  /** Input ports with the wire and shape that reach them. */
  readonly inputs: readonly { readonly port: string; readonly edge?: Edge; readonly shape?: Shape }[];
  /** Undefined until the node is complete and everything before it is. */
  readonly emission: Emission | undefined;
  /** What it would be, were it known what it answers: of an operator that was not run with what comes in now. */
  readonly unrecorded?: Emission;
  readonly problem: Problem | undefined;
}

export interface Inference {
  /** What the model that it was opened from says of itself. */
  readonly origin?: Origin | undefined;
  /** In topological order, ties in the order they were added. */
  readonly nodes: ReadonlyMap<NodeId, NodeInference>;
  readonly problems: readonly Problem[];
}

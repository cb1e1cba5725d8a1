/** The only way from a node to its layer: one of the list, or the operator that the node holds. */
import type { Layer } from './define';
import { layers } from './index';
import type { HeldOp } from './operator/held-op';
import { opLayer } from './operator/op-layer';

/** Undefined for a kind that this version does not know. */
export function layerOf({ kind, op }: { readonly kind: string; readonly op?: HeldOp }): Layer | undefined {
  return op ? opLayer(op) : layers.get(kind);
}

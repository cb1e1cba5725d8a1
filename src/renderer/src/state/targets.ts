/** What on the canvas a menu is about. */
import type { End, Position } from '#shared/document/document';

export type Target =
  | { readonly kind: 'canvas'; readonly position: Position }
  /** Of a node, or of a closed block. */
  | { readonly kind: 'card'; readonly id: string }
  | { readonly kind: 'frame'; readonly group: string }
  | { readonly kind: 'note'; readonly note: string }
  | { readonly kind: 'wire'; readonly edge: string }
  | { readonly kind: 'port'; readonly end: End; readonly side: 'input' | 'output' };

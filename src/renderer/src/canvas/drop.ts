/** Letting go over the canvas. */
import type { Node as FlowNode } from '@xyflow/svelte';
import { boxOf } from './frame';
import type { NodeId, Position } from '#shared/document/document';

/** Room between a card and the next. */
const gap = 20;

/** Id of the wire under a point of the window. */
export function dropEdgeAt(x: number, y: number): string | undefined {
  return idAt(x, y, '.svelte-flow__edge');
}

/** Id of the card, of a node or a block, under a point of the window. */
export function dropNodeAt(x: number, y: number): NodeId | undefined {
  return idAt(x, y, '.svelte-flow__node-layer, .svelte-flow__node-block');
}

function idAt(x: number, y: number, selector: string): string | undefined {
  for (const element of document.elementsFromPoint(x, y)) {
    const found = element.closest(selector);
    if (found) return found.getAttribute('data-id') ?? undefined;
  }
  return undefined;
}

/** The place, or the nearest one below it where a card of this size covers no other. */
export function freePlace(
  { x, y }: Position,
  size: { readonly width: number; readonly height: number },
  others: readonly FlowNode[],
): Position {
  const boxes = others.map(boxOf).map(({ left, right, top, bottom }) => ({
    ...{ left: left - gap, right: right + gap },
    ...{ top: top - gap, bottom: bottom + gap },
  }));
  const inTheWay = (top: number) =>
    boxes.find(
      (box) => x < box.right && x + size.width > box.left && top < box.bottom && top + size.height > box.top,
    );
  let top = y;
  for (let box = inTheWay(top); box; box = inTheWay(top)) top = box.bottom;
  return { x, y: top };
}

/** Groups opened and closed in place, and layers taken apart: what they would cover then moves aside. */
import type { Document, Group, NodeId, Position } from '../document/document';
import { applyEdit, type Edit } from '../document/edits';
import { groupsAround, heldIn, nestingOf } from '../document/groups';
import { inferShapes, type Inference } from '../document/infer';
import { boxesIn, framed, joinedBox, movedBox, type Box } from './box';
import { frameMargin } from './card';
import { blockSize, nodeSize } from './sizes';

/** Between what has grown and what it moved aside. */
const gap = 60;

/** The edits that open or close a group, as one card is to stand where its frame did. */
export function closingEdits(document: Document, inference: Inference, id: string, value: boolean): Edit[] {
  const group = document.groups.find((each) => each.id === id);
  if (!group || (group.isClosed ?? false) === value) return [];
  const edit: Edit = { kind: 'set-closed', group: id, value };
  const places = new Places(document);
  if (value) {
    for (const each of heldIn(nestingOf(document), group))
      if (!each.isClosed) places.move(each.nodes, { x: -frameMargin.side, y: -frameMargin.top });
    return [edit, places.edit];
  }
  const before = boxesOf(document, inference, places);
  const opened = applyEdit(document, edit);
  places.move(group.nodes, { x: frameMargin.side, y: frameMargin.top });
  const boxes = boxesOf(opened, inference, places);
  makeRoom(opened, nestingOf(document).outer.get(group), new Set([id]), before, boxes, places);
  return [edit, places.edit];
}

/** The edits that put a layer's parts in its place, which is seen then. */
export function expandingEdits(document: Document, inference: Inference, id: NodeId): Edit[] {
  const hiding = groupsAround(nestingOf(document), id).filter(({ isClosed }) => isClosed);
  const edits: Edit[] = [];
  let open = document;
  for (const { id: block } of hiding.toReversed()) {
    const opening = closingEdits(open, inference, block, false);
    edits.push(...opening);
    open = opening.reduce(applyEdit, open);
  }
  const edit: Edit = { kind: 'expand', node: id };
  const expanded = applyEdit(open, edit);
  if (expanded === open) return edits;
  const known = new Set(open.nodes.map((node) => node.id));
  const parts = expanded.nodes.map((node) => node.id).filter((part) => !known.has(part));
  const frame = expanded.groups.find((group) => !open.groups.some((other) => other.id === group.id));
  const places = new Places(expanded);
  if (frame) places.move(parts, { x: frameMargin.side, y: frameMargin.top });
  const before = boxesOf(open, inference);
  const boxes = boxesOf(expanded, inferShapes(expanded), places);
  const around = nestingOf(open).innermost.get(id);
  const level = expanded.groups.find((group) => group.id === around?.id);
  const grown = frame ? [frame.id] : parts;
  const was = before.get(id);
  for (const card of grown) if (was) before.set(card, was);
  makeRoom(expanded, level, new Set(grown), before, boxes, places);
  return [...edits, edit, places.edit];
}

/** Where nodes stand while edits are made up. */
class Places {
  readonly #before: ReadonlyMap<NodeId, Position>;
  readonly #now: Map<NodeId, Position>;

  constructor({ places }: Document) {
    this.#before = places;
    this.#now = new Map(places);
  }

  at(id: NodeId): Position {
    return this.#now.get(id) ?? { x: 0, y: 0 };
  }

  move(ids: readonly NodeId[], by: Position): void {
    for (const id of ids) {
      const { x, y } = this.at(id);
      this.#now.set(id, { x: x + by.x, y: y + by.y });
    }
  }

  get edit(): Edit {
    const moved = [...this.#now].filter(([id, place]) => this.#before.get(id) !== place);
    return { kind: 'move', positions: Object.fromEntries(moved) };
  }
}

type Boxes = ReadonlyMap<string, Box>;

/** What is seen, by the id of its node or group. */
export function boxesOf(
  document: Document,
  inference: Inference,
  places = new Places(document),
): Map<string, Box> {
  return boxesIn(document, {
    place: (id) => places.at(id),
    node: (node) => nodeSize(node, inference),
    block: (group) => blockSize(document, group),
  });
}

/**
 * Moves aside what stands beside or below what has grown, in the group that it is in; then what stands beside or below that
 * group, which has grown with it, and so on outwards.
 */
function makeRoom(
  document: Document,
  level: Group | undefined,
  grown: ReadonlySet<string>,
  before: Boxes,
  boxes: Map<string, Box>,
  places: Places,
): void {
  const { innermost, outer, hidden, shown } = nestingOf(document);
  const nodesOn = new Map<string, readonly NodeId[]>(shown.map(({ id, nodes }) => [id, nodes]));
  const levelOf = new Map<string, Group | undefined>(shown.map((group) => [group.id, outer.get(group)]));
  for (const { id } of document.nodes) if (!hidden.has(id)) levelOf.set(id, innermost.get(id));
  let [at, items] = [level, grown];
  for (;;) {
    const beside = [...levelOf].flatMap(([id, group]) => {
      const box = boxes.get(id);
      return group === at && box && !items.has(id) ? [{ id, box }] : [];
    });
    const [was, is] = [joined(before, items), joined(boxes, items)];
    if (!was || !is) return;
    for (const [id, by] of movesFor(was, is, beside)) {
      places.move(nodesOn.get(id) ?? [id], by);
      boxes.set(id, movedBox(boxes.get(id) ?? was, by));
    }
    if (!at || at.isClosed) return;
    const inside = joined(boxes, new Set([...items, ...beside.map(({ id }) => id)]));
    if (inside) boxes.set(at.id, framed(inside));
    [at, items] = [outer.get(at), new Set([at.id])];
  }
}

function joined(boxes: Boxes, ids: ReadonlySet<string>): Box | undefined {
  return [...ids]
    .flatMap((id) => boxes.get(id) ?? [])
    .reduce<Box | undefined>((whole, box) => (whole ? joinedBox(whole, box) : box), undefined);
}

interface Item {
  readonly id: string;
  readonly box: Box;
}

/** What was apart stays apart: all that is below goes down, and what is beside goes right with all that would be hit. */
function movesFor(was: Box, is: Box, items: readonly Item[]): ReadonlyMap<string, Position> {
  const below = items.filter(({ box }) => box.top >= was.bottom);
  const down =
    is.bottom > was.bottom ? Math.max(0, is.bottom + gap - Math.min(...below.map(({ box }) => box.top))) : 0;
  const isBelow = new Set(below);
  const pending = items
    .filter(({ box }) => box.left >= was.right)
    .toSorted((one, other) => one.box.left - other.box.left);
  const isBeside = (box: Box) => box.top < was.bottom && box.bottom > was.top;
  const first = pending.find(({ box }) => isBeside(box));
  const across = first && is.right > was.right ? Math.max(0, is.right + gap - first.box.left) : 0;
  const rows: { readonly top: number; readonly bottom: number }[] = [];
  const moves = new Map<string, Position>();
  for (const item of pending) {
    const y = isBelow.has(item) ? down : 0;
    const [top, bottom] = [item.box.top + y, item.box.bottom + y];
    const isHit = isBeside(item.box) || rows.some((row) => top < row.bottom && bottom > row.top);
    if (!isHit) continue;
    rows.push({ top, bottom });
    moves.set(item.id, { x: across, y });
  }
  for (const { id } of below) moves.set(id, { x: moves.get(id)?.x ?? 0, y: down });
  return new Map([...moves].filter(([, { x, y }]) => x !== 0 || y !== 0));
}

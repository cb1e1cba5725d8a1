/**
 * What is chosen put into places that follow from its wires, where it stands: locked cards stay, the rest of the canvas is
 * not covered, and notes go along with the card they are nearest to.
 */
import type { NodeId, Position } from '../document/document';
import { groupsAround, nestingOf } from '../document/groups';
import { placesOf } from './arrange';
import { boxAt, boxesIn, isHit, movedBox, type Box } from './box';
import type { Size } from './card';
import type { Direction, Plan } from './plan';
import type { Report } from './rows';

export interface Placed extends Size {
  readonly id: string;
  readonly position: Position;
}

export interface TidyRequest {
  /** Of what is chosen. */
  readonly plan: Plan;
  /** Where that stands now. */
  readonly now: Readonly<Record<NodeId, Position>>;
  readonly locked: readonly NodeId[];
  readonly notes: readonly Placed[];
  /** What else is there. */
  readonly others: readonly Box[];
  readonly direction: Direction;
}

/** What moves as one: a card or a block, or a group with all in it that no other group is around. */
interface Unit {
  readonly nodes: readonly NodeId[];
  readonly now: Box;
  readonly box: Box;
}

const gap = 40;

export function tidied(request: TidyRequest, report?: Report): Record<string, Position> {
  const { plan, now, locked, notes, others, direction } = request;
  const fresh = placesOf(plan, direction, report);
  const at = (id: NodeId): Position => now[id] ?? { x: 0, y: 0 };
  const to = (id: NodeId): Position => fresh.get(id) ?? at(id);
  const [held] = locked;
  const anchor = held === undefined ? cornerShift(plan, at, to) : difference(at(held), to(held));
  const units = unitsOf(plan, at, (id) => moved(to(id), anchor));
  const isLocked = new Set(locked);
  const stays = units.filter(({ nodes }) => nodes.some((id) => isLocked.has(id)));
  const free = units.filter((unit) => !stays.includes(unit));
  const by = new Map<Unit, Position>();
  // Clear of what is not chosen the whole moves as one; clear of what is locked each card does.
  const down = clearBelow(
    free.map(({ box }) => box),
    others,
  );
  const taken = stays.map(({ now: box }) => box);
  for (const unit of free.toSorted((one, other) => one.box.top - other.box.top)) {
    const placed = movedBox(unit.box, { x: 0, y: down });
    const further = stays.length > 0 ? clearBelow([placed], taken) : 0;
    by.set(unit, { x: anchor.x, y: anchor.y + down + further });
    if (stays.length > 0) taken.push(movedBox(placed, { x: 0, y: further }));
  }
  const places: Record<string, Position> = {};
  for (const [unit, shift] of by) for (const id of unit.nodes) places[id] = moved(to(id), shift);
  return { ...places, ...besideCards(notes, units, by, anchor) };
}

/** So that the upper left of all stays where it is. */
function cornerShift({ cards }: Plan, at: (id: NodeId) => Position, to: (id: NodeId) => Position): Position {
  const corner = (place: (id: NodeId) => Position): Position => ({
    x: Math.min(...cards.map(({ id }) => place(id).x)),
    y: Math.min(...cards.map(({ id }) => place(id).y)),
  });
  return cards.length === 0 ? { x: 0, y: 0 } : difference(corner(at), corner(to));
}

function unitsOf(plan: Plan, at: (id: NodeId) => Position, to: (id: NodeId) => Position): readonly Unit[] {
  const nesting = nestingOf(plan);
  const seen = (place: (id: NodeId) => Position) =>
    boxesIn(
      { nodes: plan.cards, groups: plan.groups },
      { place, node: (card) => card, block: (group) => group },
    );
  const [now, after] = [seen(at), seen(to)];
  const members = new Map<string, NodeId[]>();
  for (const { id } of plan.cards) {
    const unit = groupsAround(nesting, id).at(-1)?.id ?? id;
    const nodes = members.get(unit);
    if (nodes) nodes.push(id);
    else members.set(unit, [id]);
  }
  return [...members].flatMap(([id, nodes]): Unit[] => {
    const [before, box] = [now.get(id), after.get(id)];
    return before && box ? [{ nodes, now: before, box }] : [];
  });
}

/** How far down all of these have to go together to be clear of the others. */
function clearBelow(boxes: readonly Box[], others: readonly Box[]): number {
  let down = 0;
  for (let hit = true; hit;) {
    hit = false;
    for (const box of boxes) {
      const placed = movedBox(box, { x: 0, y: down });
      const other = others.find((each) => isHit(placed, each, gap / 2));
      if (!other) continue;
      down += other.bottom + gap - placed.top;
      hit = true;
    }
  }
  return down;
}

/** Each as far as the card nearest to it went, then out of the way of all cards. */
function besideCards(
  notes: readonly Placed[],
  units: readonly Unit[],
  by: ReadonlyMap<Unit, Position>,
  anchor: Position,
): Record<string, Position> {
  const after = new Map(
    units.map((unit) => {
      const shift = by.get(unit);
      return [unit, shift ? movedBox(unit.box, difference(shift, anchor)) : unit.now] as const;
    }),
  );
  const taken = [...after.values()];
  return Object.fromEntries(
    notes.flatMap((note): [string, Position][] => {
      const box = boxAt(note.position, note);
      const nearest = units.reduce<Unit | undefined>(
        (best, unit) => (best && apart(best.now, box) <= apart(unit.now, box) ? best : unit),
        undefined,
      );
      const place = nearest && after.get(nearest);
      if (!nearest || !place) return [];
      const shift = { x: place.left - nearest.now.left, y: place.top - nearest.now.top };
      const placed = movedBox(box, shift);
      const y = clearBelow([placed], taken);
      taken.push(movedBox(placed, { x: 0, y }));
      return [[note.id, { x: placed.left, y: placed.top + y }]];
    }),
  );
}

/** From one box to another, along both sides. */
function apart(one: Box, other: Box): number {
  const across = Math.max(0, other.left - one.right, one.left - other.right);
  const down = Math.max(0, other.top - one.bottom, one.top - other.bottom);
  return across + down;
}

const difference = (to: Position, from: Position): Position => ({ x: to.x - from.x, y: to.y - from.y });
const moved = (place: Position, by: Position): Position => ({ x: place.x + by.x, y: place.y + by.y });

/** Where the cards of a document stand, as it is drawn: groups as the card they close to, with what they hold laid out within. */
import type { Document, Group, NodeId, Position } from '../document/document';
import { groupsAround, nestingOf } from '../document/groups';
import { inferShapes, type Inference } from '../document/infer';
import { frameMargin, type Size } from './card';
import { planOf, type Card, type Direction, type Link, type Plan } from './plan';
import { inRows, type Arranged, type Report } from './rows';

/** What stands beside one another: all that is in a group and in none within it, or in no group. */
interface Level {
  readonly cards: Card[];
  readonly links: Link[];
}

/** The document with every node in a place that follows from its wires alone. */
export function arrange(
  document: Document,
  inference: Inference = inferShapes(document),
  report?: Report,
): Document {
  return { ...document, places: placesOf(planOf(document, inference), 'across', report) };
}

/** The upper left of each node, the whole beginning at nothing. */
export function placesOf(plan: Plan, direction: Direction, report?: Report): ReadonlyMap<NodeId, Position> {
  const { ordered, outer, innermost } = nestingOf(plan);
  const levels = levelsOf(plan);
  const total = [...levels.values()].reduce((sum, { cards }) => sum + cards.length, 0);
  let done = 0;
  const within = new Map<Group | undefined, Arranged>();
  // A group that is open is as large as what is in it, so the innermost come first.
  const sizes = new Map<string, Size>();
  for (const group of [...ordered.toReversed(), undefined]) {
    const { cards, links } = levels.get(group) ?? { cards: [], links: [] };
    const sized = cards.map((card): Card => ({ ...card, ...sizes.get(card.id) }));
    const arranged = inRows(sized, links, direction, (count) => report?.(done + count, total));
    done += cards.length;
    within.set(group, arranged);
    if (group && !group.isClosed) sizes.set(group.id, framedSize(arranged));
  }
  const corners = new Map<Group | undefined, Position>();
  const placeIn = (group: Group | undefined, card: string): Position => {
    const [corner, place] = [corners.get(group), within.get(group)?.places.get(card)];
    const inset = group && !group.isClosed ? frameMargin : { side: 0, top: 0 };
    return {
      x: (corner?.x ?? 0) + (place?.x ?? 0) + inset.side,
      y: (corner?.y ?? 0) + (place?.y ?? 0) + inset.top,
    };
  };
  for (const group of ordered) corners.set(group, placeIn(outer.get(group), group.id));
  return new Map(plan.cards.map(({ id }) => [id, placeIn(innermost.get(id), id)]));
}

function framedSize({ width, height }: Size): Size {
  const { side, top } = frameMargin;
  return { width: width + 2 * side, height: height + top + side };
}

/** By the group whose level it is. Cards stand in the order the document has them, a group where it has the first of its nodes. */
function levelsOf(plan: Plan): ReadonlyMap<Group | undefined, Level> {
  const nesting = nestingOf(plan);
  const { ordered, outer, innermost } = nesting;
  const sizes = new Map(plan.groups.map(({ id, width, height }) => [id, { id, width, height }]));
  const levels = new Map<Group | undefined, Level>();
  const levelOf = (group: Group | undefined): Level => {
    const level = levels.get(group) ?? { cards: [], links: [] };
    levels.set(group, level);
    return level;
  };
  const placed = new Set<Group>();
  for (const card of plan.cards) {
    levelOf(innermost.get(card.id)).cards.push(card);
    for (const group of groupsAround(nesting, card.id)) {
      if (placed.has(group)) break;
      placed.add(group);
      const size = sizes.get(group.id);
      if (size) levelOf(outer.get(group)).cards.push(size);
    }
  }
  const depths = new Map<Group | undefined, number>();
  const depthOf = (group: Group | undefined) => depths.get(group) ?? 0;
  for (const group of ordered) depths.set(group, depthOf(outer.get(group)) + 1);
  for (const [from, to, label] of plan.wires) {
    let [source, target]: [string, string] = [from, to];
    let [before, after] = [innermost.get(source), innermost.get(target)];
    // Up to where both stand beside one another.
    while (before !== after) {
      if (before && depthOf(before) >= depthOf(after)) [source, before] = [before.id, outer.get(before)];
      else if (after) [target, after] = [after.id, outer.get(after)];
    }
    if (source !== target) levelOf(before).links.push([source, target, label ?? 0]);
  }
  return levels;
}

/** Where the cards of a document stand, as it is drawn: groups as the card they close to, with what they hold laid out within. */
import { type Document, type Group, type Position } from '../document/document';
import { groupsAround, nestingOf } from '../document/groups';
import { inferShapes, type Inference } from '../document/infer';
import { inRows, type Card, type Link, type Report } from './rows';
import { blockSize, nodeSize } from './sizes';

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
  const { ordered, outer, innermost } = nestingOf(document);
  const levels = levelsOf(document, inference);
  const total = [...levels.values()].reduce((sum, { cards }) => sum + cards.length, 0);
  let done = 0;
  const within = new Map(
    [...levels].map(([group, { cards, links }]) => {
      const { places } = inRows(cards, links, (count) => report?.(done + count, total));
      done += cards.length;
      return [group, places] as const;
    }),
  );
  const corners = new Map<Group | undefined, Position>();
  const placeIn = (group: Group | undefined, card: string): Position => {
    const [corner, place] = [corners.get(group), within.get(group)?.get(card)];
    return { x: (corner?.x ?? 0) + (place?.x ?? 0), y: (corner?.y ?? 0) + (place?.y ?? 0) };
  };
  for (const group of ordered) corners.set(group, placeIn(outer.get(group), group.id));
  const places = document.nodes.map(({ id }) => [id, placeIn(innermost.get(id), id)] as const);
  return { ...document, places: new Map(places) };
}

/** By the group whose level it is. Cards stand in the order the document has them, a group where it has the first of its nodes. */
function levelsOf(document: Document, inference: Inference): ReadonlyMap<Group | undefined, Level> {
  const nesting = nestingOf(document);
  const { ordered, outer, innermost } = nesting;
  const levels = new Map<Group | undefined, Level>();
  const levelOf = (group: Group | undefined): Level => {
    const level = levels.get(group) ?? { cards: [], links: [] };
    levels.set(group, level);
    return level;
  };
  const placed = new Set<Group>();
  for (const node of document.nodes) {
    levelOf(innermost.get(node.id)).cards.push({ id: node.id, ...nodeSize(node, inference) });
    for (const group of groupsAround(nesting, node.id)) {
      if (placed.has(group)) break;
      placed.add(group);
      levelOf(outer.get(group)).cards.push({ id: group.id, ...blockSize(document, group) });
    }
  }
  const depths = new Map<Group | undefined, number>();
  const depthOf = (group: Group | undefined) => depths.get(group) ?? 0;
  for (const group of ordered) depths.set(group, depthOf(outer.get(group)) + 1);
  for (const { from, to } of document.edges) {
    let [source, target]: [string, string] = [from.node, to.node];
    let [before, after] = [innermost.get(source), innermost.get(target)];
    // Up to where both stand beside one another.
    while (before !== after) {
      if (before && depthOf(before) >= depthOf(after)) [source, before] = [before.id, outer.get(before)];
      else if (after) [target, after] = [after.id, outer.get(after)];
    }
    if (source !== target) levelOf(before).links.push([source, target]);
  }
  return levels;
}

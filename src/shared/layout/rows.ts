/**
 * Cards from left to right in the order of their wires. What is long goes on in a row below, as text does: rows are cut
 * where few wires cross, and dagre lays each out by itself, which takes it a moment where the whole would take minutes.
 */
import { Graph, layout } from '@dagrejs/dagre';
import type { Position } from '../document/document';
import type { Size } from './card';
import type { Card, Direction, Link } from './plan';

export interface Arranged extends Size {
  /** The upper left of each card, the whole beginning at nothing. */
  readonly places: ReadonlyMap<string, Position>;
}

interface Gaps {
  readonly column: number;
  readonly card: number;
  readonly wire: number;
  readonly row: number;
}

/**
 * Between columns there is room for what a wire says of itself, between rows for the wires that lead on below. Downwards
 * columns are what stands beneath one another, and wires run down between cards, where they leave and reach their sides.
 */
const gapsFor: Readonly<Record<Direction, Gaps>> = {
  across: { column: 104, card: 44, wire: 24, row: 68 },
  down: { column: 72, card: 96, wire: 60, row: 120 },
};
/** On both sides of what a wire says, so that it touches no card. */
const besideLabel = 16;

/** Between two columns, for all that the wires between them say. */
const columnGap = (wires: readonly Link[], gaps: Gaps): number =>
  wires.reduce((gap, [, , label = 0]) => Math.max(gap, label + 2 * besideLabel), gaps.column);

/** About the room a canvas has: a row has so many columns that the whole is seen there as large as can be. */
const room = { width: 670, height: 424 };
const columns = { least: 3, most: 12, usual: 6 };
/** Where cards show their numbers: then fewer rows are better than larger ones. */
const readable = 0.7;
/** Up to here every number of columns is weighed. */
const fewCards = 60;

/** Told how many cards of how many have a place. */
export type Report = (done: number, total: number) => void;

/** The same for the same cards and links, and in this order. Links between cards that are not there are passed over. */
export function inRows(
  cards: readonly Card[],
  links: readonly Link[],
  direction: Direction = 'across',
  report?: Report,
): Arranged {
  if (direction === 'across') return turnedRows(cards, links, gapsFor.across, report);
  // The same on its side: what is said on a wire is then as high as a line is, and not as wide.
  const turned = cards.map(({ id, width, height }) => ({ id, width: height, height: width }));
  const wires = links.map(([from, to]): Link => [from, to]);
  const { places, width, height } = turnedRows(turned, wires, gapsFor.down, report);
  return {
    places: new Map([...places].map(([id, { x, y }]) => [id, { x: y, y: x }])),
    ...{ width: height, height: width },
  };
}

function turnedRows(cards: readonly Card[], links: readonly Link[], gaps: Gaps, report?: Report): Arranged {
  if (cards.length === 0) return { places: new Map(), width: 0, height: 0 };
  const known = new Set(cards.map(({ id }) => id));
  const wires = links.filter(([from, to]) => from !== to && known.has(from) && known.has(to));
  const ranks = ranksOf(cards, wires);
  const choices = Array.from({ length: columns.most - columns.least + 1 }, (_, at) => columns.most - at);
  const rows =
    cards.length > fewCards
      ? rowsOf(cards, wires, ranks, columns.usual)
      : choices
          .map((most) => rowsOf(cards, wires, ranks, most))
          .reduce((best, other) => (zoomOf(other, ranks, gaps) > zoomOf(best, ranks, gaps) ? other : best));
  return stacked(rows, wires, ranks, gaps, report);
}

/** How large rows would be seen in the room there is, about. */
function zoomOf(rows: readonly (readonly Card[])[], ranks: ReadonlyMap<string, number>, gaps: Gaps): number {
  const sizes = rows.map((row): Size => {
    const stacks = new Map<number, { width: number; height: number }>();
    for (const { id, width, height } of row) {
      const rank = ranks.get(id) ?? 0;
      const stack = stacks.get(rank) ?? { width: 0, height: 0 };
      stacks.set(rank, {
        width: Math.max(stack.width, width + gaps.column),
        height: stack.height + height + gaps.card,
      });
    }
    const all = [...stacks.values()];
    return {
      width: all.reduce((sum, { width }) => sum + width, -gaps.column),
      height: Math.max(...all.map(({ height }) => height)) - gaps.card + gaps.row,
    };
  });
  const width = Math.max(...sizes.map((size) => size.width));
  const height = sizes.reduce((sum, size) => sum + size.height, -gaps.row);
  return Math.min(room.width / width, room.height / height, readable);
}

/** The column of each card, were it one row: as late as what reads it lets it be. */
function ranksOf(cards: readonly Card[], wires: readonly Link[]): ReadonlyMap<string, number> {
  const after = following(wires);
  const ordered = inOrder(cards, wires, after);
  const ranks = new Map<string, number>(cards.map(({ id }) => [id, 0]));
  const rankOf = (id: string) => ranks.get(id) ?? 0;
  for (const id of ordered)
    for (const next of after.get(id) ?? []) ranks.set(next, Math.max(rankOf(next), rankOf(id) + 1));
  for (const id of ordered.toReversed()) {
    const readers = after.get(id) ?? [];
    if (readers.length > 0) ranks.set(id, Math.min(...readers.map(rankOf)) - 1);
  }
  return ranks;
}

function following(wires: readonly Link[]): ReadonlyMap<string, readonly string[]> {
  const after = new Map<string, string[]>();
  for (const [from, to] of wires) {
    const known = after.get(from);
    if (known) known.push(to);
    else after.set(from, [to]);
  }
  return after;
}

/** What a loop holds, which no network has, is left out. */
function inOrder(
  cards: readonly Card[],
  wires: readonly Link[],
  after: ReadonlyMap<string, readonly string[]>,
): readonly string[] {
  const waiting = new Map<string, number>(cards.map(({ id }) => [id, 0]));
  for (const [, to] of wires) waiting.set(to, (waiting.get(to) ?? 0) + 1);
  const ready = cards.map(({ id }) => id).filter((id) => waiting.get(id) === 0);
  // Grows while it is walked through.
  for (const id of ready) {
    for (const next of after.get(id) ?? []) {
      const left = (waiting.get(next) ?? 0) - 1;
      waiting.set(next, left);
      if (left === 0) ready.push(next);
    }
  }
  return ready;
}

/** Cards a row at a time, each cut off where fewest wires go on below, and late rather than early. */
function rowsOf(
  cards: readonly Card[],
  wires: readonly Link[],
  ranks: ReadonlyMap<string, number>,
  most: number,
): readonly (readonly Card[])[] {
  const last = Math.max(0, ...ranks.values());
  const crossing = crossingsOf(wires, ranks, last);
  const rows: Card[][] = [];
  const rowAt: number[] = [];
  for (let first = 0; first <= last;) {
    let end = Math.min(first + most - 1, last);
    if (end < last) {
      const least = first + Math.ceil((most * 2) / 3) - 1;
      for (let cut = end; cut >= least; cut--) if ((crossing[cut] ?? 0) < (crossing[end] ?? 0)) end = cut;
    }
    for (let rank = first; rank <= end; rank++) rowAt[rank] = rows.length;
    rows.push([]);
    first = end + 1;
  }
  for (const card of cards) rows[rowAt[ranks.get(card.id) ?? 0] ?? 0]?.push(card);
  return rows;
}

/** How many wires lead from each rank or an earlier one to a later. */
function crossingsOf(
  wires: readonly Link[],
  ranks: ReadonlyMap<string, number>,
  last: number,
): readonly number[] {
  const changes = Array.from({ length: last + 2 }, () => 0);
  for (const [from, to] of wires) {
    const [start, end] = [ranks.get(from) ?? 0, ranks.get(to) ?? 0];
    changes[start] = (changes[start] ?? 0) + 1;
    changes[end] = (changes[end] ?? 0) - 1;
  }
  let open = 0;
  return changes.map((change) => (open += change));
}

function stacked(
  rows: readonly (readonly Card[])[],
  wires: readonly Link[],
  ranks: ReadonlyMap<string, number>,
  gaps: Gaps,
  report?: Report,
): Arranged {
  const places = new Map<string, Position>();
  const rowOf = new Map(rows.flatMap((row, at) => row.map(({ id }) => [id, at] as const)));
  const within = rows.map((): Link[] => []);
  for (const wire of wires) {
    const at = rowOf.get(wire[0]) ?? 0;
    if (at === rowOf.get(wire[1])) within[at]?.push(wire);
  }
  const total = rowOf.size;
  let [top, right] = [0, 0];
  rows.forEach((row, at) => {
    const { places: found, width, height } = oneRow(row, within[at] ?? [], ranks, gaps);
    for (const [id, { x, y }] of found) places.set(id, { x, y: y + top });
    top += height + gaps.row;
    right = Math.max(right, width);
    report?.(places.size, total);
  });
  return { places, width: right, height: Math.max(0, top - gaps.row) };
}

/** What is beside one another in a row of more than this, dagre would weigh for minutes. */
const mostWoven = 600;
/** Cards on one another in a column; more go on in one beside it. */
const mostStacked = 100;

/** Where a row begins, to dagre: no card has a blank in its name. */
const start = 'the start';

function oneRow(
  row: readonly Card[],
  wires: readonly Link[],
  ranks: ReadonlyMap<string, number>,
  gaps: Gaps,
): Arranged {
  if (row.length > mostWoven || isLine(row, wires, ranks)) return inColumns(row, wires, ranks, gaps);
  const graph = new Graph();
  graph.setGraph({
    ...{ rankdir: 'LR', nodesep: gaps.card, edgesep: gaps.wire, ranksep: columnGap(wires, gaps) },
    ranker: 'tight-tree',
  });
  graph.setDefaultEdgeLabel(() => ({}));
  const first = Math.min(...row.map(({ id }) => ranks.get(id) ?? 0));
  const wired = new Set(wires.flatMap(([from, to]) => [from, to]));
  for (const { id, width, height } of row) graph.setNode(id, { width, height });
  for (const [from, to] of wires) graph.setEdge(from, to);
  // What is read only in the next row stands at the end of this one.
  const alone = row.filter(({ id }) => !wired.has(id) && (ranks.get(id) ?? 0) > first);
  if (alone.length > 0) {
    graph.setNode(start, { width: 0, height: 0 });
    for (const { id } of row) {
      const isFirst = wired.has(id) && !wires.some(([, to]) => to === id);
      const minlen = isFirst ? 1 : (ranks.get(id) ?? 0) - first + 1;
      if (isFirst || !wired.has(id)) graph.setEdge(start, id, { minlen, weight: 0 });
    }
  }
  layout(graph);
  const corners = row.map(({ id, width, height }) => {
    const { x = 0, y = 0 } = graph.node(id) as Partial<Position>;
    return { id, x: x - width / 2, y: y - height / 2, width, height };
  });
  const left = Math.min(...corners.map(({ x }) => x));
  const top = Math.min(...corners.map(({ y }) => y));
  return {
    places: new Map(
      corners.map(({ id, x, y }) => [id, { x: Math.round(x - left), y: Math.round(y - top) }] as const),
    ),
    width: Math.max(...corners.map(({ x, width }) => x + width)) - left,
    height: Math.max(...corners.map(({ y, height }) => y + height)) - top,
  };
}

/** Whether each card is wired to the next and to no other: what most rows of a deep model are. */
function isLine(row: readonly Card[], wires: readonly Link[], ranks: ReadonlyMap<string, number>): boolean {
  const ordered = row.toSorted((one, other) => (ranks.get(one.id) ?? 0) - (ranks.get(other.id) ?? 0));
  const next = new Map(ordered.map(({ id }, at) => [id, ordered[at + 1]?.id]));
  if (wires.some(([from, to]) => next.get(from) !== to)) return false;
  return new Set(wires.map(([from]) => from)).size === row.length - 1;
}

/** Each rank on one another, in the middle of the row. */
function inColumns(
  row: readonly Card[],
  wires: readonly Link[],
  ranks: ReadonlyMap<string, number>,
  gaps: Gaps,
): Arranged {
  const into = new Map<string, Link[]>(row.map(({ id }) => [id, []]));
  for (const wire of wires) into.get(wire[1])?.push(wire);
  const byRank = new Map<number, Card[]>();
  for (const card of row) {
    const rank = ranks.get(card.id) ?? 0;
    const known = byRank.get(rank);
    if (known) known.push(card);
    else byRank.set(rank, [card]);
  }
  const stacks = [...byRank]
    .sort(([one], [other]) => one - other)
    .flatMap(([, cards]) =>
      Array.from({ length: Math.ceil(cards.length / mostStacked) }, (_, at) =>
        cards.slice(at * mostStacked, (at + 1) * mostStacked),
      ),
    );
  const heightOf = (stack: readonly Card[]) =>
    stack.reduce((sum, card) => sum + card.height + gaps.card, -gaps.card);
  const height = Math.max(...stacks.map(heightOf));
  const places = new Map<string, Position>();
  let right = 0;
  for (const stack of stacks) {
    const leading = stack.flatMap(({ id }) => into.get(id) ?? []);
    const x = places.size === 0 ? 0 : right + columnGap(leading, gaps);
    let y = (height - heightOf(stack)) / 2;
    for (const card of stack) {
      places.set(card.id, { x: Math.round(x), y: Math.round(y) });
      y += card.height + gaps.card;
    }
    right = x + Math.max(...stack.map(({ width }) => width));
  }
  return { places, width: right, height };
}

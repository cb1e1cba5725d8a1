/** What a comparison comes to: how each pair stands, how many nodes agree, and the first that is beyond the tolerance. */
import type { Difference } from './differ';
import type { Answered, Match } from './match';

/** A line of a comparison: two values, or one that has no partner. */
export interface Compared {
  readonly one: Answered | undefined;
  readonly other: Answered | undefined;
  /** Undefined while they were not compared: not yet, or because one has no numbers. */
  readonly difference: Difference | undefined;
}

/** In the order of the one's forward pass; what only the other has comes last. */
export function linesOf(
  { pairs, alone }: Match,
  values: readonly Answered[],
  found: ReadonlyMap<string, Difference>,
): readonly Compared[] {
  const partners = new Map(pairs);
  return [
    ...values.map((one) => ({
      one,
      other: partners.get(one),
      difference: partners.has(one) ? found.get(one.value) : undefined,
    })),
    ...alone[1].map((other) => ({ one: undefined, other, difference: undefined })),
  ];
}

export function isBeyond({ difference }: Compared): boolean {
  return difference !== undefined && (difference.misfit !== undefined || difference.beyond > 0);
}

function isUnread({ one, other }: Compared): boolean {
  return one !== undefined && other !== undefined && (one.isUnread === true || other.isUnread === true);
}

function isWaiting({ one, other, difference }: Compared): boolean {
  return !difference && one !== undefined && other !== undefined && !one.isUnread && !other.isUnread;
}

export interface Standing {
  /** The first pair beyond the tolerance. */
  readonly first: Compared | undefined;
  /** Nodes whose values are within the tolerance as far as they were compared, of those of which some were compared. */
  readonly agreeing: number;
  readonly compared: number;
  /** Nodes of which some value can be compared and was not: it is under way, or was left. */
  readonly waiting: number;
  /** Nodes of which some value has a partner and is no tensor that can be read, here or there. */
  readonly unread: number;
  /** Nodes that only one or only the other has. */
  readonly alone: readonly [one: number, other: number];
}

export function standingOf(lines: readonly Compared[]): Standing {
  const compared = lines.filter(({ difference }) => difference);
  const beyond = compared.filter(isBeyond);
  const nodesIn = (some: readonly Compared[]) => new Set(some.map(({ one, other }) => (one ?? other)?.node));
  const [all, differing] = [nodesIn(compared), nodesIn(beyond)];
  return {
    first: beyond[0],
    agreeing: all.size - differing.size,
    compared: all.size,
    waiting: nodesIn(lines.filter(isWaiting)).size,
    unread: nodesIn(lines.filter(isUnread)).size,
    alone: [
      nodesIn(lines.filter(({ one, other }) => one && !other)).size,
      nodesIn(lines.filter(({ one, other }) => other && !one)).size,
    ],
  };
}

/** Where a wire from a card may go: all the inputs that make no loop of it. */
import { placeOf, type Document, type End, type NodeId } from '#shared/document/document';
import { nodesOn, portsAt } from './block';

export interface Aim {
  readonly from: End;
  readonly to: End;
  /** The wire that is there already, from this very output: to join them again is to part them. */
  readonly edge?: string;
  /** Another output feeds it: it is fed by this one then. */
  readonly isTaken: boolean;
}

/** Free inputs first, then those it feeds, then those others feed; each nearest first. */
export function aimsFrom(document: Document, cards: readonly string[], card: string): readonly Aim[] {
  const own = nodesOn(document, card);
  const before = upstreamOf(document, own);
  const wires = new Map(document.edges.map((edge) => [`${edge.to.node} ${edge.to.port}`, edge]));
  const inputs = cards
    .filter((each) => each !== card)
    .flatMap((each) => portsAt(document, each).inputs)
    .filter(({ node }) => !before.has(node));
  const aims = portsAt(document, card).outputs.flatMap((from) =>
    inputs.map((to): Aim => {
      const wire = wires.get(`${to.node} ${to.port}`);
      const isOwn = wire?.from.node === from.node && wire.from.port === from.port;
      return { from, to, ...(isOwn && { edge: wire.id }), isTaken: wire !== undefined && !isOwn };
    }),
  );
  const rank = ({ edge, isTaken }: Aim): number => (isTaken ? 2 : edge === undefined ? 0 : 1);
  const farness = ({ from, to }: Aim): number => {
    const [one, other] = [placeOf(document, from.node), placeOf(document, to.node)];
    return Math.hypot(one.x - other.x, one.y - other.y);
  };
  return aims.toSorted((one, other) => rank(one) - rank(other) || farness(one) - farness(other));
}

/** Themselves, and all that feeds them. */
function upstreamOf(document: Document, nodes: readonly NodeId[]): ReadonlySet<NodeId> {
  const feeders = new Map<NodeId, NodeId[]>();
  for (const { from, to } of document.edges)
    feeders.set(to.node, [...(feeders.get(to.node) ?? []), from.node]);
  const seen = new Set(nodes);
  for (const node of seen) for (const feeder of feeders.get(node) ?? []) seen.add(feeder);
  return seen;
}

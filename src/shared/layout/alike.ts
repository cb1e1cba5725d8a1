/** Parts of a network that are made alike and feed one another: told by their structure, never by their names. */
import type { Document, Group, Node, NodeId } from '../document/document';
import { nestingOf, placesOf, wiresOf } from '../document/groups';
import type { Inference } from '../document/infer';

/** Neighbours among parts, by their places, as far as each is alike the one before and fed by it. */
export interface Run {
  readonly first: number;
  readonly last: number;
}

type Wired = Pick<Document, 'nodes' | 'edges'>;

/** What nodes are, whatever they are called and wherever they stand. */
const kinds = new WeakMap<Node, string>();

/** Every part is in one of the runs, alone where none is alike it. Nodes of one are compared with those of the next in the order they are given. */
export function runsOf(
  { nodes, edges }: Wired,
  inference: Inference,
  parts: readonly (readonly NodeId[])[],
): readonly Run[] {
  const wires = wiresOf(edges);
  const byId = placesOf(nodes);
  const structures = parts.map((part) => structureOf(part));
  const partOf = new Map(parts.flatMap((part, at) => part.map((id) => [id, at] as const)));
  const runs: { first: number; last: number; feeding?: string | undefined }[] = [];
  parts.forEach((part, at) => {
    const run = runs.at(-1);
    const isAlike = run && structures[at - 1] === structures[at];
    const feeding = isAlike ? feedingOf(run.first, at, part) : undefined;
    if (run && feeding !== undefined && (run.feeding ?? feeding) === feeding)
      Object.assign(run, { last: at, feeding });
    else runs.push({ first: at, last: at });
  });
  return runs;

  /** What its nodes are and answer, and how they are wired among themselves. */
  function structureOf(part: readonly NodeId[]): string {
    const places = new Map(part.map((id, at) => [id, at]));
    const lines = part.map((id) => {
      const read = (wires.get(id)?.into ?? []).map(
        ({ from, to }) =>
          `${to.port} ${places.get(from.node) ?? ''} ${places.has(from.node) ? from.port : ''}`,
      );
      return `${kindOf(id)} ${read.toSorted().join()}`;
    });
    return lines.join('\n');
  }

  function kindOf(id: NodeId): string {
    const node = byId.get(id)?.node;
    if (!node) return '';
    const { kind, op, attributes, isBypassed = false } = node;
    const known = kinds.get(node) ?? JSON.stringify([kind, op, attributes, isBypassed]);
    kinds.set(node, known);
    const answers = inference.nodes.get(id)?.emission?.outputs ?? [];
    return `${known} ${answers.map(({ port, dtype, shape, other }) => `${port} ${other ?? dtype} ${shape.join()}`).join()}`;
  }

  /** What a part reads of the one before it, and where; undefined where it reads nothing of that, or of an earlier one since the first. */
  function feedingOf(first: number, own: number, part: readonly NodeId[]): string | undefined {
    const last = new Map(parts[own - 1]?.map((id, at) => [id, at]));
    const read = part.flatMap((id, at) =>
      (wires.get(id)?.into ?? [])
        .filter(({ from }) => partOf.get(from.node) !== own)
        .map(({ from, to }) => ({ from: from.node, end: `${at} ${to.port}`, port: from.port })),
    );
    const isEarlier = (at: number) => at >= first && at < own - 1;
    if (read.some(({ from }) => isEarlier(partOf.get(from) ?? -1))) return undefined;
    const fed = read.filter(({ from }) => last.has(from));
    if (fed.length === 0) return undefined;
    return fed
      .map(({ from, end, port }) => `${end} ${last.get(from) ?? ''} ${port}`)
      .toSorted()
      .join();
  }
}

type Grouped = Wired & Pick<Document, 'groups'>;

const counted = new WeakMap<Inference, WeakMap<Document['groups'], Map<Group, number>>>();

/** How many alike groups, each feeding the next, are all that a group holds; 1 where it holds anything else. */
export function timesOf(document: Grouped, inference: Inference, group: Group): number {
  const byGroups = counted.get(inference) ?? new WeakMap<Document['groups'], Map<Group, number>>();
  counted.set(inference, byGroups);
  const known = byGroups.get(document.groups) ?? new Map<Group, number>();
  byGroups.set(document.groups, known);
  const times = known.get(group) ?? countIn(document, inference, group);
  known.set(group, times);
  return times;
}

function countIn(document: Grouped, inference: Inference, group: Group): number {
  const { ordered, outer } = nestingOf(document);
  const held = ordered.filter((each) => outer.get(each) === group);
  const count = held.reduce((sum, { nodes }) => sum + nodes.length, 0);
  if (held.length < 2 || count < group.nodes.length) return 1;
  const places = placesOf(document.nodes);
  const placeOf = ([first = '']: readonly NodeId[]) => places.get(first)?.at ?? 0;
  const parts = held.map(({ nodes }) => nodes).toSorted((one, other) => placeOf(one) - placeOf(other));
  return runsOf(document, inference, parts).length === 1 ? held.length : 1;
}

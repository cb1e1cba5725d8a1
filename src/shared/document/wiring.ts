/** What would break the rules every edit keeps: unique ids and names, whole wires, one an input, no loops, whole groups. */
import { layerOf } from '../layers/layer-of';
import { fillShown } from '../messages/fill';
import { fileReasons as reasons } from '../messages/reasons';
import type { Edge, Group, Node, Note } from './document';
import { nestingOf } from './groups';
import { loopedNode } from './infer';

/** The first such fault, with what it is about; undefined where there is none. */
export function wiringFault(
  nodes: readonly Node[],
  edges: readonly Edge[],
  groups: readonly Group[],
  notes: readonly Note[] = [],
): string | undefined {
  const id = twiceIn(nodes.map((node) => node.id));
  if (id !== undefined) return fillShown(reasons.sameLayerId, { id });
  const name = twiceIn(nodes.map((node) => node.name));
  if (name !== undefined) return fillShown(reasons.sameLayerName, { name });
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const inputs = new Set<string>();
  for (const { from, to } of edges) {
    const [source, target] = [byId.get(from.node), byId.get(to.node)];
    if (!source || !target) return fillShown(reasons.noSuchLayer, { id: source ? to.node : from.node });
    if (layerOf(source)?.outputs(source.attributes).includes(from.port) === false) {
      return fillShown(reasons.noSuchOutput, { port: from.port, name: source.name });
    }
    if (layerOf(target)?.inputs(target.attributes).includes(to.port) === false) {
      return fillShown(reasons.noSuchInput, { port: to.port, name: target.name });
    }
    const input = `${to.node} ${to.port}`;
    if (inputs.has(input)) return fillShown(reasons.sameInput, { port: to.port, name: target.name });
    inputs.add(input);
  }
  const looped = loopedNode({ nodes, edges });
  if (looped) return fillShown(reasons.loop, { name: looped.name });
  const group = twiceIn(groups.map((frame) => frame.id)) ?? groups.find((frame) => byId.has(frame.id))?.id;
  if (group !== undefined) return fillShown(reasons.sameGroupId, { id: group });
  const note = twiceIn([...byId.keys(), ...groups.map((frame) => frame.id), ...notes.map((each) => each.id)]);
  if (note !== undefined) return fillShown(reasons.sameNoteId, { id: note });
  return groupFault(groups, byId);
}

/** A group has layers that are there; of two groups with a layer in both, one is within the other. */
function groupFault(groups: readonly Group[], byId: ReadonlyMap<string, Node>): string | undefined {
  const empty = groups.find((frame) => frame.nodes.length === 0);
  if (empty) return fillShown(reasons.emptyGroup, { name: empty.name });
  for (const { name, nodes } of groups) {
    const id = nodes.find((each) => !byId.has(each));
    if (id !== undefined) return fillShown(reasons.noSuchMember, { name, id });
    const shared = byId.get(twiceIn(nodes) ?? '');
    if (shared) return fillShown(reasons.sameMember, { name: shared.name, group: name });
  }
  const nesting = nestingOf({ groups });
  const innermost = new Map<string, Group>();
  for (const frame of nesting.ordered) {
    const around = nesting.outer.get(frame);
    const stray = frame.nodes.find((id) => innermost.get(id) !== around);
    if (stray !== undefined) {
      const other = innermost.get(stray) ?? around;
      return fillShown(reasons.crossingGroups, { name: frame.name, other: other?.name ?? '' });
    }
    for (const id of frame.nodes) innermost.set(id, frame);
  }
  return undefined;
}

function twiceIn(names: readonly string[]): string | undefined {
  const seen = new Set<string>();
  return names.find((name) => seen.size === seen.add(name).size);
}

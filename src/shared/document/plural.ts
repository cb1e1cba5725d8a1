/** Layers of a file from before layers had several outputs: what each of them chose is wired to the port it is at today. */
import * as v from 'valibot';
import { checkAttributes } from '../layers/attributes';
import { outputPort, type Layer } from '../layers/define';
import { exit } from '../layers/ends';
import { layers } from '../layers/index';
import { isProblem } from '../messages/problem';
import { freshId, freshName } from './document';

const end = v.looseObject({ node: v.string(), port: v.string() });
/** As far as it is looked at; what else is wrong is said where a file is checked. */
const looked = v.looseObject({
  nodes: v.array(
    v.looseObject({
      id: v.string(),
      kind: v.string(),
      name: v.string(),
      attributes: v.record(v.string(), v.unknown()),
      position: v.looseObject({ x: v.number(), y: v.number() }),
      values: v.optional(v.record(v.string(), v.string())),
      isBypassed: v.optional(v.unknown()),
    }),
  ),
  edges: v.array(v.looseObject({ from: end, to: end })),
  training: v.optional(v.looseObject({ scored: v.optional(v.unknown()) })),
});

type Looked = v.InferOutput<typeof looked>;
type Node = Looked['nodes'][number];

/** A node in today's terms, and the port at which what it answered is today. */
interface Renewed {
  readonly node: Node;
  readonly port: string;
  /** It is not what the network answers where nothing reads it. */
  readonly isOther: boolean;
}

/** A network. */
export function withSeveralOutputs(document: object): object {
  const found = lookAt(document);
  if (!found) return document;
  const { all, edges, given } = found;
  const sources = new Set(given.edges.map(({ from }) => from.node));
  const leaves = all.filter(({ node }) => !sources.has(node.id));
  const isMarked = all.some(({ node }) => node.kind === exit.kind);
  const nodes = all.map(({ node }) => node);
  if (isMarked || !leaves.some(({ isOther }) => isOther)) return { ...document, nodes, edges };
  return { ...document, ...withEnds(given, all, leaves, edges) };
}

/** Layers that are part of a network: what nothing in it reads is no answer. */
export function partWithSeveralOutputs(part: object): object {
  const found = lookAt(part);
  return found ? { ...part, nodes: found.all.map(({ node }) => node), edges: found.edges } : part;
}

function lookAt(document: object) {
  const parsed = v.safeParse(looked, document);
  if (!parsed.success) return undefined;
  const given = parsed.output;
  const all = given.nodes.map(renew);
  const byId = new Map(all.map((each) => [each.node.id, each]));
  const edges = given.edges.flatMap((edge) => {
    const source = byId.get(edge.from.node);
    if (!source || edge.from.port !== outputPort) return [edge];
    // A part that was not there was a problem, and is no wire.
    return portsOf(source.node)?.includes(source.port) === false
      ? []
      : [{ ...edge, from: { ...edge.from, port: source.port } }];
  });
  return { all, edges, given };
}

/** Every value that nothing reads was an answer; now each of them is marked as one. */
function withEnds(
  { training }: Looked,
  all: readonly Renewed[],
  leaves: readonly Renewed[],
  edges: Looked['edges'],
): object {
  const ids = new Set(all.map(({ node }) => node.id));
  const names = new Set(all.map(({ node }) => node.name));
  const ends = leaves.map(({ node, port }) => {
    const id = freshId(ids, exit.kind);
    const name = freshName(names, exit.kind);
    ids.add(id);
    names.add(name);
    const position = { x: node.position.x + beside, y: node.position.y };
    const value = node.values?.[port];
    const values = value === undefined ? {} : { values: { [outputPort]: value } };
    return { of: node, port, node: { id, kind: exit.kind, name, attributes: {}, position, ...values } };
  });
  const scored = ends.find(({ of }) => of.id === training?.scored);
  const marked = new Set(ends.map(({ of }) => of));
  return {
    nodes: [
      ...all.map(({ node }) => {
        const { values: _, ...bare } = node;
        return marked.has(node) ? bare : node;
      }),
      ...ends.map(({ node }) => node),
    ],
    edges: [
      ...edges,
      ...ends.map(({ of, port, node }) => ({
        from: { node: of.id, port },
        to: { node: node.id, port: 'x' },
      })),
    ],
    ...(training && { training: scored ? { ...training, scored: scored.node.id } : training }),
  };
}

const beside = 205;

function renew(node: Node): Renewed {
  const former = layers.get(node.kind)?.former(node.attributes);
  const changed = former ? { ...node, kind: former.kind ?? node.kind, attributes: former.attributes } : node;
  const [first = outputPort] = portsOf(changed) ?? [];
  // What is passed over answers at its first port.
  const port = former && former.port !== outputPort && node.isBypassed !== true ? former.port : first;
  const value = node.values?.[outputPort];
  const isCalled = value !== undefined && port !== outputPort;
  return {
    node: isCalled ? { ...changed, values: { [port]: value } } : changed,
    ...{ port, isOther: port !== first },
  };
}

/** Undefined where the layer is not known, or takes none of its attributes. */
function portsOf({ kind, attributes }: Node): readonly string[] | undefined {
  const layer: Layer | undefined = layers.get(kind);
  const checked = layer && checkAttributes(layer.attributes, attributes);
  return checked && !isProblem(checked) ? layer.outputs(checked) : undefined;
}

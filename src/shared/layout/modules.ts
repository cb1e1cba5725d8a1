/** The modules of a network as a tree, by the names in its file: `layers.3` holds what is called `layers.3.attention.query`. */
import type { Document, NodeId } from '../document/document';
import { wiresOf } from '../document/groups';
import type { Inference } from '../document/infer';
import { canvasMessages } from '../messages/canvas';
import { fill } from '../messages/fill';
import { runsOf } from './alike';

/** Of a node, what its name is made of but the last: the modules it is in, the outermost first. */
export type Path = readonly string[];

/** What is within so many modules is not taken further apart. */
const deepest = 32;
/** So many alike modules in a row are one card. */
const leastRun = 3;

export interface Module {
  readonly name: string;
  readonly path: Path;
  readonly parts: readonly Module[];
  /** Nodes that are in none of its parts. */
  readonly own: readonly NodeId[];
  /** All its nodes. */
  readonly nodes: readonly NodeId[];
  /** Its parts are alike and feed one another. */
  readonly isRun?: boolean;
}

/** All of a document as one module. Nodes without a path are in none, but for numbers that one module alone reads. */
export function modulesOf(
  document: Document,
  inference: Inference,
  paths: ReadonlyMap<NodeId, Path>,
): Module {
  const { homes, numbers } = homesOf(document, paths);
  // A module is where the first of its own nodes is, wherever the file has its numbers.
  const ids = document.nodes.map(({ id }) => id);
  const ordered = [...ids.filter((id) => !numbers.has(id)), ...numbers];
  return moduleOf(
    [],
    ordered.map((id) => [id, homes.get(id) ?? []] as const),
  );

  function moduleOf(path: Path, nodes: readonly (readonly [NodeId, Path])[]): Module {
    const byPart = new Map<string, (readonly [NodeId, Path])[]>();
    for (const each of nodes) {
      const part = each[1][path.length] ?? '';
      const known = byPart.get(part);
      if (known) known.push(each);
      else byPart.set(part, [each]);
    }
    const own = (byPart.get('') ?? []).map(([id]) => id);
    byPart.delete('');
    const parts = withRuns([...byPart].map(([part, within]) => moduleOf([...path, part], within)));
    // What has one part and nothing else is that part.
    const [only] = parts;
    if (only && parts.length === 1 && own.length === 0) return only;
    return { name: path.join('.'), path, parts, own, nodes: nodes.map(([id]) => id) };
  }

  /** What is alike in a row as one module of its own. */
  function withRuns(parts: readonly Module[]): readonly Module[] {
    if (parts.length < leastRun) return parts;
    const runs = runsOf(
      document,
      inference,
      parts.map(({ nodes }) => nodes),
    );
    return runs.flatMap(({ first, last }) => {
      const alike = parts.slice(first, last + 1);
      const stems = new Set(alike.map(({ path }) => path.at(-1)?.replace(/\d+/, '')));
      const isRun =
        alike.length >= leastRun && stems.size === 1 && alike.every(({ nodes }) => nodes.length > 1);
      return isRun ? [runOf(alike)] : alike;
    });
  }
}

function runOf(parts: readonly Module[]): Module {
  const [first, last] = [parts[0]?.path ?? [], parts.at(-1)?.path ?? []];
  const differing = first.findIndex((part, at) => part !== last[at]);
  const name = fill(canvasMessages.run, {
    first: first.join('.'),
    last: last.slice(Math.max(0, differing - 1)).join('.'),
  });
  return { name, path: first, parts, own: [], nodes: parts.flatMap(({ nodes }) => nodes), isRun: true };
}

/**
 * Paths by node, cut where they are too deep. Numbers, to which nothing leads, such as weights that a file keeps under no
 * name of a module, are where all that read them are.
 */
function homesOf({ nodes, edges }: Document, paths: ReadonlyMap<NodeId, Path>) {
  const homes = new Map([...paths].map(([id, path]) => [id, path.slice(0, deepest)] as const));
  const keyOf = (path: Path) => path.join('\n');
  const counts = new Map<string, number>();
  for (const path of homes.values()) counts.set(keyOf(path), (counts.get(keyOf(path)) ?? 0) + 1);
  const wires = wiresOf(edges);
  const numbers = new Set<NodeId>();
  for (const { id } of nodes) {
    const { into = [], from = [] } = wires.get(id) ?? {};
    if (into.length > 0 || paths.get(id)?.length !== 0) continue;
    const readers = from.map(({ to }): Path => {
      const path = homes.get(to.node) ?? [];
      // A module that is one node alone is no place for its numbers.
      return counts.get(keyOf(path)) === 1 ? path.slice(0, -1) : path;
    });
    const [first = [], ...others] = readers;
    const shared = first.findIndex((part, at) => others.some((other) => other[at] !== part));
    homes.set(id, first.slice(0, shared < 0 ? first.length : shared));
    numbers.add(id);
  }
  return { homes, numbers };
}

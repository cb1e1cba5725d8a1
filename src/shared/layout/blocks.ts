/**
 * A large document's nodes closed into blocks, as the names in its file say which belong together: `layers.3` holds
 * what is called `layers.3.attention.query`.
 */
import { freshId, type Document, type Group, type NodeId } from '../document/document';

/** Of a node, what its name is made of but the last: the modules it is in, the outermost first. */
export type Path = readonly string[];

/** A smaller document is seen at once. */
const small = 20;
/** Fewer cards would say little, more would not be seen at once. */
const cards = { least: 3, most: 25 };
/** More than this in one block is hardly to be read once it is open. */
const mostInside = 60;
/** A block that holds too much is taken apart all the same where its parts hold so many nodes each. */
const leastInside = 4;

/** What begins with the same modules. */
interface Module {
  readonly path: Path;
  readonly parts: readonly Module[];
  /** Nodes that are in none of its parts. */
  readonly own: readonly NodeId[];
  /** All its nodes, in the order of the document. */
  readonly nodes: readonly NodeId[];
}

/** Nodes without a path stay on their own; numbers that one block alone reads join it where their path is empty, too. */
export function withBlocks(document: Document, paths: ReadonlyMap<NodeId, Path>): Document {
  if (document.nodes.length <= small) return document;
  const whole = moduleOf(
    [],
    document.nodes.map(({ id }) => [id, paths.get(id) ?? []] as const),
  );
  const chosen = chosenIn(whole);
  const blocks = new Blocks(document, paths);
  for (const module of chosen) blocks.add(module);
  const taken = new Set(document.nodes.map(({ id }) => id));
  const groups = blocks.made.map(({ path, nodes }): Group => {
    const id = freshId(taken, 'group');
    taken.add(id);
    return { id, name: path.join('.'), nodes, isClosed: true };
  });
  return { ...document, groups };
}

function moduleOf(path: Path, nodes: readonly (readonly [NodeId, Path])[]): Module {
  const byPart = new Map<string, (readonly [NodeId, Path])[]>();
  for (const each of nodes) {
    const part = each[1][path.length] ?? '';
    const known = byPart.get(part);
    if (known) known.push(each);
    else byPart.set(part, [each]);
  }
  const own = byPart.get('') ?? [];
  byPart.delete('');
  // What has one part and nothing else is that part.
  const [only] = byPart;
  if (only && byPart.size === 1 && own.length === 0) return moduleOf([...path, only[0]], nodes);
  return {
    path,
    parts: [...byPart].map(([part, within]) => moduleOf([...path, part], within)),
    own: own.map(([id]) => id),
    nodes: nodes.map(([id]) => id),
  };
}

/** The modules that are to be a card each: large ones, and those whose parts are numbered, are taken apart first. */
function chosenIn(whole: Module): readonly Module[] {
  const chosen = [...whole.parts];
  let count = chosen.length + whole.own.length;
  for (;;) {
    const next = chosen
      .filter((module) => isTakenApart(module, count, chosen.length))
      .reduce<Module | undefined>(
        (largest, module) => (largest && largest.nodes.length >= module.nodes.length ? largest : module),
        undefined,
      );
    if (!next) return chosen;
    chosen.splice(chosen.indexOf(next), 1, ...next.parts);
    count += next.parts.length + next.own.length - 1;
  }
}

function isTakenApart({ parts, own, nodes }: Module, count: number, blocks: number): boolean {
  if (parts.length === 0) return false;
  const pieces = parts.length + own.length;
  const isLarge = nodes.length > mostInside;
  const isList = parts.every(({ path }) => /^\d+$/.test(path.at(-1) ?? ''));
  if (blocks >= cards.least && !isLarge && !isList) return false;
  return count + pieces - 1 <= cards.most || (isLarge && pieces * leastInside <= nodes.length);
}

/** Blocks as they are made, one after the other, none of which a wire leaves and comes back into. */
class Blocks {
  readonly made: Pick<Module, 'path' | 'nodes'>[] = [];
  readonly #document: Document;
  readonly #paths: ReadonlyMap<NodeId, Path>;
  readonly #owners = new Map<NodeId, readonly NodeId[]>();
  readonly #readers = new Map<NodeId, NodeId[]>();
  readonly #reading: ReadonlySet<NodeId>;

  constructor(document: Document, paths: ReadonlyMap<NodeId, Path>) {
    this.#document = document;
    this.#paths = paths;
    this.#reading = new Set(document.edges.map(({ to }) => to.node));
    for (const { from, to } of document.edges) {
      const known = this.#readers.get(from.node);
      if (known) known.push(to.node);
      else this.#readers.set(from.node, [to.node]);
    }
  }

  /** The module as a block where it can be one, else those of its parts that can. */
  add(module: Module): void {
    if (module.nodes.length < 2) return;
    const nodes = this.#withNumbers(module.nodes);
    if (!this.#isWhole(nodes)) {
      for (const part of module.parts) this.add(part);
      return;
    }
    this.made.push({ path: module.path, nodes });
    for (const id of nodes) this.#owners.set(id, nodes);
  }

  /** With what nothing leads to and only they read, such as weights that a file keeps under no name of a module. */
  #withNumbers(nodes: readonly NodeId[]): readonly NodeId[] {
    const members = new Set(nodes);
    const isOwn = (id: NodeId) => {
      const readers = this.#readers.get(id) ?? [];
      return (
        readers.length > 0 &&
        this.#paths.get(id)?.length === 0 &&
        !this.#reading.has(id) &&
        !this.#owners.has(id) &&
        readers.every((reader) => members.has(reader))
      );
    };
    return this.#document.nodes.filter(({ id }) => members.has(id) || isOwn(id)).map(({ id }) => id);
  }

  /** Whether no way leads out of these nodes and back, through blocks as if each were one node. */
  #isWhole(nodes: readonly NodeId[]): boolean {
    const members = new Set(nodes);
    const readersOf = (id: NodeId) => this.#readers.get(id) ?? [];
    const pending = nodes.flatMap(readersOf).filter((id) => !members.has(id));
    const seen = new Set<NodeId>();
    for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
      if (seen.has(id)) continue;
      const passed = this.#owners.get(id) ?? [id];
      for (const each of passed) seen.add(each);
      for (const reader of passed.flatMap(readersOf)) {
        if (members.has(reader)) return false;
        pending.push(reader);
      }
    }
    return true;
  }
}

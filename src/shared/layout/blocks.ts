/** A large document's nodes closed into blocks within blocks, as the names in its file say which belong together. */
import { FreshIds, idsOf, nameLimit, type Document, type Group, type NodeId } from '../document/document';
import { wiresOf } from '../document/groups';
import { inferShapes, type Inference } from '../document/infer';
import { modulesOf, type Module, type Path } from './modules';

/** A smaller document is seen at once. */
const small = 20;
/** Fewer cards would say little, more would not be seen at once. */
const cards = { least: 3, most: 25 };
/** Nor does a card that holds nearly all there is. */
const nearlyAll = 3 / 4;
/** A block of no more than that is seen at once when it opens. */
const fewInside = 8;

/** The same document where it is small, or where names say nothing. */
export function withBlocks(
  document: Document,
  paths: ReadonlyMap<NodeId, Path>,
  inference: Inference = inferShapes(document),
): Document {
  if (document.nodes.length <= small) return document;
  const blocks = new Blocks(document, inference);
  blocks.addAll(chosenIn(modulesOf(document, inference, paths)), idsOf(document));
  return { ...document, groups: blocks.made };
}

/** The modules that are a card each of what is seen first: one that holds nearly all is taken apart. */
function chosenIn(whole: Module): readonly Module[] {
  if (whole.isRun) return [whole];
  const chosen = [...whole.parts];
  let count = chosen.length + whole.own.length;
  for (;;) {
    const next = chosen
      .filter(({ parts, own, nodes, isRun }) => {
        const isTooLarge = count < cards.least || nodes.length > whole.nodes.length * nearlyAll;
        const pieces = parts.length + own.length;
        return parts.length > 0 && !isRun && isTooLarge && count + pieces - 1 <= cards.most;
      })
      .reduce<Module | undefined>(
        (largest, module) => (largest && largest.nodes.length >= module.nodes.length ? largest : module),
        undefined,
      );
    if (!next) return chosen;
    chosen.splice(chosen.indexOf(next), 1, ...next.parts);
    count += next.parts.length + next.own.length - 1;
  }
}

/** A block that a node is in, by what it holds and where the first of that is. */
interface Owner {
  readonly nodes: readonly NodeId[];
  readonly first: number;
}

/** Blocks as they are made, one after the other, each before those that it holds. */
class Blocks {
  readonly made: Group[] = [];
  readonly #ids: FreshIds;
  readonly #readers = new Map<NodeId, readonly NodeId[]>();
  /** Nodes in an order in which none comes before what it reads. */
  readonly #places: ReadonlyMap<NodeId, number>;

  constructor(document: Document, inference: Inference) {
    this.#ids = new FreshIds(idsOf(document));
    this.#places = new Map([...inference.nodes.keys()].map((id, at) => [id, at]));
    for (const [id, { from }] of wiresOf(document.edges))
      this.#readers.set(
        id,
        from.map(({ to }) => to.node),
      );
  }

  /** Each module as a block where it can be one, else those of its parts that can: none that a wire leaves and comes back to. */
  addAll(modules: readonly Module[], within: ReadonlySet<NodeId>): void {
    const owners = new Map<NodeId, Owner>();
    const pending = modules.toReversed();
    for (let module = pending.pop(); module; module = pending.pop()) {
      const { name, nodes, parts, isRun } = module;
      if (nodes.length < 2) continue;
      if (!this.#isWhole(nodes, within, owners)) {
        pending.push(...parts.toReversed());
        continue;
      }
      const id = this.#ids.of('group');
      this.made.push({ id, name: name.slice(0, nameLimit), nodes, isClosed: true });
      const owner = { nodes, first: Math.min(...nodes.map((node) => this.#placeOf(node))) };
      for (const node of nodes) owners.set(node, owner);
      if (isRun || nodes.length > fewInside) this.addAll(parts, new Set(nodes));
    }
  }

  /** Whether no way leads out of these nodes and back, through other blocks as if each were one node. */
  #isWhole(
    nodes: readonly NodeId[],
    within: ReadonlySet<NodeId>,
    owners: ReadonlyMap<NodeId, Owner>,
  ): boolean {
    const members = new Set(nodes);
    const last = nodes.reduce((most, id) => Math.max(most, this.#placeOf(id)), 0);
    // From what comes after all of them no way leads back.
    const isBefore = (id: NodeId) => (owners.get(id)?.first ?? this.#placeOf(id)) <= last;
    const readersOf = (id: NodeId) =>
      (this.#readers.get(id) ?? []).filter((reader) => within.has(reader) && isBefore(reader));
    const pending = nodes.flatMap(readersOf).filter((id) => !members.has(id));
    const seen = new Set<NodeId>();
    for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
      if (seen.has(id)) continue;
      const passed = owners.get(id)?.nodes ?? [id];
      for (const each of passed) seen.add(each);
      for (const reader of passed.flatMap(readersOf)) {
        if (members.has(reader)) return false;
        pending.push(reader);
      }
    }
    return true;
  }

  #placeOf(id: NodeId): number {
    return this.#places.get(id) ?? 0;
  }
}

/** Which values of two networks are held against each other. What has no partner beyond doubt has none. */

/** A value of a network. */
export interface Answered {
  /** Its name in the model. */
  readonly value: string;
  /** What the node is told by within its network, and the port of it. */
  readonly node: string;
  readonly port: string;
  /** What the node is called, and what it is; the name is empty where it has none. */
  readonly name: string;
  readonly kind: string;
  /** Values it is made of, in the order of the node's inputs; what is in no list of values does not count. */
  readonly reads: readonly string[];
  /** It is no tensor whose numbers can be read. */
  readonly isUnread?: boolean;
  /** The network answers it: then its name is one that others know it by. */
  readonly isAnswer?: boolean;
}

type Sides = readonly [one: readonly Answered[], other: readonly Answered[]];
type Pair = readonly [one: Answered, other: Answered];

export interface Match {
  /** In the order of the one's forward pass. */
  readonly pairs: readonly Pair[];
  /** Those of each that have no partner. */
  readonly alone: Sides;
}

type Key = (answered: Answered) => string | undefined;

/** Two versions of one network: a node is the same one whatever it is called by now. */
export function matchNodes(one: readonly Answered[], other: readonly Answered[]): Match {
  const matching = new Matching(one, other);
  matching.pairBy(({ node, port }) => JSON.stringify([node, port]));
  return matching.match;
}

/** Two networks: by what their values are called, their nodes, the paths of their names, and then by what they are made of. */
export function matchNames(one: readonly Answered[], other: readonly Answered[]): Match {
  const matching = new Matching(one, other);
  matching.pairBy(({ value, isAnswer }) => (isAnswer ? value : undefined));
  matching.pairBy(({ value }) => (isNumber(value) ? undefined : value));
  const places = new Map([...placesIn(one), ...placesIn(other)]);
  const named = (answered: Answered, name: string) =>
    name === '' || isNumber(name) ? undefined : JSON.stringify([name, places.get(answered)]);
  matching.pairBy((answered) => named(answered, answered.name));
  const paths = new Map([...pathsIn(one), ...pathsIn(other)]);
  matching.pairBy((answered) => named(answered, paths.get(answered) ?? ''));
  matching.pairByMaking(places);
  return matching.match;
}

/** Exporters count values that nobody named: the same count says nothing of two networks. */
function isNumber(name: string): boolean {
  return /^\d+$/.test(name);
}

class Matching {
  readonly #sides: Sides;
  readonly #pairs: Pair[] = [];
  /** The same number for two that are partners. */
  readonly #marks = new Map<Answered, number>();

  constructor(...sides: Sides) {
    this.#sides = sides;
  }

  get match(): Match {
    const partners = new Map(this.#pairs);
    const alone = (side: readonly Answered[]) => side.filter((answered) => !this.#marks.has(answered));
    return {
      pairs: this.#sides[0].flatMap((one) => {
        const other = partners.get(one);
        return other ? [[one, other] as const] : [];
      }),
      alone: [alone(this.#sides[0]), alone(this.#sides[1])],
    };
  }

  /** Those without a partner that alone have a key on their side, and one with the same on the other. */
  pairBy(keyOf: Key): void {
    this.#pair(this.#sides, keyOf, keyOf);
  }

  /** Made by the same kind of node out of partners, or out of nothing: where that is said of one on each side alone. */
  pairByMaking(places: ReadonlyMap<Answered, number>): void {
    const [one, other] = [sourcesOf(this.#sides[0]), sourcesOf(this.#sides[1])];
    const keyIn =
      (sources: Sources): Key =>
      (answered) => {
        const marks = (sources.get(answered) ?? []).map((source) => this.#marks.get(source));
        return marks.includes(undefined)
          ? undefined
          : JSON.stringify([answered.kind, places.get(answered), marks]);
      };
    const keys = [keyIn(one), keyIn(other)] as const;
    const [readers, otherReaders] = [readersIn(one), readersIn(other)];
    const made = [...this.#pair(this.#sides, ...keys)];
    // Grows while it is walked through: a pair may be all that those who read it waited for.
    for (const [from, partner] of made)
      made.push(...this.#pair([readers.get(from) ?? [], otherReaders.get(partner) ?? []], ...keys));
  }

  #pair(candidates: Sides, oneKey: Key, otherKey: Key): readonly Pair[] {
    const isFree = (answered: Answered): boolean => !this.#marks.has(answered);
    const ones = groupBy(candidates[0].filter(isFree), oneKey);
    const others = groupBy(candidates[1].filter(isFree), otherKey);
    const found = [...ones].flatMap(([key, [one, ...more]]): Pair[] => {
      const [other, ...otherMore] = others.get(key) ?? [];
      return one && other && more.length + otherMore.length === 0 ? [[one, other]] : [];
    });
    for (const pair of found) {
      this.#pairs.push(pair);
      for (const answered of pair) this.#marks.set(answered, this.#pairs.length);
    }
    return found;
  }
}

/** What each value is made of. */
type Sources = ReadonlyMap<Answered, readonly Answered[]>;

function sourcesOf(side: readonly Answered[]): Sources {
  const values = new Map(side.map((answered) => [answered.value, answered]));
  return new Map(
    side.map((answered) => [answered, answered.reads.flatMap((name) => values.get(name) ?? [])]),
  );
}

function readersIn(sources: Sources): ReadonlyMap<Answered, readonly Answered[]> {
  const readers = new Map<Answered, Answered[]>();
  for (const [reader, read] of sources)
    for (const source of new Set(read)) {
      const known = readers.get(source);
      if (known) known.push(reader);
      else readers.set(source, [reader]);
    }
  return readers;
}

function groupBy(list: readonly Answered[], keyOf: Key): ReadonlyMap<string, readonly Answered[]> {
  const groups = new Map<string, Answered[]>();
  for (const answered of list) {
    const key = keyOf(answered);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group) group.push(answered);
    else groups.set(key, [answered]);
  }
  return groups;
}

/** The how many-th of its node's values each one is. */
function placesIn(side: readonly Answered[]): ReadonlyMap<Answered, number> {
  const counts = new Map<string, number>();
  return new Map(
    side.map((answered) => {
      const place = counts.get(answered.node) ?? 0;
      counts.set(answered.node, place + 1);
      return [answered, place];
    }),
  );
}

/**
 * `/model/layers/layers.0/Conv` and `model.layers.0` lead to the same place: exporters part the names of modules by other
 * signs, say the way once more at each, and end with the operator. What all names but those of its inputs begin with says nothing.
 */
function pathsIn(side: readonly Answered[]): ReadonlyMap<Answered, string> {
  const paths = side.map((answered) => {
    const { name, kind } = answered;
    const parts = name.split(/[/.:]+/).filter((part) => part !== '');
    const steps = parts.filter((part, at) => part !== parts[at - 1]);
    const last = steps.at(-1)?.replace(/_\d+$/, '');
    return [answered, steps.length > 1 && last === kind ? steps.slice(0, -1) : steps] as const;
  });
  const heads = paths.flatMap(([{ reads }, [head]]) =>
    reads.length > 0 && head !== undefined ? [head] : [],
  );
  const isCommon = new Set(heads).size === 1;
  return new Map(
    paths.map(([answered, steps]) => [
      answered,
      (isCommon && steps.length > 1 ? steps.slice(1) : steps).join('.'),
    ]),
  );
}

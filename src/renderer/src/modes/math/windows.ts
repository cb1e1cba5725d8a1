/** A sum of numbers times weights as what lies under a window: each number on its weight, channel by channel. */
import { evaluate, type Expression, type Source } from '#shared/tensor/expression';

type Read = Extract<Expression, { kind: 'number' }>;

/** A number and the weight it is multiplied by. */
export interface Cell {
  /** Padding was read nowhere. */
  readonly number: Read;
  readonly weight: Read;
  readonly product: Read;
}

/** What is drawn as one grid: all of a window, or a volume at one depth. */
export interface Slice {
  readonly depth: readonly number[];
  readonly rows: readonly (readonly Cell[])[];
}

export interface Patch {
  readonly channel: number;
  readonly slices: readonly Slice[];
  readonly sum: number;
}

export interface Windows {
  readonly patches: readonly Patch[];
  /** Of all channels. */
  readonly sum: number;
  /** What comes on top: a bias. */
  readonly added: readonly Read[];
  readonly total: number;
}

/** A larger window is no picture of anything. */
const mostCells = 256;

/** Undefined for a sum of anything else, as that of a layer whose weights have no window. */
export function windowsIn(terms: readonly Expression[]): Windows | undefined {
  const cells = terms.flatMap((term) => cellOf(term) ?? []);
  const added = terms.filter((term) => term.kind === 'number');
  if (cells.length === 0 || cells.length + added.length < terms.length) return undefined;
  const channels = grouped(cells, (cell) => weightOf(cell).slice(0, 2));
  if (channels.some(({ length }) => length > mostCells)) return undefined;
  const patches = channels.map(patchOf);
  const sum = totalOf(patches.map((patch) => patch.sum));
  return { patches, sum, added, total: sum + totalOf(added.map(evaluate)) };
}

function cellOf(term: Expression): Cell | undefined {
  if (term.kind !== 'product' || term.factors.length !== 2) return undefined;
  const weight = term.factors.find(isWindowed);
  const number = term.factors.find((factor) => factor !== weight);
  if (weight?.kind !== 'number' || number?.kind !== 'number') return undefined;
  if (number.source?.kind === 'parameter') return undefined;
  return { number, weight, product: { kind: 'number', value: evaluate(term) } };
}

/** A weight has two channels before its place in the window. */
const isWindowed = (factor: Expression): boolean =>
  factor.kind === 'number' && factor.source?.kind === 'parameter' && factor.source.index.length > 2;

function patchOf(cells: readonly Cell[]): Patch {
  const [first] = cells;
  const read = cells.find(({ number }) => number.source);
  const channel = read?.number.source?.index[1] ?? (first && weightOf(first)[1]) ?? 0;
  const slices = grouped(cells, (cell) => weightOf(cell).slice(2, -2)).map((slice) => ({
    depth: slice[0] ? weightOf(slice[0]).slice(2, -2) : [],
    rows: grouped(slice, (cell) => weightOf(cell).slice(2, -1)),
  }));
  return { channel, slices, sum: totalOf(cells.map(({ product }) => product.value)) };
}

const weightOf = ({ weight }: Cell): Source['index'] => weight.source?.index ?? [];

/** Those with the same key together, in their order. */
function grouped<T>(items: readonly T[], keyOf: (item: T) => readonly number[]): readonly (readonly T[])[] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item).join();
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return [...groups.values()];
}

const totalOf = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

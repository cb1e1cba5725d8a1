/** A sum as the rows of a table: what is multiplied, what it comes to, and the sum so far. */
import { commonMessages } from '#shared/messages/common';
import { mathMessages } from '#shared/messages/math';
import { evaluate, partsOf, type Expression } from '#shared/tensor/expression';

export interface Row {
  readonly term: Expression;
  /** The numbers that are multiplied, or the one that is added; undefined for any other term. */
  readonly factors: readonly Expression[] | undefined;
  readonly value: number;
  /** With every row before it. */
  readonly running: number;
}

/** The sum a number is made of: the outermost of several terms. */
export function sumIn(expression: Expression): readonly Expression[] | undefined {
  const level = [expression];
  for (const part of level) {
    if (part.kind === 'sum' && part.terms.length > 1) return part.terms;
    // What has a name is a number here, with a sum of its own.
    if (part.kind !== 'named') level.push(...partsOf(part));
  }
  return undefined;
}

export function rowsOf(terms: readonly Expression[], isLargestFirst: boolean): readonly Row[] {
  const valued = terms.map((term) => ({ term, factors: factorsOf(term), value: evaluate(term) }));
  if (isLargestFirst) valued.sort((a, b) => Math.abs(b.value) - Math.abs(a.value));
  let running = 0;
  return valued.map((row) => ({ ...row, running: (running += row.value) }));
}

/** What the two numbers of each product are: `Input` and `Weight`; undefined where the terms are no such products. */
export function headingsOf(rows: readonly Row[]): readonly [string, string] | undefined {
  if (rows.some(({ factors }) => !factors)) return undefined;
  const pairs = rows.flatMap(({ factors }) => (factors?.length === 2 ? [factors] : []));
  const [first, second] = (pairs.find((pair) => pair.every(nameOf)) ?? pairs[0] ?? []).map(nameOf);
  if (pairs.length === 0) return undefined;
  return first === second
    ? [mathMessages.first, mathMessages.second]
    : [first ?? mathMessages.number, second ?? mathMessages.number];
}

export function nameOf(part: Expression): string | undefined {
  const source = part.kind === 'number' ? part.source : undefined;
  if (source?.kind === 'parameter') return source.name.charAt(0).toUpperCase() + source.name.slice(1);
  return source && commonMessages.input;
}

const isNumber = ({ kind }: Expression): boolean => kind === 'number' || kind === 'named';

function factorsOf(term: Expression): readonly Expression[] | undefined {
  const factors = term.kind === 'product' ? term.factors : [term];
  return factors.length <= 2 && factors.every(isNumber) ? factors : undefined;
}

/** Every operator a model may name that can be told of: ONNX's own, and those runtimes and optimisers add. */
import { contrib } from './contrib';
import { readOperator, type Entry, type Facts, type Family, type Operator } from './define';
import recorded from './facts.json';
import { newer } from './newer';
import { families } from './sentences/index';

const facts: readonly Readonly<Record<string, Facts>>[] = [
  recorded as unknown as Record<string, Facts>,
  newer,
  contrib,
];

/** The forms of an operator, the oldest first. */
const forms = (domain: string, type: string): readonly Entry[] =>
  facts.flatMap((source) => source[domain]?.[type] ?? []);

const read = (family: Family): [string, Operator[]][] =>
  Object.keys(family.sentences).map((type) => [
    `${family.domain}:${type}`,
    forms(family.domain, type).map((entry) => readOperator(type, family, entry)),
  ]);

const catalogue = new Map(families.flatMap(read));

/** Each operator as the newest set has it. */
export const operators: readonly Operator[] = [...catalogue.values()].flatMap((all) => all.slice(-1));

/** The operator as a set of its domain has it, which decides what a model means by what it leaves out. */
export function operatorOf(type: string, domain = '', set = Infinity): Operator | undefined {
  const all = catalogue.get(`${domain === 'ai.onnx' ? '' : domain}:${type}`);
  return all?.findLast(({ since }) => since <= set) ?? all?.[0];
}

/** For those who prove that every operator is told of. */
export const recordedTypes: readonly string[] = facts.flatMap((source) =>
  Object.entries(source).flatMap(([domain, types]) => Object.keys(types).map((type) => `${domain}:${type}`)),
);

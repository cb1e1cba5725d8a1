/** The sets that come with the app: as many rows as their cards say, and prepared without anyone's help. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { describeProblem, isProblem } from '../messages/problem';
import { decodeBundled } from './bundled';
import { rowShape } from './data-set';
import { planFor } from './plan';
import { prepareData } from './prepare';

const folder = join(import.meta.dirname, '../../../models/data');
const digits = Array.from({ length: 10 }, (_, digit) => String(digit));

function open(id: string) {
  const files = readdirSync(join(folder, id)).map(
    (name) => [name, readFileSync(join(folder, id, name))] as const,
  );
  const set = decodeBundled(id, new Map(files));
  if (isProblem(set)) throw new Error(describeProblem(set));
  return set;
}

test('are these four', () => {
  expect(readdirSync(folder)).toEqual(['fashion-mnist', 'iris', 'mnist', 'penguins']);
});

describe.each([
  ['iris', 150, [4], ['setosa', 'versicolor', 'virginica'], [50, 50, 50]],
  ['penguins', 333, [9], ['Adelie', 'Chinstrap', 'Gentoo'], [146, 68, 119]],
  ['mnist', 6000, [1, 28, 28], digits, digits.map(() => 600)],
  ['fashion-mnist', 5000, [1, 28, 28], undefined, digits.map(() => 500)],
] as const)('%s', (id, rows, row, classes, counts) => {
  const set = open(id);
  const plan = planFor({ kind: 'bundled', id, set });
  const prepared = prepareData(plan, { validation: 0, seed: 1 });
  if (isProblem(prepared)) throw new Error(describeProblem(prepared));
  const { training } = prepared;

  test(`has ${rows} rows`, () => {
    expect(training.targets).toHaveLength(rows);
    expect(rowShape(training)).toEqual(row);
    if (classes) expect(training.classes).toEqual(classes);
    expect(counts.map((_, index) => training.targets.filter((target) => target === index).length)).toEqual(
      counts,
    );
  });

  test('is whole, and no feature is so large that training goes wrong', () => {
    expect(training.features.take().every((value) => Math.abs(value) < 10)).toBe(true);
  });

  test('says whose it is', () => {
    const provenance = readFileSync(join(folder, '../PROVENANCE.md'), 'utf8');
    expect(provenance).toContain(`## data/${id}\n`);
    expect(set.card.licence).not.toBe('');
  });
});

test('a set without a card is a sentence', () => {
  const found = decodeBundled('gone', new Map());
  expect(isProblem(found) && describeProblem(found)).toBe(
    'This version has no data set called gone. Choose other data.',
  );
});

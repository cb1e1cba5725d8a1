/** Drawn sets: the same for the same seed, balanced, and what their summaries say. */
import { describe, expect, test } from 'vitest';
import { describeProblem, isProblem } from '../messages/problem';
import { planFor } from './plan';
import { prepareData } from './prepare';
import { toyIds, toyTable, type ToyId } from './toy';

function rowsOf(id: ToyId, given: { noise?: number; count?: number; seed?: number } = {}) {
  const plan = planFor({ kind: 'toy', id, noise: 0, count: 400, seed: 1, ...given });
  const prepared = prepareData(plan, { validation: 0, seed: 1 });
  if (isProblem(prepared)) throw new Error(describeProblem(prepared));
  const { features, targets, classes } = prepared.training;
  return Array.from(targets, (target, row) => ({
    x: features.at(row, 0),
    y: features.at(row, 1),
    target,
    word: classes[target],
  }));
}

describe.each(toyIds)('%s', (id) => {
  test('is the same for the same seed and another for another', () => {
    const drawn = { id, noise: 0.2, count: 50, seed: 3 };
    expect(toyTable(drawn)).toEqual(toyTable(drawn));
    expect(toyTable({ ...drawn, seed: 4 })).not.toEqual(toyTable(drawn));
  });

  test('keeps its first rows when there are more', () => {
    expect(rowsOf(id, { count: 80, noise: 0.3 }).slice(0, 40)).toEqual(rowsOf(id, { count: 40, noise: 0.3 }));
  });

  test('moves with its noise, each row along a line of its own', () => {
    const [still, some, twice] = [0, 0.1, 0.2].map((noise) => rowsOf(id, { noise, count: 30 }));
    for (const [row, { x, y, target }] of (still ?? []).entries()) {
      const [near, far] = [some?.[row], twice?.[row]];
      expect((far?.x ?? 0) - x).toBeCloseTo(2 * ((near?.x ?? 0) - x), 2);
      expect((far?.y ?? 0) - y).toBeCloseTo(2 * ((near?.y ?? 0) - y), 2);
      expect((far?.target ?? 0) - target).toBeCloseTo(2 * ((near?.target ?? 0) - target), 2);
    }
  });

  test('has as many rows of each class', () => {
    const rows = rowsOf(id);
    const words = [...new Set(rows.map(({ word }) => word))];
    for (const word of words)
      expect(rows.filter((row) => row.word === word)).toHaveLength(400 / words.length);
    expect(words).toHaveLength(id === 'plane' ? 1 : 2);
  });
});

test('without noise each set is what it is called', () => {
  for (const { x, y, word } of rowsOf('circle')) expect(Math.hypot(x, y) < 1.4).toBe(word === 'inside');
  for (const { x, y, word } of rowsOf('exclusive-or')) expect(x * y > 0).toBe(word === 'same');
  for (const { x, y, target } of rowsOf('plane')) expect(target).toBeCloseTo(0.6 * x - 0.4 * y + 0.2, 3);
  for (const { x, y, word } of rowsOf('gaussians').slice(0, 40)) expect(x + y > 0).toBe(word === 'upper');
  for (const { x, y, word } of rowsOf('spiral')) {
    const along = Math.hypot(x, y) / 2.3;
    const turned = Math.atan2(y, x) - 3 * Math.PI * along;
    expect(Math.cos(turned) > 0).toBe(word === 'first arm');
  }
  for (const { x, y, word } of rowsOf('moons')) {
    const far = word === 'upper' ? Math.hypot(x + 0.7, y + 0.35) : Math.hypot(0.7 - x, 0.35 - y);
    expect(far).toBeCloseTo(1.4, 3);
  }
});

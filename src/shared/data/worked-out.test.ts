/** What is worked out on another thread is what would have been worked out here. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { describeProblem, isProblem } from '../messages/problem';
import { contentOf } from './content';
import { findRow } from './data-set';
import type { DataPlan } from './plan';
import { initialPreparation, type Preparation } from './preparation';
import { fitRows, isPrepared, prepareData, rememberFit, type PreparedData } from './prepare';
import type { Shares } from './split';
import { describeColumn } from './table';
import { rememberWorkedOut, workOut } from './worked-out';

const parts = ['training', 'validation', 'test'] as const;

function whole(found: ReturnType<typeof prepareData>): PreparedData {
  if (isProblem(found)) throw new Error(describeProblem(found));
  return found;
}
/** All there is to see of prepared rows. */
function seen(prepared: PreparedData): unknown {
  const { rows, scales, notes, places } = prepared;
  const sets = parts.map((part) => {
    const data = prepared[part];
    return data && { ...data, features: { shape: data.features.shape, values: data.features.take() } };
  });
  return { rows, scales, notes, places, sets };
}
/** As another thread would have sent it: nothing of this one is remembered of it. */
function handedOver(plan: DataPlan, shares: Shares): DataPlan {
  const sent = structuredClone({ plan, found: workOut(structuredClone(plan), shares, () => undefined) });
  if (sent.found) rememberWorkedOut(sent.plan, sent.found);
  return sent.plan;
}

const cell = fc.oneof(fc.integer({ min: -9, max: 9 }).map(String), fc.constantFrom('', '2.5', 'red', 'blue'));
const tableText = fc
  .array(fc.tuple(cell, cell, fc.constantFrom('yes', 'no')), { minLength: 3, maxLength: 30 })
  .map((rows) => `a,b,answer\n${rows.map((row) => row.join()).join('\n')}`);
const preparations: fc.Arbitrary<Preparation> = fc.record({
  leftOut: fc.constantFrom([], ['a']),
  missing: fc.constantFrom('drop', 'fill'),
  scaling: fc.constantFrom('none', 'standardise', '0 to 1'),
});

test('rows prepared elsewhere are those prepared here', () => {
  fc.assert(
    fc.property(tableText, preparations, fc.integer({ min: 0, max: 9 }), (text, preparation, seed) => {
      const plan: DataPlan = { source: { kind: 'table', name: 'rows.csv', text }, preparation };
      const shares = { validation: 0.3, test: 0.2, seed };
      const here = prepareData(plan, shares);
      const there = prepareData(handedOver(plan, shares), shares);
      expect(isProblem(there) ? there : seen(there)).toEqual(isProblem(here) ? here : seen(here));
    }),
  );
});

test('what was worked out elsewhere is not worked out again', () => {
  const source = { kind: 'table', name: 'rows.csv', text: 'a,y\n1,0\n5,1' } as const;
  const plan = handedOver({ source, preparation: initialPreparation }, { validation: 0, seed: 1 });
  expect(isPrepared(plan, { validation: 0, test: 0, seed: 1 })).toBe(true);
  expect(isPrepared(plan, { validation: 0, seed: 2 })).toBe(false);
  const content = contentOf(plan.source);
  const [column] = isProblem(content) || content.kind !== 'table' ? [] : content.table.columns;
  expect(column && describeColumn(column)).toEqual({
    kind: 'number',
    missing: 0,
    numbers: { low: 1, high: 5, mean: 3 },
  });
});

const rows = 1200;
const width = 1000;
/** More numbers than are kept. */
const many: DataPlan = {
  source: {
    kind: 'arrays',
    name: 'many.npz',
    features: {
      dtype: 'uint8',
      shape: [rows, width],
      values: Uint8Array.from({ length: rows * width }, (_, at) => (at * 31 + Math.floor(at / width)) % 251),
    },
    targets: {
      dtype: 'uint8',
      shape: [rows],
      values: Uint8Array.from({ length: rows }, (_, row) => row % 3),
    },
  },
  preparation: { ...initialPreparation, scaling: '0 to 1' },
};

test('many rows are worked out where they are asked for, each as it would be among all', () => {
  const { training, scales } = whole(prepareData(many, { validation: 0, seed: 1 }));
  const { features } = training;
  expect(features.take()).not.toBe(features.take());
  const all = features.take();
  expect(features.take(700, 702)).toEqual(all.subarray(700 * width, 702 * width));
  const [scale = { offset: Number.NaN, divisor: Number.NaN }] = scales;
  expect(scale.divisor).toBe(250);
  expect(features.at(3, 7)).toBe(Math.fround((((3 * width + 7) * 31 + 3) % 251) / 250));
  expect(all[3 * width + 7]).toBe(features.at(3, 7));
  expect(findRow(training, all.slice(200 * width, 201 * width))).toBe(200);
  expect(findRow(training, new Float32Array(width).fill(2))).toBeUndefined();
});

test('preparing them is done in turns, none of which goes through all', () => {
  const shares = { validation: 0.5, seed: 1 };
  const turns = fitRows({ ...many }, shares);
  const gone: number[] = [];
  let step = turns.next();
  for (; !step.done; step = turns.next()) gone.push(step.value);
  expect(gone.length).toBeGreaterThan(1);
  expect(gone.reduce((sum, numbers) => sum + numbers, 0)).toBe((rows / 2) * width);
  const other = { ...many };
  rememberFit(other, shares, step.value);
  const inTurns = whole(prepareData(other, shares));
  const atOnce = whole(prepareData({ ...many }, shares));
  expect(inTurns.places).toEqual(atOnce.places);
  expect(inTurns.scales).toEqual(atOnce.scales);
});

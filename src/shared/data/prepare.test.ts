/** Rows on their way to the network: encoded, complete, scaled by what is trained on, and split. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { describeProblem, isProblem, type Problem } from '../messages/problem';
import { contentOf } from './content';
import { rowShape } from './data-set';
import { planFor, type DataPlan } from './plan';
import { initialPreparation, suggestPreparation, type Preparation } from './preparation';
import { prepareData, type PreparedData } from './prepare';
import type { ArraysSource, TableSource } from './source';
import { drawSplit, type Shares } from './split';

const whole: Shares = { validation: 0, seed: 1 };
const csv = (text: string): TableSource => ({ kind: 'table', name: 'rows.csv', text });

function planOf(text: string, preparation: Partial<Preparation> = {}): DataPlan {
  return { source: csv(text), preparation: { ...initialPreparation, ...preparation } };
}
function prepared(plan: DataPlan, shares = whole): PreparedData {
  const found = prepareData(plan, shares);
  if (isProblem(found)) throw new Error(describeProblem(found));
  return found;
}
function problemOf(plan: DataPlan, shares = whole): Problem {
  const found = prepareData(plan, shares);
  if (!isProblem(found)) throw new Error('these rows could be prepared');
  expect(describeProblem(found)).not.toMatch(/undefined|NaN|\{/);
  return found;
}
function rowsOf({ training }: PreparedData): readonly (readonly number[])[] {
  const [rows = 0] = training.features.shape;
  return Array.from({ length: rows }, (_, row) => [...training.features.take(row, row + 1)]);
}

describe('a split', () => {
  test('leaves every row in one part, in its own order, the same for the same seed', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 300 }),
        fc.float({ min: 0, max: Math.fround(0.9), noNaN: true }),
        fc.float({ min: 0, max: Math.fround(0.9), noNaN: true }),
        fc.integer({ min: 0, max: 1000 }),
        (count, validation, test, seed) => {
          const split = drawSplit(count, { validation, test, seed });
          const parts = [split.training, split.validation ?? [], split.test ?? []].map((part) => [...part]);
          expect(parts.flat().sort((a, b) => a - b)).toEqual([...Array(count).keys()]);
          for (const part of parts) expect(part).toEqual([...part].sort((a, b) => a - b));
          expect(split.training.length).toBeGreaterThan(0);
          expect(drawSplit(count, { validation, test, seed })).toEqual(split);
        },
      ),
    );
  });

  test('has the shares that were asked for, and test rows do not move the ones kept aside', () => {
    const split = drawSplit(200, { validation: 0.2, test: 0.1, seed: 3 });
    expect([split.training, split.validation, split.test].map((part) => part?.length)).toEqual([140, 40, 20]);
    expect(drawSplit(200, { validation: 0.2, seed: 3 }).validation).toEqual(split.validation);
  });
});

describe('a table', () => {
  test('of numbers is given as it is', () => {
    const { training, notes } = prepared(planOf('a,b,y\n0.1,-2,0\n0.7,3,1\n'));
    expect(training.features.shape).toEqual([2, 2]);
    expect([...training.features.take()]).toEqual([0.1, -2, 0.7, 3].map(Math.fround));
    expect(training).toMatchObject({ columns: ['a', 'b', 'y'], classes: ['0', '1'] });
    expect(notes).toEqual([]);
  });

  test('turns words into ones among zeros, and a word to predict into a class', () => {
    const found = prepared(planOf('size,colour,fruit\n1,red,apple\n2,green,pear\n3,red,apple\n'));
    expect(rowsOf(found)).toEqual([
      [1, 0, 1],
      [2, 1, 0],
      [3, 0, 1],
    ]);
    expect(found.training.columns).toEqual(['size', 'colour green', 'colour red', 'fruit']);
    expect(found.training.classes).toEqual(['apple', 'pear']);
    expect([...found.training.targets]).toEqual([0, 1, 0]);
  });

  test('predicts the column that is chosen, and leaves out those that are', () => {
    const found = prepared(planOf('a,b,c\n1,2.5,3\n4,5.5,6\n', { target: 'b', leftOut: ['c'] }));
    expect(rowsOf(found)).toEqual([[1], [4]]);
    expect([...found.training.targets]).toEqual([2.5, 5.5]);
    expect(found.training.classes).toEqual([]);
  });

  const gappy = 'a,b,y\n1,x,0\n,x,1\n3,,0\n5,z,1\n7,x,\n';

  test('leaves out rows with gaps, and names the columns', () => {
    const found = prepared(planOf(gappy));
    expect([...found.places.training]).toEqual([0, 3]);
    expect(found.notes.map(describeProblem)).toEqual([
      'Columns taken as words, each word a feature: b (different words: 2, such as “x”).',
      'Rows left out because something is missing in them: 3 (a 1, b 1, y 1).',
    ]);
  });

  test('or fills them with the mean and the most frequent word, but never makes up an answer', () => {
    const found = prepared(planOf(gappy, { missing: 'fill' }));
    expect([...found.places.training]).toEqual([0, 1, 2, 3]);
    expect(rowsOf(found)).toEqual([
      [1, 1, 0],
      [3, 1, 0],
      [3, 1, 0],
      [5, 0, 1],
    ]);
  });
});

describe('scaling', () => {
  const text = `a,b,word,y\n${Array.from({ length: 50 }, (_, row) => `${row * 10},${1000 + row},${row % 2 === 0 ? 'u' : 'v'},${row % 2}`).join('\n')}`;

  test('standardises by the rows trained on alone', () => {
    const found = prepared(planOf(text, { scaling: 'standardise' }), { validation: 0.4, seed: 5 });
    const column = (at: number) => rowsOf(found).map((row) => row[at] ?? Number.NaN);
    for (const at of [0, 1]) {
      const values = column(at);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      expect(mean).toBeCloseTo(0, 5);
      expect(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length).toBeCloseTo(1, 5);
    }
    expect(new Set(column(2))).toEqual(new Set([0, 1]));
    const [scale] = found.scales;
    const trained = [...found.places.training].map((row) => row * 10);
    expect(scale?.offset).toBeCloseTo(trained.reduce((sum, value) => sum + value, 0) / trained.length, 9);
    // What is kept aside is scaled by the same figures.
    const [first = Number.NaN] = found.validation?.features.take() ?? [];
    const place = (found.places.validation?.[0] ?? Number.NaN) * 10;
    expect(first).toBeCloseTo((place - (scale?.offset ?? 0)) / (scale?.divisor ?? 1), 5);
  });

  test('from 0 to 1', () => {
    const values = rowsOf(prepared(planOf(text, { scaling: '0 to 1' }))).map(([a = Number.NaN]) => a);
    expect([Math.min(...values), Math.max(...values)]).toEqual([0, 1]);
  });

  test('of a column that never changes gives zeros', () => {
    for (const scaling of ['standardise', '0 to 1'] as const) {
      expect(rowsOf(prepared(planOf('a,b,y\n5,1,0\n5,2,1\n5,3,0', { scaling }))).map(([a]) => a)).toEqual([
        0, 0, 0,
      ]);
    }
  });
});

describe('what suits a table nobody has prepared', () => {
  const suggested = (text: string): Preparation => {
    const content = contentOf(csv(text));
    if (isProblem(content)) throw new Error(describeProblem(content));
    return suggestPreparation(content);
  };
  const many = (row: (at: number) => string): string =>
    Array.from({ length: 40 }, (_, at) => row(at)).join('\n');

  test('leaves out ids and empty columns', () => {
    expect(suggested(`id,a,empty,y\n${many((at) => `${at},${at % 3},,${at % 2}`)}`).leftOut).toEqual([
      'id',
      'empty',
    ]);
  });
  test('does not predict an id', () => {
    expect(
      suggested(`a,kind,row\n${many((at) => `${at % 5},${at % 2 === 0 ? 'u' : 'v'},${at + 1}`)}`),
    ).toMatchObject({
      target: 'kind',
      leftOut: ['row'],
    });
  });
  test('scales large columns, and leaves small ones as they are', () => {
    expect(suggested(`a,y\n${many((at) => `${at % 2},${at % 2}`)}`).scaling).toBe('none');
    expect(suggested(`a,y\n${many((at) => `${(at % 7) * 900},${at % 2}`)}`).scaling).toBe('standardise');
  });
});

describe('what cannot be learned from', () => {
  test.each([
    ['nothing chosen', planOf('a,y\n1,0', { leftOut: ['a'] }), 'data-without-features', []],
    ['a gap in every row', planOf('a,b,y\n1,,0\n,2,1'), 'data-every-row-has-gaps', [{ kind: 'fill-gaps' }]],
    [
      'words to predict as numbers',
      planOf('a,y\n1,u\n2,v', { answer: 'number' }),
      'data-target-has-words',
      [{ kind: 'take-as', answer: 'class' }],
    ],
    [
      'a column of too many words',
      planOf(
        `a,w,y\n${Array.from({ length: 300 }, (_, at) => `${at % 9},word${at % 150},${at % 2}`).join('\n')}`,
      ),
      'data-too-many-words',
      [{ kind: 'leave-out', column: 'w' }],
    ],
    ['no answer at all', planOf('a,b,y\n1,2,\n3,4,', { missing: 'fill' }), 'training-without-rows', []],
  ] as const)('%s', (_, plan, code, repairs) => {
    const found = problemOf(plan);
    expect(found.code).toBe(code);
    expect(found.repairs).toEqual(repairs);
  });

  test('a bundled set this version does not have', () => {
    const plan = planFor({ kind: 'bundled', id: 'from-the-future' });
    expect(problemOf(plan).code).toBe('data-not-bundled');
  });
});

describe('arrays', () => {
  const bytes = (shape: readonly number[]) =>
    ({
      dtype: 'uint8',
      shape,
      values: Uint8Array.from(
        { length: shape.reduce((size, each) => size * each, 1) },
        (_, at) => (at * 7) % 256,
      ),
    }) as const;
  const source = (shape: readonly number[], targets: readonly number[]): ArraysSource => ({
    kind: 'arrays',
    name: 'rows.npz',
    features: bytes(shape),
    targets: { dtype: 'int64', shape: [targets.length], values: BigInt64Array.from(targets, BigInt) },
  });

  test.each([
    [
      [4, 6, 6],
      [1, 6, 6],
    ],
    [
      [4, 1, 6, 6],
      [1, 6, 6],
    ],
    [
      [4, 6, 6, 3],
      [3, 6, 6],
    ],
    [
      [4, 3, 6, 6],
      [3, 6, 6],
    ],
    [[4, 5], [5]],
    [[4], [1]],
  ])('of %j are rows of %j', (shape, row) => {
    const { training } = prepared({ source: source(shape, [0, 1, 2, 0]), preparation: initialPreparation });
    expect(rowShape(training)).toEqual(row);
    expect(training.classes).toEqual(['0', '1', '2']);
    expect(training.columns).toHaveLength(row.reduce((size, each) => size * each, 1) + 1);
  });

  test('with channels last are turned, value for value', () => {
    const turned = prepared({
      source: source([1, 5, 6, 3], [0]),
      preparation: initialPreparation,
    }).training.features.take();
    for (let channel = 0; channel < 3; channel++)
      for (let at = 0; at < 30; at++) expect(turned[channel * 30 + at]).toBe(((at * 3 + channel) * 7) % 256);
  });

  test('that are pictures are brought between 0 and 1 by one scale for all dots', () => {
    const plan = planFor(source([8, 16, 16], [0, 1, 0, 1, 0, 1, 0, 1]));
    expect(plan.preparation.scaling).toBe('0 to 1');
    const { training, scales } = prepared(plan);
    expect(scales).toEqual([{ name: '', offset: 0, divisor: 255 }]);
    expect(training.features.take()[1]).toBeCloseTo(7 / 255, 6);
  });

  test('with a one at the place of the class', () => {
    const places = { dtype: 'float32', shape: [3, 2], values: Float32Array.of(1, 0, 0, 1, 1, 0) } as const;
    const plan = { source: { ...source([3, 2], []), targets: places }, preparation: initialPreparation };
    expect([...prepared(plan).training.targets]).toEqual([0, 1, 0]);
  });

  test('with NaN leave those rows out', () => {
    const features = {
      dtype: 'float64',
      shape: [3, 2],
      values: Float64Array.of(1, 2, Number.NaN, 4, 5, 6),
    } as const;
    const found = prepared({
      source: { ...source([3, 2], [0, 1, 1]), features },
      preparation: initialPreparation,
    });
    expect([...found.places.training]).toEqual([0, 2]);
  });

  test.each([
    [3, 2, 'it has 2 answers for each row'],
    [3, 0, 'its targets are empty'],
  ])('of %i rows with %i answers each are a true sentence', (rows, each, reason) => {
    const values = Float32Array.from({ length: rows * each }, (_, at) => at + 0.5);
    const targets = { dtype: 'float32', shape: [rows, each], values } as const;
    const found = problemOf({ source: { ...source([3, 2], []), targets }, preparation: initialPreparation });
    expect(describeProblem(found)).toContain(`rows.npz cannot be used as rows to learn from: ${reason}`);
  });

  test('with numbers no float32 holds leave those rows out, and name the first', () => {
    const features = {
      dtype: 'float64',
      shape: [4, 2],
      values: Float64Array.of(1, 2, 3, Infinity, 1e39, 6, 7, 8),
    } as const;
    const targets = { dtype: 'float64', shape: [4], values: Float64Array.of(0.5, 2, 3, -Infinity) } as const;
    const found = prepared({
      source: { ...source([4, 2], []), features, targets },
      preparation: initialPreparation,
    });
    expect([...found.places.training]).toEqual([0]);
    expect(found.notes.map(describeProblem)).toEqual([
      'Row 2, x2: “Infinity” is more than a 32-bit number can hold, so it counts as missing.',
      'Row 4, target: “-Infinity” is more than a 32-bit number can hold, so it counts as missing.',
      'Rows left out because something is missing in them: 3 (NaN).',
    ]);
  });

  test('with numbers too near zero for a float32 have zeros there, and name the first', () => {
    const features = {
      dtype: 'float64',
      shape: [3, 2],
      values: Float64Array.of(1, 2, 3, 1e-50, -1e-300, 6),
    } as const;
    const targets = { dtype: 'float64', shape: [3], values: Float64Array.of(0.5, 2, 1e-60) } as const;
    const found = prepared({
      source: { ...source([3, 2], []), features, targets },
      preparation: { ...initialPreparation, scaling: 'none' },
    });
    expect([...found.training.features.take()]).toEqual([1, 2, 3, 0, 0, 6]);
    expect(found.notes.map(describeProblem)).toEqual([
      expect.stringMatching(/^Row 2, x2: “1e-50” is too near zero for a 32-bit number, so it counts as 0\./),
      expect.stringMatching(/^Row 3, target: “1e-60” is too near zero/),
    ]);
  });

  test('that do not belong together are a sentence', () => {
    expect(problemOf({ source: source([3, 2], [0, 1]), preparation: initialPreparation }).code).toBe(
      'data-unreadable',
    );
  });
});

test('the same plan is prepared once', () => {
  const plan = planOf('a,y\n1,0\n2,1');
  expect(prepareData(plan, { validation: 0.5, seed: 1 })).toBe(
    prepareData(plan, { validation: 0.5, seed: 1 }),
  );
  expect(prepareData(plan, { validation: 0.5, seed: 2 })).not.toBe(
    prepareData(plan, { validation: 0.5, seed: 1 }),
  );
});

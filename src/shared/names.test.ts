/** Layers, ops, losses and optimisers are named in their own folders alone: everything else asks the lists. */
import { describe, expect, test } from 'vitest';
import { layers } from './layers/index';
import { ops } from './ops/index';
import { losses } from './training/losses/index';
import { optimisers } from './training/optimisers/index';

const own = /\/shared\/(layers|ops|training\/(losses|optimisers))\//;
/** Sentences are no code, and what tests are made of may name what it likes. */
const free = /\/shared\/messages\/|\/testing\.ts$|\/reference\//;

/** Files that name some all the same, and why. */
const excepted: Readonly<Record<string, string>> = {
  '../shared/onnx/upgrade.ts': 'what became of operators before set 7: the history of a file format',
  '../shared/document/training-settings.ts': 'what is meant by a file that says nothing of its training',
  '../shared/training/check-data.ts': 'until losses say themselves what they can be given',
  '../renderer/src/state/data-sets.svelte.ts': 'until losses say themselves what they can be given',
};

const names = [layers, ops, losses, optimisers].flatMap((list) => [...list.keys()]).join('|');
/** In quotes, or the key of a record; an op that is emitted is an argument, and decides nothing. */
const named = new RegExp(`(?<!\\b(?:op|node)\\(|\\btype: )(['"\`])(${names})\\1|^\\s*(${names}):`, 'gm');

function namesIn(source: string): string[] {
  const code = source.replace(/\/\*[\s\S]*?\*\/|\/\/.*$|<!--[\s\S]*?-->/gm, '');
  return [...code.matchAll(named)].map(([, , quoted, key]) => quoted ?? key ?? '');
}

describe('what counts as naming', () => {
  test.each([
    ["if (node.kind === 'Linear') return;", ['Linear']],
    ['const fitting = [\'MSELoss\', "Adam"];', ['MSELoss', 'Adam']],
    ['const rules = {\n  Gemm: 1,\n};', ['Gemm']],
    ["const sum = builder.op('Add', [a, b]);", []],
    ["/** As 'Linear' does. */ const name = `Linear ${at}`; // 'Linear'", []],
  ])('%s', (source, found) => {
    expect(namesIn(source)).toEqual(found);
  });
});

const sources = import.meta.glob<string>(['../**/*.{ts,svelte}', '!../**/*.test.ts'], {
  query: '?raw',
  import: 'default',
  eager: true,
});
// Relative to this file, whose own folder a glob leaves out.
const files = Object.entries(sources).map(
  ([file, source]) => [file.replace(/^\.\//, '../shared/'), source] as const,
);

test.each(files.filter(([file]) => !own.test(file) && !free.test(file) && !(file in excepted)))(
  '%s names none',
  (_, source) => {
    expect(namesIn(source)).toEqual([]);
  },
);

test('no exception is left that is none', () => {
  expect(files.length).toBeGreaterThan(400);
  const stale = Object.keys(excepted).filter(
    (excused) => namesIn(sources[excused.replace('../shared/', './')] ?? '').length === 0,
  );
  // These two go as soon as they name nothing more.
  expect(stale.filter((file) => !/check-data|data-sets/.test(file))).toEqual([]);
});

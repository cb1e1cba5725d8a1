/** Layers, ops, losses and optimisers are named in their own folders alone: everything else asks the lists. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { layers } from './layers/index';
import { ops } from './ops/index';
import { losses } from './training/losses/index';
import { optimisers } from './training/optimisers/index';

const own = /^shared\/(layers|ops|operators|training\/(losses|optimisers))\//;
/** Sentences are no code, and what tests are made of may name what it likes. */
const free = /^shared\/messages\/|\/testing(-\w+)?\.ts$|\/reference\//;

/** Files that name some all the same, and why. */
const excepted: Readonly<Record<string, string>> = {
  'shared/onnx/upgrade.ts': 'what became of operators before set 7: the history of a file format',
  'shared/onnx/raise.ts': 'what became of operators up to set 17: the history of a file format',
  'shared/onnx/later-set.ts': 'what became of operators after set 17: the history of a file format',
  'shared/document/training-settings.ts': 'what is meant by a file that says nothing of its training',
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

const root = path.join(import.meta.dirname, '..');
const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .map((file) => file.split(path.sep).join('/'))
  .filter((file) => /(?<!\.test)\.ts$|\.svelte$/.test(file) && !own.test(file) && !free.test(file));
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');

test.each(files.filter((file) => !(file in excepted)))('%s names none', (file) => {
  expect(namesIn(read(file))).toEqual([]);
});

test('looks everywhere, and every exception is one', () => {
  expect(files.length).toBeGreaterThan(300);
  for (const file of Object.keys(excepted)) expect(namesIn(read(file))).not.toEqual([]);
});

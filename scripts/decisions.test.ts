import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { checkout } from './prepare/step.mjs';

const folder = path.join(checkout, 'docs/decisions');
const records = readdirSync(folder).filter((name) => /^\d{4}-.*\.md$/.test(name));
const read = (name: string): string => readFileSync(path.join(folder, name), 'utf8');

test('every decision has a number of its own, the one in its heading', () => {
  const numbers = records.map((name) => Number(name.slice(0, 4)));
  expect(new Set(numbers).size).toBe(records.length);
  expect(records.map((name) => Number(/^# (\d+)\. /.exec(read(name))?.[1]))).toEqual(numbers);
});

test('the index lists every decision, in order, by its heading', () => {
  const lines = records.sort().map((name) => {
    const [, title] = /^# \d+\. (.*)/.exec(read(name)) ?? [];
    return `- [${name.slice(0, 4)}](${name}) ${title}`;
  });
  expect(
    read('README.md')
      .split('\n')
      .filter((line) => line.startsWith('- [')),
  ).toEqual(lines);
});

/** Numbers within limits, typed and from files. */
import { describe, expect, test } from 'vitest';
import { describeProblem, isProblem } from '../messages/problem';
import { checkWithin, parseValue, parseWithin } from './limits';

const limits = { min: 1, max: 100, isWhole: true };
const said = (found: unknown): unknown => (isProblem(found) ? describeProblem(found) : found);

describe('typed', () => {
  test.each<[string, number | string]>([
    ['32', 32],
    ['3,2e1', 32],
    ['1/2', 'rows must be a number, and "1/2" is none. Type digits, such as 4 or 0.5.'],
    ['0x10', 'rows must be a number, and "0x10" is none. Type digits, such as 4 or 0.5.'],
    ['', 'rows must be a number, and "" is none. Type digits, such as 4 or 0.5.'],
    ['2.5', 'rows must be a whole number, and "2.5" is none. Type digits, such as 4.'],
    [
      '1e400',
      'rows cannot be "1e400": that is too large or too near zero for a 32-bit number. Type 0, or a size from 1.5e-45 to 3.4e38.',
    ],
    ['101', 'rows must be from 1 to 100; 101 is not.'],
  ])('"%s"', (text, right) => {
    expect(said(parseWithin('rows', text, limits))).toBe(right);
  });
});

test.each<[string, number | RegExp]>([
  ['0,1', Math.fround(0.1)],
  ['3.4e38', Math.fround(3.4e38)],
  ['1e-45', Math.fround(1e-45)],
  ['0e-999', 0],
  ['1e39', /"1e39" is too large or too near zero for a 32-bit number, so the old value stays/],
  ['-1e999', /"-1e999" is too large or too near zero/],
  ['1e-50', /"1e-50" is too large or too near zero/],
  ['1e-400', /"1e-400" is too large or too near zero/],
  ['one', /"one" is not a finite number/],
])('"%s" typed over a number of a tensor', (text, right) => {
  if (typeof right === 'number') expect(parseValue(text)).toBe(right);
  else expect(said(parseValue(text))).toMatch(right);
});

test.each(['1e-50', '-1e-400'])('a setting of %s would be zero unsaid', (text) => {
  const sentence = /^eps cannot be "-?\d.*": that is too large or too near zero for a 32-bit number\. Type 0/;
  expect(said(parseWithin('eps', text, { min: -1, max: 1 }))).toMatch(sentence);
  expect(said(checkWithin('eps', Number(text) || -1e-300, { min: -1, max: 1 }))).toMatch(sentence);
});

test('what a file holds may be anything', () => {
  expect(checkWithin('rows', 7, limits)).toBe(7);
  expect(said(checkWithin('rows', Number.NaN, limits))).toContain('"NaN" is none');
  expect(said(checkWithin('rows', Object.create(null), limits))).toContain('"an object" is none');
});

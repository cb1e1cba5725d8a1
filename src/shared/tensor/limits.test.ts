/** Numbers within limits, typed and from files. */
import { describe, expect, test } from 'vitest';
import { describeProblem, isProblem } from '../messages/problem';
import { checkWithin, parseWithin } from './limits';

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
    ['101', 'rows must be from 1 to 100; 101 is not.'],
  ])('"%s"', (text, right) => {
    expect(said(parseWithin('rows', text, limits))).toBe(right);
  });
});

test('what a file holds may be anything', () => {
  expect(checkWithin('rows', 7, limits)).toBe(7);
  expect(said(checkWithin('rows', Number.NaN, limits))).toContain('"NaN" is none');
  expect(said(checkWithin('rows', Object.create(null), limits))).toContain('"an object" is none');
});

/** Sentences with braces. */
import { expect, test } from 'vitest';
import { around, fill } from './fill';

test('fills braces with values as they are, every time they stand there', () => {
  expect(fill('{a} and {b}, {a} again', { a: '$& {b}', b: 0 })).toBe('$& {b} and 0, $& {b} again');
});

test('leaves a brace nobody filled, so that tests can find it', () => {
  expect(fill<string>('{a} of {b}', { a: 1 })).toBe('1 of {b}');
});

test('what stands around a brace, spaces and all', () => {
  expect(around('Press {key} to search.')).toEqual(['Press ', ' to search.']);
  expect(around('Nothing to fill')).toEqual(['Nothing to fill', '']);
});

/** Sentences with braces. */
import { expect, test } from 'vitest';
import { around, fill, fillShown } from './fill';

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

test('what a file says is shown on one line, in letters that are seen, and cut where it is long', () => {
  const name = `${'a'.repeat(5000)}${'z'.repeat(5000)}`;
  expect(fillShown('{name}!', { name })).toBe(`${'a'.repeat(40)}…${'z'.repeat(39)}!`);
  expect(fillShown('{name}', { name: 'left\u202eright\n\u0000' })).toBe('left\\u{202e}right \\u{0}');
  const letters = '👩‍🏫'.repeat(100);
  expect(Array.from(fillShown('{name}', { name: letters })).length).toBe(80);
  expect(fillShown('{reason}', { reason: 'because '.repeat(50) })).toBe('because '.repeat(50));
});

test('names give way where a sentence is long, and paths last', () => {
  const long = 'n'.repeat(10_000);
  const words = 'of words '.repeat(20);
  const told = fillShown(`{file}: ${words}{a}, {b} and {c}.`, {
    file: '/tmp/model.onnx',
    a: long,
    b: long,
    c: 'short',
  });
  expect(told).toMatch(/^\/tmp\/model\.onnx: .*n{20}…n{19}, n{20}…n{19} and short\.$/);
  expect(told.length).toBeLessThanOrEqual(300);
  expect(fillShown(`{file}: ${words}`, { file: long }).length).toBeLessThanOrEqual(300);
  expect(fillShown('{reason}', { reason: `no ${long} here` })).toBe(
    `no ${'n'.repeat(40)}…${'n'.repeat(39)} here`,
  );
});

test('what is told in words stays, however long the sentence becomes', () => {
  const reason = 'because '.repeat(60);
  expect(fillShown('{file} {reason}', { file: 'a'.repeat(100), reason })).toBe(
    `${'a'.repeat(100)} ${reason}`,
  );
});

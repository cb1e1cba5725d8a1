/** Attributes that take one number for all dimensions or one for each, and those that take a word as well. */
import { expect, test } from 'vitest';
import { describeProblem, isProblem } from '../messages/problem';
import { integers, optional, orWord, perDimension } from './attributes';

const size = perDimension(2, { initial: 1, min: 0, max: 99, help: 'A size.' });
const say = (found: unknown) => (isProblem(found) ? describeProblem(found) : found);

test.each([
  ['3', 3],
  ['3 x 5', [3, 5]],
  ['3x5', [3, 5]],
  ['(3, 5)', [3, 5]],
  ['3 × 5', [3, 5]],
  ['2 2', [2, 2]],
])('%s is read as %j', (text, value) => {
  expect(size.parse('stride', text)).toEqual(value);
});

test.each([
  ['1 x 2 x 3', 'stride must be one whole number or 2 of them, such as 3 x 5, and "1,2,3" is neither.'],
  ['0x10', 'stride must be one whole number or 2 of them, such as 3 x 5, and "0x10" is neither.'],
  ['1 x 100', 'stride must be from 0 to 99; 100 is not.'],
  ['', 'stride must be one whole number or 2 of them, such as 3 x 5, and "" is neither.'],
])('%s is refused', (text, sentence) => {
  expect(say(size.parse('stride', text))).toBe(sentence);
});

test('one dimension takes one number', () => {
  const length = perDimension(1, { initial: 1, min: 1, max: 9, help: 'A length.' });
  expect(length.parse('stride', '4')).toBe(4);
  expect(say(length.parse('stride', '4 x 4'))).toBe(
    'stride must be a number, and "4 x 4" is none. Type digits, such as 4 or 0.5.',
  );
  expect(isProblem(length.check('stride', [4]))).toBe(true);
});

test('a word or nothing may stand for a value', () => {
  const padding = orWord(size, 'same');
  expect([' same ', '2'].map((text) => padding.parse('padding', text))).toEqual(['same', 2]);
  expect(['same', 2, [1, 2]].map((value) => padding.format(value as 'same'))).toEqual(['same', '2', '1 x 2']);
  expect(isProblem(padding.check('padding', 'valid'))).toBe(true);
  const stride = optional(size, 'its own size');
  expect(['', '1 x 2'].map((text) => stride.parse('stride', text))).toEqual([null, [1, 2]]);
});

test('a list has one of some lengths', () => {
  const pad = integers({ initial: [1, 1], lengths: [2, 4], min: 0, max: 9, help: 'Pads.' });
  expect(pad.parse('pad', '1, 2, 3, 4')).toEqual([1, 2, 3, 4]);
  expect(say(pad.parse('pad', '1 2 3'))).toBe(
    'pad must be 2 or 4 whole numbers such as 1, 1, and "1,2,3" is not.',
  );
});

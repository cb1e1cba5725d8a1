/** A comparison in words. */
import { expect, test } from 'vitest';
import { floatTensor, type Tensor } from '../tensor/tensor';
import { describeDifference, describeStanding, formatDistance, textOf } from './describe';
import { difference } from './differ';
import { matchNames, type Answered } from './match';
import { linesOf, standingOf } from './standing';
import { usualTolerance } from './tolerance';

const words = (...values: string[]): Tensor => ({ dtype: 'string', shape: [values.length], values });
const apart = difference(
  floatTensor([2, 2], [1, 2, 3, 4.03125]),
  floatTensor([2, 2], [1, 2, 3, 4]),
  usualTolerance,
);
const value = (name: string, isUnread = false): Answered => ({
  ...{ value: name, node: name, port: 'y', name, kind: `${name} kind`, reads: [], isUnread },
});
const sides = ['one.onnx', 'other.onnx'] as const;

test.each([
  [0.031249, '0.0312'],
  [0, '0'],
  [1234567, '1.23e+6'],
  [0.0001, '0.0001'],
  [0.00000117, '1.17e-6'],
  [1.25e-9, '1.25e-9'],
  [Infinity, '∞'],
])('%d reads %s', (distance, text) => {
  expect(formatDistance(distance)).toBe(text);
});

test.each([
  [apart, '0.0313 at [1, 1]'],
  [difference(words('a'), words('b'), usualTolerance), 'a and b at [0]'],
  [difference(words('a'), words('a', 'b'), usualTolerance), 'the shapes 1 and 2'],
  [difference(words('1'), floatTensor([1], [1]), usualTolerance), 'the types string and float32'],
])('a difference %#', (found, text) => {
  expect(describeDifference(found)).toBe(text);
});

test('what it comes to, and what was not compared', () => {
  const [one, other] = [
    [value('x'), value('y'), value('mine')],
    [value('x'), value('y')],
  ];
  const lines = linesOf(matchNames(one, other), one, new Map([['y', apart]]));
  const nameOf = ({ name }: Answered) => name.toUpperCase();
  expect(describeStanding(standingOf(lines), nameOf, sides)).toBe(
    'First difference beyond the tolerance: Y, 0.0313 at [1, 1]; 0 of 1 nodes agree. Not compared yet: 1. ' +
      'Without a partner, so not compared: 1 in one.onnx.',
  );
  expect(lines.map((line) => textOf(line, sides))).toEqual([
    { reason: 'not compared yet' },
    { shape: '2 x 2', absolute: '0.0313', relative: '0.00775', beyond: '1 of 4' },
    { reason: 'only in one.onnx' },
  ]);
});

test('what has no numbers says so; words have no distance', () => {
  const one = [value('list', true), value('words')];
  const found = new Map([['words', difference(words('a'), words('a'), usualTolerance)]]);
  const lines = linesOf(matchNames(one, one), one, found);
  expect(lines.map((line) => textOf(line, sides))).toEqual([
    { reason: 'no numbers to compare' },
    { shape: 'string 1', absolute: '-', relative: '-', beyond: '0 of 1' },
  ]);
  expect(describeStanding(standingOf(lines), ({ name }) => name, sides)).toBe(
    'The one node compared agrees within the tolerance. Without numbers that can be read, so not compared: 1.',
  );
});

test('a comparison that was left says how far it came, and not that all agrees', () => {
  const values = ['a', 'b', 'c', 'd'].map((name) => value(name));
  const same = difference(words('a'), words('a'), usualTolerance);
  const compared = (...names: string[]) => {
    const lines = linesOf(matchNames(values, values), values, new Map(names.map((name) => [name, same])));
    return describeStanding(standingOf(lines), ({ name }) => name, sides);
  };
  expect(compared()).toBe('No number of either was compared. Not compared yet: 4.');
  expect(compared('a')).toBe('The one node compared agrees within the tolerance. Not compared yet: 3.');
  expect(compared('a', 'b')).toBe('2 nodes agree within the tolerance so far. Not compared yet: 2.');
  expect(compared('a', 'b', 'c', 'd')).toBe('All 4 nodes agree within the tolerance.');
});

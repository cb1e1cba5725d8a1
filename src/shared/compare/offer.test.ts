/** What one network was fed reaches the inputs of another. */
import { expect, test } from 'vitest';
import { floatTensor } from '../tensor/tensor';
import { offerTo } from './offer';

const [a, b] = [floatTensor([1], [1]), floatTensor([1], [2])];

test('by name, one known by several names, too', () => {
  const inputs = new Map([
    ['x', 'first'],
    ['Input 1', 'first'],
    ['y', 'second'],
  ]);
  const offered = offerTo(inputs, new Map([['Input 1', a]]));
  expect([...offered]).toEqual([['first', a]]);
});

test('whatever it is called where both have one alone, and never beside a second', () => {
  expect([...offerTo(new Map([['pixels', 'only']]), new Map([['x', a]]))]).toEqual([['only', a]]);
  const two = new Map([
    ['x', a],
    ['y', b],
  ]);
  expect(offerTo(new Map([['pixels', 'only']]), two).size).toBe(0);
});

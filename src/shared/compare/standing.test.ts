/** What a comparison comes to, node by node. */
import { expect, test } from 'vitest';
import { floatTensor } from '../tensor/tensor';
import { difference } from './differ';
import { matchNames, type Answered } from './match';
import { linesOf, standingOf } from './standing';
import { usualTolerance } from './tolerance';

const value = (name: string, node = name): Answered => ({
  ...{ value: name, node, port: name, name: node, kind: `${name} kind`, reads: [] },
});
const one = [value('x'), value('a'), value('b1', 'b'), value('b2', 'b'), value('mine')];
const other = [value('b2', 'b'), value('yours'), value('b1', 'b'), value('x'), value('a')];
const match = matchNames(one, other);
const apart = (by: number) => difference(floatTensor([1], [by]), floatTensor([1], [0]), usualTolerance);

test('nodes agree as a whole; what has no partner is listed, the other one at the end', () => {
  const found = new Map([
    ['x', apart(0)],
    ['a', apart(1e-6)],
    ['b1', apart(0)],
    ['b2', apart(0.5)],
  ]);
  const lines = linesOf(match, one, found);
  expect(lines.map((line) => (line.one ?? line.other)?.value)).toEqual([
    'x',
    'a',
    'b1',
    'b2',
    'mine',
    'yours',
  ]);
  expect(standingOf(lines)).toMatchObject({
    first: { one: { value: 'b2' } },
    agreeing: 2,
    compared: 3,
    waiting: 0,
    unread: 0,
    alone: [1, 1],
  });
});

test('what is not compared yet neither agrees nor differs', () => {
  const lines = linesOf(match, one, new Map([['x', apart(0)]]));
  expect(standingOf(lines)).toMatchObject({ first: undefined, agreeing: 1, compared: 1, waiting: 2 });
});

test('another shape is a difference', () => {
  const misfit = difference(floatTensor([0], []), floatTensor([1], [0]), usualTolerance);
  const lines = linesOf(match, one, new Map([['a', misfit]]));
  expect(standingOf(lines)).toMatchObject({ first: { one: { value: 'a' } }, agreeing: 0, compared: 1 });
});

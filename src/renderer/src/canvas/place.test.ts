import { expect, test } from 'vitest';
import { tallestCard } from '#shared/layout/card';
import type { Box } from './lane';
import { placeFor } from './place';

const box = (x: number, y: number): Box => ({ left: x, right: x + 148, top: y, bottom: y + 78 });
const view = { middle: { x: 500, y: 300 }, right: 1000 };
const covers = (one: { x: number; y: number }, other: Box): boolean =>
  one.x < other.right && one.x + 148 > other.left && one.y < other.bottom && one.y + tallestCard > other.top;

test('the first is in the middle', () => {
  const { x, y } = placeFor([], { ...view, last: undefined });
  expect(x + 74).toBe(500);
  expect(y + tallestCard / 2).toBe(300);
});

test('the next is beside the last, or below what stands there', () => {
  const last = box(100, 100);
  expect(placeFor([last], { ...view, last })).toEqual({ x: 348, y: 100 });
  const inTheWay = box(360, 120);
  const place = placeFor([last, inTheWay], { ...view, last });
  expect(place.x).toBe(348);
  expect(place.y).toBeGreaterThan(inTheWay.bottom);
});

test('a row goes on in the next, under where the rows begin', () => {
  const cards = [box(100, 100), box(400, 100), box(800, 100)];
  const place = placeFor(cards, { ...view, last: cards.at(-1) });
  expect(place).toEqual({ x: 100, y: 100 + tallestCard + 60 });
});

test('thirty one after the other cover no other, however far they grow', () => {
  const cards: Box[] = [];
  for (let at = 0; at < 30; at++) {
    const { x, y } = placeFor(cards, { ...view, last: cards.at(-1) });
    expect(cards.some((card) => covers({ x, y }, card))).toBe(false);
    cards.push({ ...box(x, y), bottom: y + tallestCard });
  }
});

test('where one is wanted it goes there, or below', () => {
  const card = box(0, 0);
  expect(placeFor([card], { ...view, last: card, wanted: { x: 400, y: 20 } })).toEqual({ x: 400, y: 20 });
  expect(placeFor([card], { ...view, last: card, wanted: { x: 20, y: 20 } }).y).toBeGreaterThan(card.bottom);
});

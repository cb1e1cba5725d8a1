/** Wires pass under no card. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Position } from '#shared/document/document';
import { asideFor, labelSpot, laneFor, Obstacles, type Box } from './lane';

const card = (left: number, top: number): Box => ({ left, top, right: left + 148, bottom: top + 80 });
const lane = (from: Position, to: Position, cards: readonly Box[]) => laneFor(from, to, new Obstacles(cards));

test('a wire with nothing in its way runs straight', () => {
  expect(lane({ x: 0, y: 40 }, { x: 600, y: 40 }, [card(200, 100), card(200, -100)])).toBeUndefined();
});

test('one past a card runs beside it, on the nearer side', () => {
  expect(lane({ x: 0, y: 30 }, { x: 600, y: 30 }, [card(200, 0)])).toBe(-14);
  expect(lane({ x: 0, y: 50 }, { x: 600, y: 50 }, [card(200, 0)])).toBe(94);
});

test('where the gap between two cards is too small, it runs beside both', () => {
  expect(lane({ x: 0, y: 110 }, { x: 600, y: 110 }, [card(200, 0), card(200, 100)])).toBe(194);
});

test('one back to the next row runs between the rows', () => {
  const rows = [card(0, 0), card(300, 0), card(0, 160), card(300, 160)];
  expect(lane({ x: 448, y: 40 }, { x: 0, y: 200 }, rows)).toBe(120);
  expect(lane({ x: 448, y: 10 }, { x: 0, y: 170 }, [...rows, card(150, 30)])).toBe(124);
});

test('what lies in an area is found, wherever it is', () => {
  const box = fc
    .tuple(
      fc.integer({ min: -4000, max: 4000 }),
      fc.integer({ min: -4000, max: 4000 }),
      fc.nat(2000),
      fc.nat(500),
    )
    .map(([left, top, width, height]): Box => ({
      left,
      top,
      right: left + width + 1,
      bottom: top + height + 1,
    }));
  fc.assert(
    fc.property(fc.array(box, { maxLength: 30 }), box, (boxes, area) => {
      const overlapping = boxes.filter(
        ({ left, right, top, bottom }) =>
          left < area.right && right > area.left && top < area.bottom && bottom > area.top,
      );
      expect(new Set(new Obstacles(boxes).in(area))).toEqual(new Set(overlapping));
    }),
    { numRuns: 200, seed: 4 },
  );
});

test('a label stands on its wire, else beyond the cards it would touch, and nowhere where there is no room', () => {
  const size = { width: 60, height: 22 };
  const beside = [card(0, 0), card(190, 0)];
  expect(labelSpot({ x: 300, y: 40 }, size, new Obstacles([card(0, 0), card(400, 0)]))).toEqual({
    x: 300,
    y: 40,
  });
  // Forty units between two cards are no room for it.
  expect(labelSpot({ x: 169, y: 30 }, size, new Obstacles(beside))).toEqual({ x: 169, y: -17 });
  expect(labelSpot({ x: 169, y: 30 }, size, new Obstacles([...beside, card(90, -90)]))).toEqual({
    x: 169,
    y: 97,
  });
  expect(
    labelSpot({ x: 169, y: 30 }, size, new Obstacles([...beside, card(90, -90), card(90, 90)])),
  ).toBeUndefined();
});

test('its ways to the lane and from it pass beside wider cards', () => {
  // One above the other, the middle one wider than both: past it a wire leads from the first to the last.
  const wide = { left: -70, top: 160, right: 218, bottom: 240 };
  const cards = new Obstacles([card(0, 0), wide, card(0, 320)]);
  const [from, to] = [
    { x: 148, y: 40 },
    { x: 0, y: 360 },
  ];
  const lane = laneFor(from, to, cards) ?? 0;
  const offset = asideFor(from, to, lane, cards);
  expect(Math.min(from.x + offset - wide.right, wide.left - (to.x - offset))).toBeGreaterThan(0);
  // Of two that cover one another it leaves the one under the other.
  expect(asideFor(from, { x: 100, y: 40 }, 120, new Obstacles([card(0, 0), card(100, 0)]))).toBe(22);
  expect(asideFor(from, { x: 0, y: 200 }, 120, new Obstacles([card(0, 0), card(0, 160)]))).toBe(22);
});

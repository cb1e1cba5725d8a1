/** Text on cards can be read at every zoom. */
import { expect, test } from 'vitest';
import { detailAt } from './detail';
import { zooms } from './fit';

test('no text is smaller than nine pixels, however far away', () => {
  for (let zoom: number = zooms.least; zoom <= zooms.most; zoom *= 1.01) {
    const { body, small } = detailAt(zoom);
    expect(body * zoom).toBeGreaterThanOrEqual(9 - 1e-9);
    expect(small * zoom).toBeGreaterThanOrEqual(9 - 1e-9);
  }
});

test('cards are drawn anew a few times from far to near, not at each step', () => {
  const seen = new Set<object>();
  for (let zoom: number = zooms.least; zoom <= zooms.most; zoom *= 1.01) seen.add(detailAt(zoom));
  expect(seen.size).toBeLessThanOrEqual(8);
  expect([...seen].map((detail) => (detail as { level: string }).level)).toEqual(
    expect.arrayContaining(['far', 'mid', 'near']),
  );
});

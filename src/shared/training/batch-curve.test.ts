/** That a curve of any length keeps its shape in few points. */
import { expect, test } from 'vitest';
import { cutCurve, emptyCurve, extendCurve } from './batch-curve';

const results = (epoch: number, batch: number, losses: readonly number[]) => ({
  epoch,
  batch,
  losses: Float32Array.from(losses),
  accuracies: Float32Array.from(losses, (loss) => 1 - loss),
});

test('few minibatches are a point each', () => {
  const curve = extendCurve(extendCurve(emptyCurve, [results(1, 1, [0.5, 0.25])]), [results(2, 1, [0.125])]);
  expect(curve.points).toEqual([
    { epoch: 1, batch: 1, loss: 0.5, accuracy: 0.5 },
    { epoch: 1, batch: 2, loss: 0.25, accuracy: 0.75 },
    { epoch: 2, batch: 1, loss: 0.125, accuracy: 0.875 },
  ]);
  expect(cutCurve(curve, 1, 2).points).toEqual(curve.points.slice(0, 2));
});

test('many are means of neighbours, however they come', () => {
  const losses = Array.from({ length: 10_000 }, (_, at) => at / 16_384);
  const whole = extendCurve(emptyCurve, [results(1, 1, losses)]);
  let pieces = emptyCurve;
  for (let at = 0; at < losses.length; at += 37)
    pieces = extendCurve(pieces, [results(1, at + 1, losses.slice(at, at + 37))]);
  expect(pieces).toEqual(whole);
  expect(whole.points.length).toBeLessThan(2000);
  expect(whole.each).toBe(8);
  whole.points.forEach(({ batch, loss }, at) => {
    expect(batch).toBe(8 * (at + 1));
    // The mean of a straight line is its middle.
    expect(loss).toBeCloseTo((8 * at + 3.5) / 16_384, 6);
  });
});

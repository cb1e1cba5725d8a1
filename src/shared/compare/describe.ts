/** A comparison in words: the same ones in the window and on the command line. */
import { compareMessages } from '../messages/compare';
import { fill } from '../messages/fill';
import { formatNumber } from '../tensor/number-format';
import { formatShape } from '../tensor/shape';
import { exactValue } from '../tensor/value';
import type { Difference } from './differ';
import type { Answered } from './match';
import type { Standing } from './standing';

/** Three digits say how far; the numbers themselves are told beside it. */
export function formatDistance(distance: number): string {
  return Number.isFinite(distance) ? String(Number(distance.toPrecision(3))) : formatNumber(distance);
}

/** How far the furthest are apart, and where: `0.0312 at [0, 3, 1, 1]`. */
export function describeDifference({ misfit, shapes, dtypes, absolute, furthest }: Difference): string {
  if (misfit === 'shapes') {
    const [one, other] = shapes.map(formatShape);
    return fill(compareMessages.otherShapes, { one: one ?? '', other: other ?? '' });
  }
  if (misfit === 'types') return fill(compareMessages.otherTypes, { one: dtypes[0], other: dtypes[1] });
  const index = furthest?.index.join(', ') ?? '';
  if (absolute !== undefined)
    return fill(compareMessages.differenceAt, { size: formatDistance(absolute), index });
  const [one = '', other = ''] = furthest?.values.map(exactValue) ?? [];
  return fill(compareMessages.otherValues, { one, other, index });
}

/** What it comes to in one sentence, and what was not compared in another. */
export function describeStanding(
  { first, agreeing, compared, alone }: Standing,
  nameOf: (answered: Answered) => string,
  sides: readonly [one: string, other: string],
): string {
  const left = sides.flatMap((name, side) => {
    const count = alone[side] ?? 0;
    return count > 0 ? [fill(compareMessages.aloneIn, { count, name })] : [];
  });
  const rest = left.length > 0 ? [fill(compareMessages.alone, { nodes: left.join(', ') })] : [];
  const agree = compared === 1 ? compareMessages.oneAgrees : fill(compareMessages.allAgree, { compared });
  const found =
    first?.one && first.difference
      ? fill(compareMessages.first, {
          name: nameOf(first.one),
          difference: describeDifference(first.difference),
          ...{ agreeing, compared },
        })
      : agree;
  return [found, ...rest].join(' ');
}

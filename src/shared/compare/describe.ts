/** A comparison in words: the same ones in the window and on the command line. */
import { compareMessages } from '../messages/compare';
import { fill } from '../messages/fill';
import { formatNumber } from '../tensor/number-format';
import { formatShape, sizeOf, type Shape } from '../tensor/shape';
import type { Dtype } from '../tensor/tensor';
import { exactValue } from '../tensor/value';
import type { Difference } from './differ';
import type { Answered } from './match';
import type { Compared, Standing } from './standing';

/** What the two networks are called. */
export type Sides = readonly [one: string, other: string];

/** Three digits say how far; the numbers themselves are told beside it. */
export function formatDistance(distance: number): string {
  if (!Number.isFinite(distance)) return formatNumber(distance);
  const rounded = Number(distance.toPrecision(3));
  const isPlain = rounded === 0 || (rounded >= 1e-4 && rounded < 1e5);
  return isPlain ? String(rounded) : rounded.toExponential();
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
  { first, agreeing, compared, waiting, unread, alone }: Standing,
  nameOf: (answered: Answered) => string,
  sides: Sides,
): string {
  const left = sides.flatMap((name, side) => {
    const count = alone[side] ?? 0;
    return count > 0 ? [fill(compareMessages.aloneIn, { count, name })] : [];
  });
  const rest = [
    ...(waiting > 0 ? [fill(compareMessages.waiting, { waiting })] : []),
    ...(unread > 0 ? [fill(compareMessages.unread, { unread })] : []),
    ...(left.length > 0 ? [fill(compareMessages.alone, { nodes: left.join(', ') })] : []),
  ];
  const { agreeSoFar, allAgree, noneAgrees, oneAgrees } = compareMessages;
  const several = fill(waiting > 0 ? agreeSoFar : allAgree, { compared });
  const agree = [noneAgrees, oneAgrees][compared] ?? several;
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

/** What a line says of its pair: its figures, or why there are none. */
export type LineText =
  | { readonly reason: string }
  | {
      readonly shape: string;
      readonly absolute: string;
      readonly relative: string;
      readonly beyond: string;
    };

export function textOf({ one, other, difference }: Compared, sides: Sides): LineText {
  if (!one || !other) return { reason: fill(compareMessages.onlyIn, { name: sides[one ? 0 : 1] }) };
  if (!difference) {
    const isUnread = one.isUnread === true || other.isUnread === true;
    return { reason: isUnread ? compareMessages.noNumbers : compareMessages.notYet };
  }
  const { shapes, dtypes, misfit, absolute, relative, beyond } = difference;
  const shape = formatTyped(dtypes[0], shapes[0]);
  if (misfit)
    return { reason: fill(compareMessages.misfit, { one: shape, other: formatTyped(dtypes[1], shapes[1]) }) };
  return {
    shape,
    absolute: absolute === undefined ? '-' : formatDistance(absolute),
    relative: relative === undefined ? '-' : formatDistance(relative),
    beyond: fill(compareMessages.beyondOf, { beyond, count: sizeOf(shapes[0]) }),
  };
}

function formatTyped(dtype: Dtype, shape: Shape): string {
  return dtype === 'float32' ? formatShape(shape) : `${dtype} ${formatShape(shape)}`;
}

/** Several shapes in a line: those that are alike are named once. */
import { commonMessages } from '#shared/messages/common';
import { fill } from '#shared/messages/fill';
import { formatShape, type Shape } from '#shared/tensor/shape';

export function describeShapes(shapes: readonly (Shape | undefined)[]): string {
  const all = shapes.map((shape) => (shape ? formatShape(shape) : commonMessages.notKnownYet));
  const [first = ''] = all;
  const isOne = all.length > 2 && all.every((shape) => shape === first);
  return isOne
    ? fill(commonMessages.times, { what: first, count: all.length })
    : all.join(commonMessages.and);
}

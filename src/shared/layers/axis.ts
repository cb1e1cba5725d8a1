/** The check that layers working along one dimension share. */
import { problem, type Problem } from '../messages/problem';
import { formatShape, resolveAxis, type Shape } from '../tensor/shape';

/** A problem when a tensor of this shape has no such dimension. */
export function checkAxis(attribute: string, axis: number, shape: Shape): Problem | undefined {
  if (resolveAxis(axis, shape.length) !== undefined && shape.length > 0) return undefined;
  const rank = shape.length;
  if (rank === 0) return problem('rank-too-low', { shape: formatShape(shape), rank: 1 });
  return problem(
    'axis-out-of-range',
    { attribute, axis, rank, shape: formatShape(shape), min: -rank, max: rank - 1 },
    { kind: 'set-attribute', attribute, value: -1 },
  );
}

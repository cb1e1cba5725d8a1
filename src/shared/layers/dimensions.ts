/** The check of layers that take tensors of one rank only. */
import { problem, type Problem } from '../messages/problem';
import { formatShape, type Shape } from '../tensor/shape';

/** A problem when the shape has not one size for each of the names; `example` is one that fits. */
export function checkDimensions(shape: Shape, names: readonly string[], example: Shape): Problem | undefined {
  const rank = names.length;
  if (shape.length === rank) return undefined;
  return problem('needs-dimensions', {
    rank,
    sizes: names.join(', '),
    shape: formatShape(shape),
    example: formatShape(example),
  });
}

import type { Tensor } from './tensor';

type Matrix = Tensor<'float32'>;

const known = new WeakMap<Matrix, Matrix>();
const sources = new WeakMap<Tensor, Tensor>();

/** Numbers that are near each other in both lie in a square of so many by so many. */
const near = 32;

/** A matrix with its axes changed, each number copied; of the same one the same. */
export function transposed(matrix: Matrix): Matrix {
  const turned = known.get(matrix) ?? turn(matrix);
  known.set(matrix, turned);
  sources.set(turned, matrix);
  return turned;
}

/** What it is the transposed one of. */
export const turnedFrom = (tensor: Tensor): Tensor | undefined => sources.get(tensor);

function turn({ dtype, shape: [rows = 0, columns = 0], values }: Matrix): Matrix {
  const turned = new Float32Array(values.length);
  for (let top = 0; top < rows; top += near)
    for (let left = 0; left < columns; left += near)
      for (let row = top; row < Math.min(top + near, rows); row++)
        for (let column = left; column < Math.min(left + near, columns); column++)
          turned[column * rows + row] = values[row * columns + column] ?? 0;
  return { dtype, shape: [columns, rows], values: turned };
}

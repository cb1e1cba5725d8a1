import { floatTensor, type Tensor } from './tensor';

/** A matrix with its axes changed, each number copied. */
export function transposed({ shape: [rows = 0, columns = 0], values }: Tensor<'float32'>): Tensor<'float32'> {
  const turned = new Float32Array(values.length);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      turned[column * rows + row] = values[row * columns + column] ?? 0;
  return floatTensor([columns, rows], turned);
}

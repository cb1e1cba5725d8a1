/** A tensor as a picture: the first of the matrices that its last two dimensions are. */
import type { Shape } from './shape';

/** Rows and columns of the last two dimensions; a vector is one row. */
export function matrixOf(shape: Shape): { readonly rows: number; readonly columns: number } {
  return { rows: shape.length > 1 ? (shape.at(-2) ?? 1) : 1, columns: shape.at(-1) ?? 1 };
}

/** The longest side of a picture of a matrix, a pixel a number. */
const side = 64;

/** Width and height of the picture of the first matrix. */
export function pictureOf(shape: Shape): { readonly width: number; readonly height: number } {
  const { rows, columns } = matrixOf(shape);
  return { width: Math.min(columns, side), height: Math.min(rows, side) };
}

/** A shape as a block: width, height and depth to a logarithmic scale, and a sheet for each doubling of the rows. */
import { sizeOf, type Shape } from '#shared/tensor/shape';

const one = 8;
const perDoubling = 10;
/** How far a depth of one unit goes to the right and up. */
const slant = 0.42;
const sheetStep = 6;

interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Block {
  readonly width: number;
  readonly height: number;
  /** Corners of each sheet's outline, the one at the back first. */
  readonly sheets: readonly string[];
  readonly front: string;
  readonly top: string;
  readonly side: string;
}

/** Each doubling adds the same length; nothing has none. */
export function lengthOf(size: number): number {
  return size < 1 ? 0 : one + perDoubling * Math.log2(size);
}

/** Without the rows: height and width come last, everything before them is depth; a vector stands upright. */
export function sidesOf(shape: Shape): { readonly width: number; readonly height: number; depth: number } {
  const sizes = shape.slice(1);
  const [height = 1, width = 1] = sizes.slice(-2);
  return { height, width, depth: sizeOf(sizes.slice(0, -2)) };
}

export function sheetsOf(rows: number): number {
  return rows < 1 ? 0 : 1 + Math.floor(Math.log2(rows));
}

export function blockOf(shape: Shape): Block {
  const sides = sidesOf(shape);
  const [width, height] = [lengthOf(sides.width), lengthOf(sides.height)];
  const shift = lengthOf(sides.depth) * slant;
  const count = sheetsOf(shape[0] ?? 1);
  const behind = Math.max(0, count - 1) * sheetStep;
  const at = (x: number, y: number): Point => ({ x, y: y + shift });
  const face = [at(0, 0), at(width, 0), at(width, height), at(0, height)];
  const outline = [
    ...[at(0, 0), at(shift, -shift), at(width + shift, -shift)],
    ...[at(width + shift, height - shift), at(width, height), at(0, height)],
  ];
  return {
    width: width + shift + behind,
    height: height + shift,
    sheets: Array.from({ length: count }, (_, sheet) => corners(outline, (count - 1 - sheet) * sheetStep)),
    front: corners(face),
    top: corners([at(0, 0), at(shift, -shift), at(width + shift, -shift), at(width, 0)]),
    side: corners([
      ...[at(width, 0), at(width + shift, -shift)],
      ...[at(width + shift, height - shift), at(width, height)],
    ]),
  };
}

function corners(points: readonly Point[], right = 0): string {
  return points.map(({ x, y }) => `${(x + right).toFixed(1)},${y.toFixed(1)}`).join(' ');
}

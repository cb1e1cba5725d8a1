/** Shapes: the sizes of a tensor along each dimension, row-major, batch first. */

export type Shape = readonly number[];

/** Number of values a tensor of this shape holds; 1 for a scalar (shape []). */
export function sizeOf(shape: Shape): number {
  return shape.reduce((size, length) => size * length, 1);
}

/** As people read it: `1 x 3`; a scalar reads `scalar`. */
export function formatShape(shape: Shape): string {
  return shape.length === 0 ? 'scalar' : shape.join(' x ');
}

export function areShapesEqual(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((length, axis) => length === b[axis]);
}

/** How many values one step along each axis skips. */
export function stridesOf(shape: Shape): number[] {
  const strides = new Array<number>(shape.length).fill(1);
  for (let axis = shape.length - 2; axis >= 0; axis--) {
    strides[axis] = (strides[axis + 1] ?? 1) * (shape[axis + 1] ?? 1);
  }
  return strides;
}

/** Position in the flat values of the element at `index`, one number an axis. */
export function offsetAt(shape: Shape, index: readonly number[]): number {
  let offset = 0;
  // Read for every number of a sum, so it makes no lists.
  for (let axis = 0; axis < shape.length; axis++) offset = offset * (shape[axis] ?? 1) + (index[axis] ?? 0);
  return offset;
}

/** The inverse of `offsetAt`. */
export function indexAt(shape: Shape, offset: number): number[] {
  return stridesOf(shape).map((stride, axis) => Math.floor(offset / stride) % (shape[axis] ?? 1));
}

/** Axis counted from the front; undefined when a tensor of this rank has no such axis. */
export function resolveAxis(axis: number, rank: number): number | undefined {
  const resolved = axis < 0 ? axis + rank : axis;
  return resolved >= 0 && resolved < Math.max(rank, 1) ? resolved : undefined;
}

/**
 * The shape two operands broadcast to, undefined when they do not.
 * Source: NumPy broadcasting, https://github.com/onnx/onnx/blob/main/docs/Broadcasting.md
 */
export function broadcastShapes(a: Shape, b: Shape): Shape | undefined {
  const rank = Math.max(a.length, b.length);
  const shape: number[] = [];
  for (let back = rank; back > 0; back--) {
    const left = a[a.length - back] ?? 1;
    const right = b[b.length - back] ?? 1;
    if (left !== right && left !== 1 && right !== 1) return undefined;
    shape.push(left === 1 ? right : left);
  }
  return shape;
}

/** The index into a broadcast operand that feeds `index` of the result. */
export function broadcastIndex(operand: Shape, index: readonly number[]): number[] {
  const lead = index.length - operand.length;
  return operand.map((length, axis) => (length === 1 ? 0 : (index[axis + lead] ?? 0)));
}

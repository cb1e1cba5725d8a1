/** Which part of a tensor is on screen: two dimensions, the others held at an index. */
import type { Shape } from '#shared/tensor/shape';
import type { Place } from './grid-walk';

export interface View {
  /** One index a leading dimension; all but the last two. */
  readonly lead: readonly number[];
  readonly firstRow: number;
  readonly firstColumn: number;
  /** How many rows and columns are shown at once. */
  readonly page: number;
}

/** Of a shape's sizes as text: another run's tensor of the same shape is then no other, and keeps its page. */
export const startOfTensor = (sizes: string, page = 16): View => ({
  page,
  lead: sizes
    .split(',')
    .slice(0, -2)
    .map(() => 0),
  firstRow: 0,
  firstColumn: 0,
});

/** The page that holds a number. */
export function viewOf(shape: Shape, index: readonly number[], page: number): View {
  const first = (at = 0): number => Math.floor(at / page) * page;
  return {
    page,
    lead: index.slice(0, -2),
    firstRow: shape.length > 1 ? first(index.at(-2)) : 0,
    firstColumn: first(index.at(-1)),
  };
}

/** The page of the same two dimensions that has a place of them. */
export function viewAt(view: View, { row, column }: Place): View {
  const first = (at: number): number => Math.floor(at / view.page) * view.page;
  return { ...view, firstRow: first(row), firstColumn: first(column) };
}

/** The tensor's index of a cell. */
export function indexOf(shape: Shape, view: View, row: number, column: number): number[] {
  if (shape.length === 0) return [];
  return shape.length === 1 ? [column] : [...view.lead, row, column];
}

/** Numbers from `first`, as many as fit on a page. */
export function page(first: number, length: number, size: number): number[] {
  return Array.from({ length: Math.max(0, Math.min(size, length - first)) }, (_, at) => first + at);
}

/** What a source holds: a table, or arrays. Worked out once for each source. */
import { fill } from '../messages/fill';
import { isProblem, problem, type Problem } from '../messages/problem';
import { rowReasons } from '../messages/reasons';
import { sizeOf, type Shape } from '../tensor/shape';
import { numberAt, type Tensor } from '../tensor/tensor';
import { decodeTable } from './csv';
import type { ArraysSource, DataSource } from './source';
import { categoryColumn, type Column, type Table } from './table';
import { toyTable } from './toy';

export interface TableContent {
  readonly kind: 'table';
  readonly table: Table;
  readonly rowsLeft: number;
}

export interface ArraysContent {
  readonly kind: 'arrays';
  readonly rows: number;
  /** Sizes of one row, channels first where it is a picture. */
  readonly row: Shape;
  /** Row after row. */
  readonly values: ArrayLike<number>;
  readonly target: Column;
  readonly rowsLeft: number;
}

export type Content = TableContent | ArraysContent;

const known = new WeakMap<DataSource, Content | Problem>();

/** Errors: what keeps the source from being read. */
export function contentOf(source: DataSource): Content | Problem {
  const found = known.get(source) ?? readSource(source);
  known.set(source, found);
  return found;
}

function readSource(source: DataSource): Content | Problem {
  switch (source.kind) {
    case 'toy':
      return { kind: 'table', table: toyTable(source), rowsLeft: 0 };
    case 'table': {
      const table = decodeTable(source.text, source.name, source.isHeaded);
      return isProblem(table) ? table : { kind: 'table', table, rowsLeft: source.rowsLeft ?? 0 };
    }
    case 'arrays':
      return readArrays(source);
    case 'bundled':
      return source.set ? contentOf(source.set.content) : problem('data-not-bundled', { id: source.id });
  }
}

function readArrays({ name, features, targets, classes, rowsLeft = 0 }: ArraysSource): Content | Problem {
  const [rows = 0, ...sizes] = features.shape;
  const target = targetColumn(targets, rows, classes);
  if (!target) {
    const shapes = {
      file: name,
      reason: fill(rowReasons.answersFor, { rows, answers: targets.shape[0] ?? 0 }),
    };
    return problem('data-unreadable', shapes);
  }
  const values = numbersOf(features);
  // NumPy pictures often have their channels last; layers want them first.
  const [height = 0, width = 0, channels = 0] = sizes;
  if (sizes.length === 3 && [1, 3, 4].includes(channels) && height > 4) {
    const moved = channelsFirst(values, rows, height * width, channels);
    return { kind: 'arrays', rows, row: [channels, height, width], values: moved, target, rowsLeft };
  }
  // A picture without channels has one; a row of one number is a row all the same.
  const row = sizes.length === 2 ? [1, ...sizes] : sizes.length === 0 ? [1] : sizes;
  return { kind: 'arrays', rows, row, values, target, rowsLeft };
}

function numbersOf(tensor: Tensor): ArrayLike<number> {
  const isPlain = !['float16', 'int64', 'uint64', 'int4', 'uint4', 'string'].includes(tensor.dtype);
  if (isPlain) return tensor.values as Uint8Array;
  return Float32Array.from({ length: sizeOf(tensor.shape) }, (_, at) => numberAt(tensor, at));
}

function channelsFirst(
  values: ArrayLike<number>,
  rows: number,
  area: number,
  channels: number,
): Float32Array {
  const moved = new Float32Array(rows * area * channels);
  for (let at = 0; at < moved.length; at++) {
    const row = Math.floor(at / (area * channels));
    const channel = Math.floor(at / area) % channels;
    moved[at] = values[(row * area + (at % area)) * channels + channel] ?? Number.NaN;
  }
  return moved;
}

/** One answer a row: a number, a word, or the class whose place alone holds a one. */
function targetColumn(targets: Tensor, rows: number, classes: readonly string[] = []): Column | undefined {
  const [count = 0, ...sizes] = targets.shape;
  const each = sizeOf(sizes);
  if (count !== rows || each < 1) return undefined;
  if (targets.dtype === 'string')
    return each > 1 ? undefined : categoryColumn('target', targets.values as string[]);
  const numbers = numbersOf(targets);
  const values = Float64Array.from({ length: rows }, (_, row) => {
    if (each === 1) return numbers[row] ?? Number.NaN;
    const place = Array.from({ length: each }, (_one, at) => numbers[row * each + at] ?? Number.NaN);
    return place.filter((value) => value !== 0).join() === '1' ? place.indexOf(1) : Number.NaN;
  });
  const isNamed =
    classes.length > 0 &&
    values.every((value) => Number.isInteger(value) && value >= 0 && value < classes.length);
  if (isNamed)
    return { kind: 'category', name: 'target', codes: Int32Array.from(values), categories: classes };
  return { kind: 'number', name: 'target', values, faults: [] };
}

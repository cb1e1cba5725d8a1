/** What a source holds: a table, or arrays. Worked out once for each source. */
import { fillShown } from '../messages/fill';
import { isProblem, problem, type Problem } from '../messages/problem';
import { rowReasons } from '../messages/reasons';
import { isTooLarge, isTooSmall } from '../tensor/number-format';
import { sizeOf, type Shape } from '../tensor/shape';
import { numberAt, type Tensor } from '../tensor/tensor';
import { decodeTable } from './csv';
import type { ArraysSource, DataSource } from './source';
import { categoryColumn, type Column, type NumberColumn, type Table } from './table';
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
  /** Row after row; NaN where what was there is too large for a float32, 0 where it is too near zero. */
  readonly values: ArrayLike<number>;
  /** The first such places. */
  readonly fault?: Place;
  readonly faded?: Place;
  readonly target: Column;
  readonly rowsLeft: number;
}

interface Place {
  readonly row: number;
  readonly column: string;
  readonly text: string;
}

export type Content = TableContent | ArraysContent;

const known = new WeakMap<DataSource, Content | Problem>();

/** Errors: what keeps the source from being read. */
export function contentOf(source: DataSource): Content | Problem {
  const found = known.get(source) ?? readSource(source);
  known.set(source, found);
  return found;
}

/** The source with everything that was guessed of it written down, so that a later guess changes nothing. */
export function settled(source: DataSource): DataSource {
  const content = contentOf(source);
  if (source.kind !== 'table' || isProblem(content) || content.kind !== 'table') return source;
  const found = { ...source, ...content.table.reading };
  known.set(found, content);
  return found;
}

/** What was found in a source elsewhere. */
export function rememberContent(source: DataSource, content: Content): void {
  known.set(source, content);
}

function readSource(source: DataSource): Content | Problem {
  switch (source.kind) {
    case 'toy':
      return { kind: 'table', table: toyTable(source), rowsLeft: 0 };
    case 'table': {
      const table = decodeTable(source.text, source.name, source);
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
  const refuse = (reason: string): Problem => problem('data-unreadable', { file: name, reason });
  const answers = targets.shape[0] ?? 0;
  const target =
    answers === rows ? targetColumn(targets, classes) : fillShown(rowReasons.answersFor, { rows, answers });
  if (typeof target === 'string') return refuse(target);
  const read = {
    kind: 'arrays',
    rows,
    target,
    rowsLeft,
    ...held(numbersOf(features), sizeOf(sizes)),
  } as const;
  // NumPy pictures often have their channels last; layers want them first.
  const [height = 0, width = 0, channels = 0] = sizes;
  if (sizes.length === 3 && [1, 3, 4].includes(channels) && height > 4) {
    const values = channelsFirst(read.values, height * width, channels);
    return { ...read, row: [channels, height, width], values };
  }
  // A picture without channels has one; a row of one number is a row all the same.
  return { ...read, row: sizes.length === 2 ? [1, ...sizes] : sizes.length === 0 ? [1] : sizes };
}

/** The numbers a float32 holds, and the first it does not. */
function held(values: ArrayLike<number>, width: number): Pick<ArraysContent, 'values' | 'fault' | 'faded'> {
  if (!(values instanceof Float32Array || values instanceof Float64Array)) return { values };
  const first = (isSo: (value: number) => boolean): Place | undefined => {
    const at = values.findIndex(isSo);
    if (at < 0) return undefined;
    return { row: Math.floor(at / width) + 1, column: `x${(at % width) + 1}`, text: String(values[at]) };
  };
  const [fault, faded] = [first(isTooLarge), first(isTooSmall)];
  if (!fault && !faded) return { values };
  const kept = values.map((value) => (isTooLarge(value) ? Number.NaN : isTooSmall(value) ? 0 : value));
  return { values: kept, ...(fault && { fault }), ...(faded && { faded }) };
}

function numbersOf(tensor: Tensor): ArrayLike<number> {
  const isPlain = !['float16', 'int64', 'uint64', 'int4', 'uint4', 'string'].includes(tensor.dtype);
  if (isPlain) return tensor.values as Uint8Array;
  return Float32Array.from({ length: sizeOf(tensor.shape) }, (_, at) => numberAt(tensor, at));
}

function channelsFirst(values: ArrayLike<number>, area: number, channels: number): ArrayLike<number> {
  // Of the same type: a byte stays one.
  const moved = (values as Float32Array).slice();
  for (let at = 0; at < moved.length; at++) {
    const row = Math.floor(at / (area * channels));
    const channel = Math.floor(at / area) % channels;
    moved[at] = values[(row * area + (at % area)) * channels + channel] ?? Number.NaN;
  }
  return moved;
}

/** One answer a row: a number, a word, or the class whose place alone holds a one. Errors: why it is none of these. */
function targetColumn(targets: Tensor, classes: readonly string[] = []): Column | string {
  const [rows = 0, ...sizes] = targets.shape;
  const each = sizeOf(sizes);
  if (each < 1) return rowReasons.noAnswers;
  if (each > 1 && targets.dtype === 'string') return fillShown(rowReasons.severalAnswers, { each });
  if (targets.dtype === 'string') return categoryColumn('target', targets.values as string[]);
  const numbers = numbersOf(targets);
  const faults: { row: number; text: string; isTooLarge: boolean }[] = [];
  let faded: NumberColumn['faded'];
  const values = new Float64Array(rows).fill(Number.NaN);
  for (let row = 0; row < rows; row++) {
    const place = Array.from({ length: each }, (_, at) => numbers[row * each + at] ?? Number.NaN);
    const [value = Number.NaN] = place;
    if (each > 1) {
      if (place.some(Number.isNaN)) continue;
      if (place.filter((one) => one !== 0).join() !== '1')
        return fillShown(rowReasons.severalAnswers, { each });
      values[row] = place.indexOf(1);
    } else if (isTooLarge(value)) faults.push({ row: row + 1, text: String(value), isTooLarge: true });
    else {
      values[row] = isTooSmall(value) ? 0 : value;
      if (isTooSmall(value)) faded ??= { row: row + 1, text: String(value) };
    }
  }
  const isNamed =
    classes.length > 0 &&
    values.every((value) => Number.isInteger(value) && value >= 0 && value < classes.length);
  if (isNamed)
    return { kind: 'category', name: 'target', codes: Int32Array.from(values), categories: classes };
  return { kind: 'number', name: 'target', values, faults: faults.slice(0, 1), ...(faded && { faded }) };
}

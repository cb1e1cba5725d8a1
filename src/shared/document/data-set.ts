/** Rows to learn from: features, and for each row a class or a number. Kept as CSV, the target last. */
import { problem, type Problem } from '../messages/problem';
import { formatExact, parseNumber } from '../tensor/number-format';
import { floatTensor, type Tensor } from '../tensor/tensor';

export interface DataSet {
  /** [rows, features] */
  readonly features: Tensor<'float32'>;
  /** One a row: a class index, or the number itself. */
  readonly targets: Float32Array;
  readonly columns: readonly string[];
  /** Names of the classes by index; empty when the target is a number. */
  readonly classes: readonly string[];
}

const rowLimit = 1_000_000;

/** Errors: a problem with the row and column of what is no number. */
export function decodeDataSet(text: string, file: string): DataSet | Problem {
  const damaged = (reason: string): Problem => problem('file-damaged', { file, reason });
  const [header = '', ...lines] = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const columns = header.split(',').map((name) => name.trim());
  if (columns.length < 2) return damaged('it needs a heading with at least one feature and a target');
  if (lines.length === 0) return damaged('it has no rows');
  if (lines.length > rowLimit) return damaged(`it has more than ${rowLimit} rows`);
  const width = columns.length - 1;
  const features = new Float32Array(lines.length * width);
  const said: string[] = [];
  for (const [row, line] of lines.entries()) {
    const cells = line.split(',');
    if (cells.length !== columns.length)
      return damaged(`row ${row + 1} has ${cells.length} cells, not ${columns.length}`);
    for (let column = 0; column < width; column++) {
      const value = parseNumber(cells[column] ?? '');
      if (value === undefined)
        return damaged(`row ${row + 1}, ${columns[column] ?? ''}: "${cells[column] ?? ''}" is no number`);
      features[row * width + column] = value;
    }
    said.push((cells[width] ?? '').trim());
  }
  const classes = classesOf(said);
  const targets = Float32Array.from(said, (text) =>
    classes.length > 0 ? classes.indexOf(text) : (parseNumber(text) ?? Number.NaN),
  );
  return { features: floatTensor([lines.length, width], features), targets, columns, classes };
}

/** The inverse of `decodeDataSet`, float32 numbers as short as they can be. */
export function encodeDataSet({ features, targets, columns, classes }: DataSet): string {
  const width = features.shape[1] ?? 0;
  const lines = Array.from(targets, (target, row) => {
    const cells = Array.from(features.values.subarray(row * width, (row + 1) * width), formatExact);
    return [...cells, classes[target] ?? formatExact(target)].join(',');
  });
  return `${[columns.join(','), ...lines].join('\n')}\n`;
}

/** Whole numbers from 0 up, or words, name classes; other numbers are quantities. */
function classesOf(said: readonly string[]): readonly string[] {
  const distinct = [...new Set(said)].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  const isCounted = distinct.every((text, at) => text === String(at));
  const isWord = distinct.some((text) => parseNumber(text) === undefined);
  return isCounted || isWord ? distinct : [];
}

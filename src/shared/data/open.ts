/** A file of one's own to a source of rows. */
import { isProblem, problem, type Problem } from '../messages/problem';
import { fileReasons } from '../messages/reasons';
import { decodeArrays } from './arrays';
import { contentOf } from './content';
import { headLength } from '../opening/file-start';
import { whatStandsFor } from '../opening/text-files';
import { RowCutter } from './row-cutter';
import type { DataSource } from './source';
import { decodeText } from '../tensor/text';
import { isZip } from '../tensor/unzip';

/** What the file is called; its bytes say what it is. */
export const dataExtensions = ['csv', 'tsv', 'txt', 'npy', 'npz'];

export function isDataFile(name: string): boolean {
  return dataExtensions.some((extension) => name.toLowerCase().endsWith(`.${extension}`));
}

/** Whether rows of text can be expected in a file, by its name: others are read whole. */
export function isRowsOfText(name: string): boolean {
  return !/\.np[yz]$/i.test(name);
}

/** Errors: a sentence about what makes the file none with rows. */
export function openRows(name: string, bytes: Uint8Array, rowsLeft: number): DataSource | Problem {
  const file = name.slice(0, 200);
  if (bytes.length === 0) return problem('data-unreadable', { file, reason: fileReasons.empty });
  const other = whatStandsFor({ file, name: file, head: bytes.subarray(0, headLength), size: bytes.length });
  if (other) return other;
  const isArrays = isZip(bytes) || bytes[0] === 0x93;
  const source: DataSource | Problem = isArrays
    ? decodeArrays(bytes, file)
    : { kind: 'table', name: file, text: decodeText(bytes), ...(rowsLeft > 0 && { rowsLeft }) };
  if (isProblem(source)) return source;
  const content = contentOf(source);
  return isProblem(content) ? content : source;
}

/** The same for a file that was read whole. */
export function openWhole(name: string, bytes: Uint8Array): DataSource | Problem {
  if (!isRowsOfText(name)) return openRows(name, bytes, 0);
  const cutter = new RowCutter();
  cutter.push(bytes);
  return cutter.end(name) ?? openRows(name, bytes.subarray(0, cutter.kept), cutter.rowsLeft);
}

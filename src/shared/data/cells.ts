/** Text to rows of cells: comma, semicolon, tab or bar between them, quoted where they hold one. Source: RFC 4180. */

const delimiters = ['\t', ';', '|', ','];

/** What stands in a table for nothing. */
const missingWords = new Set(['', 'na', 'n/a', 'nan', 'null', 'none', 'nil', '?', '-', '–', '—', '#n/a']);

export function isMissingWord(cell: string): boolean {
  return cell.length <= 4 && missingWords.has(cell.trim().toLowerCase());
}

/** Cells of a row that are read at most. */
export const columnLimit = 10_000;

/**
 * Empty lines, and the one in which Excel says the delimiter, are passed over; at most `limit` rows are read, and none
 * after one of too many cells. `left` is told the row of a quote that is never closed.
 */
export function readCells(
  text: string,
  delimiter: string,
  limit = Infinity,
  left: (row: number) => void = () => undefined,
): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = said(text)?.end ?? (text.startsWith('\uFEFF') ? 1 : 0);
  const endRow = (): void => {
    if (row.length > 1 || row[0]?.trim() !== '') rows.push(row);
    row = [];
  };
  while (at < text.length && rows.length < limit) {
    const [cell, next] = text[at] === '"' ? quoted(text, at) : plain(text, at, delimiter);
    row.push(cell);
    at = next;
    if (row.length > columnLimit) return [...rows, row];
    if (text[at] === delimiter) {
      at++;
      // A delimiter at the very end has an empty cell behind it.
      if (at === text.length) row.push('');
    } else {
      if (text[at] === '\r') at++;
      if (text[at] === '\n') at++;
      endRow();
    }
  }
  if (row.length > 0 && rows.length < limit) endRow();
  return rows;

  /** From an opening quote to what follows the closing one; a doubled quote stands for one. */
  function quoted(source: string, start: number): [string, number] {
    let cell = '';
    let from = start + 1;
    for (;;) {
      const end = source.indexOf('"', from);
      if (end < 0) {
        left(rows.length + 1);
        return [cell + source.slice(from), source.length];
      }
      cell += source.slice(from, end);
      if (source[end + 1] !== '"') {
        const [rest, next] = plain(source, end + 1, delimiter);
        return [cell + rest, next];
      }
      cell += '"';
      from = end + 2;
    }
  }
}

/** Up to the next delimiter or the end of the line. */
function plain(text: string, start: number, delimiter: string): [string, number] {
  let end = start;
  for (; end < text.length; end++) {
    const letter = text[end];
    if (letter === delimiter || letter === '\n' || letter === '\r') break;
  }
  return [text.slice(start, end), end];
}

/** The delimiter that a first line `sep=;` states, and where that line ends. */
function said(text: string): { readonly delimiter: string; readonly end: number } | undefined {
  const [line, delimiter] = /^\uFEFF?"?sep=([^\r\n"])"?[;,\t|]*(?:\r\n|\r|\n)/i.exec(text) ?? [];
  return line !== undefined && delimiter ? { delimiter, end: line.length } : undefined;
}

/** The one that is stated, or cuts the first rows into the same number of cells; decimals may have commas, so that comes last. */
export function guessDelimiter(text: string): string {
  const stated = said(text);
  if (stated) return stated.delimiter;
  const sample = text.slice(0, 100_000);
  const fits = delimiters.find((delimiter) => {
    const rows = readCells(sample, delimiter, 20);
    // The sample may end in the middle of a row.
    const whole = rows.length > 1 && sample.length < text.length ? rows.slice(0, -1) : rows;
    const width = whole[0]?.length ?? 0;
    return width > 1 && whole.every((row) => row.length === width);
  });
  return (
    fits ?? delimiters.find((delimiter) => text.slice(0, text.indexOf('\n') + 1).includes(delimiter)) ?? ','
  );
}

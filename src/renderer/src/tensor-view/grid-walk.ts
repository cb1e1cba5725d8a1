/** Where the keys lead in a grid of numbers, of which a page is on screen. */

export interface Place {
  readonly row: number;
  readonly column: number;
}

interface Grid {
  readonly rows: number;
  readonly columns: number;
  /** How many rows are a page. */
  readonly page: number;
}

/** Undefined for a key that leads nowhere, and at an edge. */
export function walkGrid(key: string, isFar: boolean, at: Place, grid: Grid): Place | undefined {
  const last = { row: grid.rows - 1, column: grid.columns - 1 };
  const next = placeOf(key, isFar, at, last, grid.page);
  if (!next) return undefined;
  const row = Math.max(0, Math.min(next.row, last.row));
  const column = Math.max(0, Math.min(next.column, last.column));
  return row === at.row && column === at.column ? undefined : { row, column };
}

function placeOf(
  key: string,
  isFar: boolean,
  { row, column }: Place,
  last: Place,
  page: number,
): Place | undefined {
  switch (key) {
    case 'ArrowLeft':
      return { row, column: isFar ? 0 : column - 1 };
    case 'ArrowRight':
      return { row, column: isFar ? last.column : column + 1 };
    case 'ArrowUp':
      return { row: isFar ? 0 : row - 1, column };
    case 'ArrowDown':
      return { row: isFar ? last.row : row + 1, column };
    case 'Home':
      return { row: isFar ? 0 : row, column: 0 };
    case 'End':
      return { row: isFar ? last.row : row, column: last.column };
    case 'PageUp':
      return { row: row - page, column };
    case 'PageDown':
      return { row: row + page, column };
    default:
      return undefined;
  }
}

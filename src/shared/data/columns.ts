/** A column of cells to numbers or words: first what its cells say of the decimal sign and the unit, then their values. */
import { isMissingWord } from './cells';
import { agree, isUnclear, type Decimal, type Written } from './numbers';
import { isTooSmall } from '../tensor/number-format';
import { categoryColumn, type Column, type NumberColumn, type Reading } from './table';

export type ReadCell = (cell: string) => Written | undefined;
type Rows = readonly (readonly string[])[];

/** Of the cells of a column that hold something, this share makes it one of numbers, or of one decimal sign. */
const mostly = 0.9;
const faultsNamed = 5;

/** What the cells of a column may be, and what they say together. */
export interface Survey {
  readonly isNumbers: boolean;
  /** By row: both readings, NaN where there is none, and the place of its unit in `units`. */
  readonly cells: Readonly<Record<Decimal, Float64Array>> & { readonly unit: Uint16Array };
  readonly units: readonly string[];
  /** The unit of the column. */
  readonly unit: string;
  /** The decimal sign its own cells show; `each` where some show one and some the other. */
  readonly decimal: Decimal | 'each' | undefined;
  /** The first cell that could be either way. */
  readonly unclear: { readonly row: number; readonly text: string; readonly read: Written } | undefined;
  /** Whether a cell is digits alone: where decimals are written to the last place there is none. */
  readonly hasWhole: boolean;
}

interface Count {
  cells: number;
  zeros: number;
}

export function surveyColumn(rows: Rows, at: number, read: ReadCell): Survey {
  const point = new Float64Array(rows.length).fill(Number.NaN);
  const comma = point.slice();
  const unit = new Uint16Array(rows.length);
  const units = new Map<string, Count & { readonly place: number }>();
  const shown = { point: 0, comma: 0 };
  let words = 0;
  let unclear: Survey['unclear'];
  let hasWhole = false;
  rows.forEach((cells, row) => {
    const text = textOf(cells, at);
    const found = read(text);
    if (!found) {
      if (!isMissingWord(text)) words++;
      return;
    }
    const counted = units.get(found.unit) ?? { cells: 0, zeros: 0, place: units.size };
    units.set(found.unit, counted);
    counted.cells++;
    if (found.point === 0 || found.comma === 0) counted.zeros++;
    unit[row] = counted.place;
    point[row] = found.point;
    comma[row] = found.comma;
    if (Number.isNaN(found.comma)) shown.point++;
    else if (Number.isNaN(found.point)) shown.comma++;
    else if (isUnclear(found)) unclear ??= { row: row + 1, text: text.slice(0, 40), read: found };
    else hasWhole ||= found.point !== 0;
  });
  const main = mainUnit(units);
  let numbers = 0;
  for (const [each, { cells, zeros }] of units) {
    const fitting = agree(each, main, 1) ? cells : each === '' ? zeros : 0;
    numbers += fitting;
    words += cells - fitting;
  }
  const isNumbers = words === 0 || numbers >= mostly * (numbers + words);
  const decimal = signShown(shown);
  return {
    isNumbers,
    cells: { point, comma, unit },
    units: [...units.keys()],
    unit: main,
    decimal,
    unclear,
    hasWhole,
  };
}

function textOf(cells: readonly string[], at: number): string {
  return (cells[at] ?? '').trim();
}

function signShown({ point, comma }: Readonly<Record<Decimal, number>>): Survey['decimal'] {
  const all = point + comma;
  if (all === 0) return undefined;
  return point >= mostly * all ? 'point' : comma >= mostly * all ? 'comma' : 'each';
}

/** The most frequent unit; none where more cells that are not zero do without one that has to be there. */
function mainUnit(units: ReadonlyMap<string, Count>): string {
  const bare = units.get('') ?? { cells: 0, zeros: 0 };
  const [[unit, { cells }] = ['', bare] as const] = [...units]
    .filter(([each]) => each !== '')
    .sort(([, a], [, b]) => b.cells - a.cells);
  return agree('', unit, 1) || cells >= bare.cells - bare.zeros ? unit : '';
}

/**
 * What the columns show of the decimal sign, where they are of one mind. Where none shows it, numbers that all have a
 * point have decimals if commas cut the file; beyond that nothing is guessed.
 */
export function agreedDecimal(surveys: readonly Survey[], delimiter: string): Decimal | undefined {
  const shown = new Set(surveys.flatMap(({ isNumbers, decimal }) => (isNumbers && decimal ? [decimal] : [])));
  const [decimal] = shown;
  if (shown.size === 1 && decimal !== 'each') return decimal;
  const pointed = surveys.filter(({ isNumbers, unclear }) => isNumbers && unclear?.text.includes('.'));
  const areDecimals = pointed.length > 0 && !pointed.some(({ hasWhole }) => hasWhole);
  return shown.size === 0 && delimiter === ',' && areDecimals ? 'point' : undefined;
}

export function readColumn(
  name: string,
  at: number,
  rows: Rows,
  survey: Survey,
  ofTable: Reading['decimal'],
): Column {
  if (!survey.isNumbers) {
    const words = rows.map((cells) => textOf(cells, at));
    return categoryColumn(
      name,
      words.map((word) => (isMissingWord(word) ? undefined : word)),
    );
  }
  const own = survey.decimal === 'each' ? undefined : survey.decimal;
  const decimal = own ?? (ofTable === 'comma' ? 'comma' : 'point');
  const other = survey.cells[decimal === 'point' ? 'comma' : 'point'];
  const values = survey.cells[decimal].map((value, row) =>
    // Where cells are of two minds, one that can be read in one way only is read so.
    own === undefined && Number.isNaN(value) ? (other[row] ?? value) : value,
  );
  const faults: NumberColumn['faults'][number][] = [];
  let sign: NumberColumn['sign'];
  let faded: NumberColumn['faded'];
  rows.forEach((cells, row) => {
    const value = values[row] ?? Number.NaN;
    const unit = survey.units[survey.cells.unit[row] ?? 0] ?? '';
    const isTooLarge = Math.abs(value) === Infinity;
    if (Number.isFinite(value) && agree(unit, survey.unit, value)) {
      if (isTooSmall(value)) {
        values[row] = 0;
        faded ??= { row: row + 1, text: textOf(cells, at).slice(0, 40) };
      }
      if (!sign && (unit !== '' || value < 0)) sign = signOf(textOf(cells, at), unit, value);
      return;
    }
    values[row] = Number.NaN;
    const text = textOf(cells, at);
    if (faults.length < faultsNamed && !isMissingWord(text))
      faults.push({ row: row + 1, text: text.slice(0, 40), isTooLarge });
  });
  const lone = own === undefined && survey.unclear ? unclearCell(survey.unclear, ofTable) : undefined;
  return {
    ...{ kind: 'number', name, values, faults },
    ...(faded && { faded }),
    ...(sign && { sign }),
    ...(lone && { lone }),
  };
}

/** A cell that is more than digits: with a unit, or in brackets. */
function signOf(text: string, unit: string, value: number): NumberColumn['sign'] {
  return unit !== '' || text.startsWith('(') ? { text: text.slice(0, 40), value } : undefined;
}

function unclearCell(
  { row, text, read: { point, comma } }: NonNullable<Survey['unclear']>,
  decimal: Reading['decimal'],
): NumberColumn['lone'] {
  return { row, text, point, comma, ...(decimal && decimal !== 'each' && { decimal }) };
}

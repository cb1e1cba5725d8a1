/** A column of cells to numbers or words: first what its cells say of the decimal sign and the unit, then their values. */
import { isMissingWord } from './cells';
import { agree, isUnclear, type Decimal, type Written } from './numbers';
import { categoryColumn, type Column, type NumberColumn, type Reading } from './table';

export type ReadCell = (cell: string) => Written | undefined;

/** Of the cells of a column that hold something, this share makes it one of numbers, or of one decimal sign. */
const mostly = 0.9;
const faultsNamed = 5;

/** What the cells of a column say together. */
export interface Survey {
  readonly isNumbers: boolean;
  readonly unit: string;
  /** The decimal sign its own cells show; `each` where some show one and some the other. */
  readonly decimal: Decimal | 'each' | undefined;
  /** The first cell that could be either way. */
  readonly unclear: { readonly row: number; readonly text: string; readonly read: Written } | undefined;
}

export function surveyColumn(rows: readonly (readonly string[])[], at: number, read: ReadCell): Survey {
  const units = new Map<string, { count: number; zeros: number }>();
  let [words, point, comma] = [0, 0, 0];
  let unclear: Survey['unclear'];
  rows.forEach((cells, row) => {
    const text = (cells[at] ?? '').trim();
    const found = read(text);
    if (!found) {
      if (!isMissingWord(text)) words++;
      return;
    }
    const unit = units.get(found.unit) ?? { count: 0, zeros: 0 };
    unit.count++;
    if (found.point === 0 || found.comma === 0) unit.zeros++;
    units.set(found.unit, unit);
    if (Number.isNaN(found.comma)) point++;
    else if (Number.isNaN(found.point)) comma++;
    else if (isUnclear(found)) unclear ??= { row: row + 1, text: text.slice(0, 40), read: found };
  });
  const unit = mainUnit(units);
  let numbers = 0;
  for (const [each, { count, zeros }] of units) {
    const fitting = agree(each, unit, 1) ? count : each === '' ? zeros : 0;
    numbers += fitting;
    words += count - fitting;
  }
  const shown = point + comma;
  const decimal =
    shown === 0 ? undefined : point >= mostly * shown ? 'point' : comma >= mostly * shown ? 'comma' : 'each';
  return { isNumbers: words === 0 || numbers >= mostly * (numbers + words), unit, decimal, unclear };
}

/** The most frequent sign; none where more cells that are not zero do without one that has to be there. */
function mainUnit(units: ReadonlyMap<string, { readonly count: number; readonly zeros: number }>): string {
  const bare = units.get('') ?? { count: 0, zeros: 0 };
  const [[unit, { count }] = ['', bare] as const] = [...units]
    .filter(([each]) => each !== '')
    .sort(([, a], [, b]) => b.count - a.count);
  return agree('', unit, 1) || count >= bare.count - bare.zeros ? unit : '';
}

/**
 * What the columns show of the decimal sign, where they are of one mind. Where none shows it, a file cut by commas
 * has decimal points; beyond that nothing is guessed.
 */
export function agreedDecimal(surveys: readonly Survey[], delimiter: string): Decimal | undefined {
  const shown = new Set(surveys.flatMap(({ isNumbers, decimal }) => (isNumbers && decimal ? [decimal] : [])));
  const [decimal] = shown;
  if (shown.size === 1 && decimal !== 'each') return decimal;
  const hasPoints = surveys.some(({ isNumbers, unclear }) => isNumbers && unclear?.text.includes('.'));
  return shown.size === 0 && delimiter === ',' && hasPoints ? 'point' : undefined;
}

export function readColumn(
  name: string,
  at: number,
  rows: readonly (readonly string[])[],
  survey: Survey,
  ofTable: Reading['decimal'],
  read: ReadCell,
): Column {
  if (!survey.isNumbers) {
    const words = rows.map((cells) => (cells[at] ?? '').trim());
    return categoryColumn(
      name,
      words.map((word) => (isMissingWord(word) ? undefined : word)),
    );
  }
  const own = survey.decimal === 'each' ? undefined : survey.decimal;
  const decimal = own ?? (ofTable === 'comma' ? 'comma' : 'point');
  const other = decimal === 'point' ? 'comma' : 'point';
  const values = new Float64Array(rows.length).fill(Number.NaN);
  const faults: NumberColumn['faults'][number][] = [];
  let sign: NumberColumn['sign'];
  rows.forEach((cells, row) => {
    const text = (cells[at] ?? '').trim();
    const found = read(text);
    // Where its cells are of two minds, one that can be read in one way only is read so.
    const value =
      found && (own === undefined && Number.isNaN(found[decimal]) ? found[other] : found[decimal]);
    if (found && Number.isFinite(value) && agree(found.unit, survey.unit, value ?? 0)) {
      values[row] = value ?? Number.NaN;
      if (found.unit !== '' || text.startsWith('(')) sign ??= { text: text.slice(0, 40), value: value ?? 0 };
    } else if (!isMissingWord(text) && faults.length < faultsNamed) {
      const isTooLarge = found !== undefined && !Number.isNaN(value) && !Number.isFinite(value);
      faults.push({ row: row + 1, text: text.slice(0, 40), isTooLarge });
    }
  });
  const lone = own === undefined && survey.unclear ? unclearCell(survey.unclear, ofTable) : undefined;
  return { kind: 'number', name, values, faults, ...(sign && { sign }), ...(lone && { lone }) };
}

function unclearCell(
  { row, text, read: { point, comma } }: NonNullable<Survey['unclear']>,
  decimal: Reading['decimal'],
): NumberColumn['lone'] {
  return { row, text, point, comma, ...(decimal && decimal !== 'each' && { decimal }) };
}

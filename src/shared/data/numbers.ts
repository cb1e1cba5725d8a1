/** Numbers as people write them, and what one may mean before a table says which sign is the decimal one. */
import { decimalOf, isTooLarge, parseDecimal } from '../tensor/number-format';

export type Decimal = 'point' | 'comma';

/** Infinite where it is too large for a float32. */
export interface Written {
  /** Its value where the point is the decimal sign, and where the comma is; NaN where it cannot be read so. */
  readonly point: number;
  readonly comma: number;
  /** `%` or a currency; empty where it has neither. */
  readonly unit: string;
}

const minus = '\\-\u2212\u2013\ufe63\uff0d';
/** An ordinary space, and those that keep a number on one line. */
const space = ' \u00a0\u2007\u2009\u202f';
const mark = String.raw`[\p{L}\p{Sc}%‰][\p{L}\p{Sc}.]{0,4}`;
const body = String.raw`\d(?:[\d.,'’${space}]*\d)?[.,]?|[.,]\d+`;
const written = new RegExp(
  String.raw`^(\()?([+${minus}]?)\s*(${mark})??\s*([+${minus}]?)\s*(${body})(e[+${minus}]?\d+)?\s*(${mark})?\s*([${minus}]?)(\))?$`,
  'iu',
);
const infinite = new RegExp(`^([+${minus}]?)(?:inf|infinity|∞)$`, 'i');
const signs = new RegExp(`[${minus}]`, 'g');
/** Three digits a group and one sign throughout; commas also as in India, two digits a group but for the last. */
const shapes: Readonly<Record<Decimal, RegExp>> = {
  point: new RegExp(
    String.raw`^(?:\d+|[1-9]\d{0,2}([,'’${space}])\d{3}(?:\1\d{3})*|[1-9]\d?(?:,\d{2})+,\d{3})(?:\.\d*)?$|^\.\d+$`,
  ),
  comma: new RegExp(String.raw`^(?:\d+|[1-9]\d{0,2}([.'’${space}])\d{3}(?:\1\d{3})*)(?:,\d*)?$|^,\d+$`),
};
const groupSigns: Readonly<Record<Decimal, RegExp>> = {
  point: new RegExp(`[,'’${space}]`, 'g'),
  comma: new RegExp(`[.'’${space}]`, 'g'),
};

const simple = /^[+-]?(\d+)(?:\.(\d+))?$/;

/** Undefined where a cell, without spaces around it, is no number. */
export function readNumber(cell: string): Written | undefined {
  // Nearly all cells are told by this alone.
  const [, whole, decimals] = simple.exec(cell) ?? [];
  if (whole !== undefined && decimals === undefined) return same(held(cell));
  if (whole !== undefined && (decimals?.length !== 3 || whole.length > 3 || whole.startsWith('0')))
    return { point: held(cell), comma: Number.NaN, unit: '' };
  if (!/\d/.test(cell)) return readInfinity(cell);
  if (cell.length > 60) return undefined;
  const found = written.exec(cell);
  if (!found) return undefined;
  const [
    ,
    open = '',
    lead = '',
    before = '',
    inner = '',
    digits = '',
    power = '',
    after = '',
    trail = '',
    close = '',
  ] = found;
  const given = [lead, inner, trail].filter(Boolean);
  if (Boolean(open) !== Boolean(close) || given.length > (open ? 0 : 1) || (before && after))
    return undefined;
  // 12,- is a price without cents.
  if (trail && /[.,]$/.test(digits)) return undefined;
  const unit = before || after ? unitOf(before || after) : '';
  if (unit === undefined) return undefined;
  const isNegative = open !== '' || given.some((sign) => sign !== '+');
  const value = (decimal: Decimal): number => {
    const read = valueOf(digits, power.replace(signs, '-'), decimal);
    return isNegative ? -read : read;
  };
  const [point, comma] = [value('point'), value('comma')];
  return Number.isNaN(point) && Number.isNaN(comma) ? undefined : { point, comma, unit };
}

/** Whether the table has to say which sign is the decimal one. */
export function isUnclear({ point, comma }: Written): boolean {
  return !Number.isNaN(point) && !Number.isNaN(comma) && point !== comma;
}

/** Each cell for itself and without units, as the first format of documents had its tables read. */
export function readPlainly(cell: string, delimiter: string): Written | undefined {
  const [group, point] = delimiter === ',' ? [',', '.'] : ['.', ','];
  const isGrouped = cell.includes(group) && (delimiter === ',' || cell.includes(point));
  const groups = delimiter === ',' ? /^[+-]?\d{1,3}(,\d{3})+(\.\d*)?$/ : /^[+-]?\d{1,3}(\.\d{3})+,\d*$/;
  if (isGrouped && !groups.test(cell)) return undefined;
  const value = parseDecimal(isGrouped ? cell.replaceAll(group, '') : cell);
  return value === undefined || isTooLarge(value) ? undefined : same(value);
}

function same(value: number): Written {
  return { point: value, comma: value, unit: '' };
}

function valueOf(digits: string, power: string, decimal: Decimal): number {
  if (!shapes[decimal].test(digits)) return Number.NaN;
  const plain = digits.replace(groupSigns[decimal], '');
  // Whoever writes powers of ten has no need of groups.
  if (power !== '' && plain !== digits) return Number.NaN;
  return held(plain.replace(',', '.') + power);
}

/** Infinite where a float32 would be; not rounded to one otherwise. */
function held(plain: string): number {
  const value = decimalOf(plain);
  return isTooLarge(value) ? Math.sign(value) * Infinity : value;
}

function readInfinity(cell: string): Written | undefined {
  const found = cell.length < 11 && infinite.exec(cell);
  if (!found) return undefined;
  return same(found[1] && found[1] !== '+' ? -Infinity : Infinity);
}

/** Currencies that are written with letters of their own, beside ISO's codes. */
const letters = [
  'kr',
  'kr.',
  'zł',
  'Kč',
  'Ft',
  'lei',
  'Rs',
  'Rs.',
  'Fr.',
  'R$',
  'US$',
  'A$',
  'C$',
  'HK$',
  'NZ$',
];
const currencies = new Set([...Intl.supportedValuesOf('currency'), ...letters]);

function unitOf(text: string): string | undefined {
  return /^[\p{Sc}%‰]$/u.test(text) || currencies.has(text) ? text : undefined;
}

/** Whether two numbers of these units can stand in one column: a currency is often left out, a percent sign never. */
export function agree(unit: string, columns: string, value: number): boolean {
  return unit === columns || (unit === '' && (value === 0 || !/[%‰]/.test(columns)));
}

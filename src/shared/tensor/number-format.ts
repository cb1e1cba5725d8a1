/** Numbers as people read and type them: fixed digits on screen, comma or point accepted. */

/** Fixed decimals, so that columns line up and nothing jumps; exponents only where decimals would lie. */
export function formatNumber(value: number, decimals = 3): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '-∞';
  const size = Math.abs(value);
  if (size >= 1e5 || (size > 0 && size < 0.5 * 10 ** -decimals)) return value.toExponential(1);
  const text = value.toFixed(decimals);
  return Number(text) === 0 ? (0).toFixed(decimals) : text;
}

/** At most `significant` digits and at least one decimal, as in `1.0`, `-1.5`, `0.085`. */
export function formatTerm(value: number, significant = 4): string {
  if (!Number.isFinite(value)) return formatNumber(value);
  const text = String(Number(value.toPrecision(significant)));
  return /[.e]/.test(text) ? text : `${text}.0`;
}

/** The shortest decimal that is this very float32: `0.1`, not `0.10000000149011612`. */
export function formatExact(value: number): string {
  if (!Number.isFinite(value)) return formatNumber(value);
  for (let digits = 6; digits <= 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return String(short);
  }
  return String(value);
}

/** What a person typed as a number of any size, comma or point; undefined when it is none. */
export function parseDecimal(text: string): number | undefined {
  const plain = text.trim().replace(',', '.').replaceAll('\u2212', '-');
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain) ? decimalOf(plain) : undefined;
}

/** The same, where a float32 can hold it. */
export function parseNumber(text: string): number | undefined {
  const value = parseDecimal(text);
  return value !== undefined && isHeld(value) ? value : undefined;
}

/** Digits with a point as a number, which is never zero where they are not. */
export function decimalOf(plain: string): number {
  const value = Number(plain);
  return value === 0 && /^[^e]*[1-9]/i.test(plain) ? Number.MIN_VALUE : value;
}

/** Whether a float32 is about as much. */
export function isHeld(value: number): boolean {
  return !isTooLarge(value) && !isTooSmall(value);
}

/** Whether a float32 would hold it as an infinity. */
export function isTooLarge(value: number): boolean {
  return Math.abs(Math.fround(value)) === Infinity;
}

/** Whether a float32 would hold it as zero. */
export function isTooSmall(value: number): boolean {
  return value !== 0 && Math.fround(value) === 0;
}

/** A whole number, its thousands apart: `61 706`. */
export function formatCount(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, '\u202f');
}

/** A size in bytes as people read it. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  const units = ['kB', 'MB', 'GB'];
  const power = Math.min(Math.floor(Math.log10(bytes) / 3), units.length);
  return `${(bytes / 1000 ** power).toFixed(1)} ${units[power - 1] ?? ''}`;
}

/** One value of a tensor of any type: read, shown, typed in and set. */
import { problem, type Problem } from '../messages/problem';
import { parseValue } from './limits';
import { formatExact, formatNumber, parseDecimal } from './number-format';
import { floatAt, withElement } from './paged';
import { sizeOf } from './shape';
import { encodeFloat16, isFloat, numberAt, type Dtype, type Tensor } from './tensor';

/** A number of a float type, a whole number, a truth value, or a word. */
export type Value = number | bigint | boolean | string;

/** Undefined beyond the last. */
export function valueAt(tensor: Tensor, offset: number): Value | undefined {
  if (isFloat(tensor)) return floatAt(tensor, offset);
  const { dtype, values } = tensor;
  if (dtype === 'int4' || dtype === 'uint4')
    return offset < 2 * values.length ? BigInt(numberAt(tensor, offset)) : undefined;
  const value = values[offset];
  if (value === undefined || typeof value === 'string') return value;
  if (dtype === 'bool') return Number(value) !== 0;
  return isWhole(dtype) ? BigInt(value) : numberAt(tensor, offset);
}

/** Longer words are cut where there is little room. */
const shownLetters = 24;

/** In a cell: floats with fixed decimals, whole numbers to the last digit. */
export function shortValue(value: Value, decimals?: number): string {
  switch (typeof value) {
    case 'number':
      return formatNumber(value, decimals);
    case 'string':
      return value.length > shownLetters ? `${value.slice(0, shownLetters - 1)}…` : value;
    default:
      return exactValue(value);
  }
}

/** `[0.10, -0.20, …]`: the first of a tensor's values, cut short where there are many. */
export function listValues(tensor: Tensor, most: number, decimals?: number): string {
  const size = sizeOf(tensor.shape);
  const shown = Array.from({ length: Math.min(size, most) }, (_, at) =>
    shortValue(valueAt(tensor, at) ?? '', decimals),
  );
  return `[${shown.join(', ')}${size > most ? ', …' : ''}]`;
}

/** As it is typed. */
export function exactValue(value: Value): string {
  switch (typeof value) {
    case 'number':
      return formatExact(value);
    case 'boolean':
      return value ? 'True' : 'False';
    default:
      return String(value);
  }
}

/** What was typed over a value of a tensor. */
export function parseAs(dtype: Dtype, text: string): Value | Problem {
  switch (dtype) {
    case 'float32':
      return parseValue(text);
    case 'float64':
      return parseDecimal(text) ?? problem('value-not-a-number', { text });
    case 'float16': {
      const value = parseDecimal(text);
      if (value === undefined) return problem('value-not-a-number', { text });
      const held = decoded16(value);
      return Number.isFinite(held) && (held !== 0 || value === 0)
        ? held
        : problem('value-beyond-float16', { text });
    }
    case 'string':
      return text;
    case 'bool': {
      const word = text.trim().toLowerCase();
      if (word === 'true' || word === '1') return true;
      return word === 'false' || word === '0' ? false : problem('value-no-truth', { text });
    }
    default:
      return parseWhole(dtype, text);
  }
}

/** The same tensor with one value replaced. */
export function withValue(tensor: Tensor, offset: number, value: Value): Tensor {
  if (isFloat(tensor)) return withElement(tensor, offset, Number(value));
  const values = tensor.values.slice();
  if (Array.isArray(values)) values[offset] = String(value);
  else if (values instanceof BigInt64Array || values instanceof BigUint64Array)
    values[offset] = BigInt(value);
  else if (tensor.dtype === 'int4' || tensor.dtype === 'uint4') {
    const [low, high] = [Number(values[offset >> 1]) & 15, Number(values[offset >> 1]) >> 4];
    const set = Number(value) & 15;
    values[offset >> 1] = offset % 2 === 0 ? set | (high << 4) : low | (set << 4);
  } else values[offset] = tensor.dtype === 'float16' ? encodeFloat16(Number(value)) : Number(value);
  return { ...tensor, values };
}

export function isWhole(dtype: Dtype): boolean {
  return /^u?int/.test(dtype);
}

function parseWhole(dtype: Dtype, text: string): bigint | Problem {
  const plain = text.trim().replaceAll('\u2212', '-');
  if (!/^[+-]?\d{1,40}$/.test(plain)) return problem('value-not-whole', { text });
  const value = BigInt(plain.replace('+', ''));
  const bits = BigInt(dtype.replace(/\D/g, ''));
  const [min, max] = dtype.startsWith('u')
    ? [0n, 2n ** bits - 1n]
    : [-(2n ** (bits - 1n)), 2n ** (bits - 1n) - 1n];
  if (value >= min && value <= max) return value;
  return problem('value-out-of-type', { text, dtype, min: String(min), max: String(max) });
}

function decoded16(value: number): number {
  const tensor: Tensor = { dtype: 'float16', shape: [], values: Uint16Array.of(encodeFloat16(value)) };
  return numberAt(tensor, 0);
}

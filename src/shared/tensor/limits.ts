/** Numbers within limits: what may be typed into a setting, or stand in a file. */
import { problem, type Problem } from '../messages/problem';
import { isHeld, isTooSmall, parseDecimal } from './number-format';

export interface Range {
  readonly min: number;
  readonly max: number;
}

export interface Limits extends Range {
  readonly isWhole?: boolean;
}

/** What was typed, or what is wrong with it. */
export type Parse<V> = (text: string) => V | Problem;

/** `name` is what the number is called where something is wrong with it. */
export function checkWithin(
  name: string,
  value: unknown,
  { min, max, isWhole = false }: Limits,
): number | Problem {
  if (typeof value !== 'number' || Number.isNaN(value))
    return problem('attribute-not-a-number', { attribute: name, text: textOf(value) });
  if (value < min || value > max)
    return problem('attribute-out-of-range', { attribute: name, min, max, text: value });
  if (isTooSmall(value)) return problem('attribute-beyond-float32', { attribute: name, text: value });
  if (isWhole && !Number.isInteger(value))
    return problem('attribute-not-whole', { attribute: name, text: String(value) });
  return value;
}

/** What was typed, as such a number. */
export function parseWithin(name: string, text: string, limits: Limits): number | Problem {
  const value = parseDecimal(text);
  if (value === undefined) return problem('attribute-not-a-number', { attribute: name, text });
  return isHeld(value)
    ? checkWithin(name, value, limits)
    : problem('attribute-beyond-float32', { attribute: name, text });
}

/** What was typed over a number of a tensor, as a float32 holds it. */
export function parseValue(text: string): number | Problem {
  const value = parseDecimal(text);
  if (value === undefined) return problem('value-not-a-number', { text });
  return isHeld(value) ? Math.fround(value) : problem('value-beyond-float32', { text });
}

/** `String` of an object in a file may call what is no function. */
export function textOf(value: unknown): string {
  try {
    return String(value);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return 'an object';
  }
}

/** The kinds of attribute a layer can have: form field, limits and file format in one record. */
import { isProblem, problem, type Problem } from '../messages/problem';
import { checkWithin, parseWithin, textOf, type Range } from '../tensor/limits';
import { sizeOf } from '../tensor/shape';

export type AttributeValue = number | boolean | string | null | readonly number[];

export interface Field<V extends AttributeValue = AttributeValue> {
  readonly control: 'number' | 'switch' | 'text' | 'choice';
  readonly initial: V;
  /** What a person is told beside the field. */
  readonly help: string;
  /** What there is to choose from. */
  readonly options?: readonly V[];
  /** The least and the greatest number, or of each in a list. */
  readonly range?: Range;
  /** What it means to leave it empty, where that can be. */
  readonly empty?: string;
  /** The value, checked; values come from files and from forms. */
  check(name: string, value: unknown): V | Problem;
  /** What was typed as a value. */
  parse(name: string, text: string): V | Problem;
  format(value: V): string;
}

export type Fields = Readonly<Record<string, Field>>;
export type AttributesOf<F extends Fields> = {
  readonly [K in keyof F]: F[K] extends Field<infer V> ? V : never;
};
export type Attributes = Readonly<Record<string, AttributeValue>>;

/** The largest number there is in float32, in as few digits as tell it. */
export const mostFloat = 3.4028235e38;
/** Letters of a text and numbers of a list that a file holds. */
export const textLimit = 200;
export const listLimit = 1000;

interface NumberOptions extends Range {
  readonly initial: number;
  readonly help: string;
}

const rangeOf = ({ min, max }: Range): Range => ({ min, max });

function withinLimits(options: NumberOptions, isWhole: boolean): Field<number> {
  const limits = { ...rangeOf(options), isWhole };
  return {
    control: 'number',
    initial: options.initial,
    help: options.help,
    range: rangeOf(options),
    check: (name, value) => checkWithin(name, value, limits),
    parse: (name, text) => parseWithin(name, text, limits),
    format: String,
  };
}

/** A number within limits. */
export function real(options: NumberOptions): Field<number> {
  return withinLimits(options, false);
}

/** A whole number within limits. */
export function integer(options: NumberOptions): Field<number> {
  return withinLimits(options, true);
}

/** A whole number of any size that a double holds. */
export function wholeNumber(options: { readonly initial: number; readonly help: string }): Field<number> {
  return integer({ ...options, min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER });
}

/** Numbers in a list, which may be empty, typed as `0, 2, 1`. */
export function numbers(options: {
  readonly isWhole: boolean;
  readonly help: string;
}): Field<readonly number[]> {
  const each = options.isWhole
    ? wholeNumber({ initial: 0, help: '' })
    : real({ initial: 0, min: -mostFloat, max: mostFloat, help: '' });
  const check = (name: string, value: unknown): readonly number[] | Problem => {
    if (!Array.isArray(value))
      return problem('attribute-not-numbers', { attribute: name, text: textOf(value) });
    if (value.length > listLimit)
      return problem('attribute-too-long', { attribute: name, limit: listLimit, things: 'numbers' });
    return value.map((one) => each.check(name, one)).find(isProblem) ?? (value as readonly number[]);
  };
  return {
    control: 'text',
    initial: [],
    help: options.help,
    check,
    parse(name, text) {
      const parts = text.split(/[\s,]+/).filter(Boolean);
      const read = parts.map((part) => each.parse(name, part));
      return read.find(isProblem) ?? check(name, read);
    },
    format: (value) => value.join(', '),
  };
}

/** A text. */
export function words(options: { readonly help: string }): Field<string> {
  const check = (name: string, value: unknown): string | Problem => {
    if (typeof value !== 'string')
      return problem('attribute-not-text', { attribute: name, text: textOf(value) });
    return value.length > textLimit
      ? problem('attribute-too-long', { attribute: name, limit: textLimit, things: 'letters' })
      : value;
  };
  return {
    ...{ control: 'text', initial: '', help: options.help },
    check,
    parse: check,
    format: (value) => value,
  };
}

/** The same, or nothing; `empty` says what that means. */
export function optional<V extends AttributeValue>(field: Field<V>, empty: string): Field<V | null> {
  const { control, help, range } = field;
  return {
    ...{ control, help, empty, ...(range && { range }) },
    initial: null,
    check: (name, value) => (value === null ? null : field.check(name, value)),
    parse: (name, text) => (text.trim() === '' ? null : field.parse(name, text)),
    format: (value) => (value === null ? '' : field.format(value)),
  };
}

/** A whole number, or nothing: then the layer works it out from what it is given. */
export function inferredInteger(options: Omit<NumberOptions, 'initial'>): Field<number | null> {
  return optional(integer({ ...options, initial: options.min }), 'from the input');
}

export function flag(options: { readonly initial: boolean; readonly help: string }): Field<boolean> {
  const check = (name: string, value: unknown): boolean | Problem =>
    typeof value === 'boolean'
      ? value
      : problem('attribute-not-a-switch', { attribute: name, text: textOf(value) });
  return {
    control: 'switch',
    initial: options.initial,
    help: options.help,
    check,
    parse(name, text) {
      const word = text.trim().toLowerCase();
      return check(name, word === 'true' || (word === 'false' ? false : text));
    },
    format: (value) => (value ? 'True' : 'False'),
  };
}

/** One of a few words. */
export function choice<const O extends string>(options: {
  readonly initial: NoInfer<O>;
  readonly options: readonly O[];
  readonly help: string;
}): Field<O> {
  const check = (name: string, value: unknown): O | Problem =>
    options.options.find((option) => option === value) ??
    problem('attribute-not-a-choice', {
      attribute: name,
      text: textOf(value),
      options: options.options.join(', '),
    });
  return {
    control: 'choice',
    initial: options.initial,
    help: options.help,
    options: options.options,
    check,
    parse: (name, text) => check(name, text.trim()),
    format: (value) => value,
  };
}

/** Sizes a person can type as `1 x 3`, `1, 3` or `1 3`. */
export function sizes(options: {
  readonly initial: readonly number[];
  readonly limit: number;
  readonly help: string;
  /** What it means to leave it empty, where that can be: a number on its own. */
  readonly empty?: string;
}): Field<readonly number[]> {
  const { empty } = options;
  const check = (name: string, value: unknown): readonly number[] | Problem => {
    const isShape =
      Array.isArray(value) &&
      value.length >= (empty === undefined ? 1 : 0) &&
      value.length <= 8 &&
      value.every((size) => Number.isSafeInteger(size) && size >= (empty === undefined ? 1 : 0));
    if (!isShape) {
      return problem('attribute-not-a-shape', { attribute: name, text: textOf(value) });
    }
    const shape = value as readonly number[];
    const { limit } = options;
    if (sizeOf(shape) > limit)
      return problem('shape-too-large', { shape: shape.join(' x '), size: sizeOf(shape), limit });
    return shape;
  };
  return {
    control: 'text',
    initial: options.initial,
    help: options.help,
    ...(empty !== undefined && { empty }),
    check,
    parse(name, text) {
      if (empty !== undefined && text.trim() === '') return [];
      const numbers = wholeNumbers(text);
      return numbers ? check(name, numbers) : problem('attribute-not-a-shape', { attribute: name, text });
    },
    format: (value) => value.join(' x '),
  };
}

/** What a field takes, or a word that stands for it. */
export function orWord<V extends AttributeValue, const W extends string>(
  field: Field<V>,
  word: W,
): Field<V | W> {
  return {
    control: 'text',
    initial: field.initial,
    help: field.help,
    ...(field.range && { range: field.range }),
    check: (name, value) => (value === word ? word : field.check(name, value)),
    parse: (name, text) => (text.trim() === word ? word : field.parse(name, text)),
    format: (value) => (value === word ? word : field.format(value as V)),
  };
}

interface ListOptions {
  readonly min: number;
  readonly max: number;
  readonly help: string;
}

/** Whole numbers in a list, typed as `0, 2, 1` or `1 x 3`; of up to eight or `most`, or one of the lengths that are named. */
export function integers(
  options: ListOptions & {
    readonly initial: readonly number[];
    readonly lengths?: readonly number[];
    readonly most?: number;
  },
): Field<readonly number[]> {
  const { initial, lengths, most = 8, help } = options;
  const each = integer({ ...options, initial: options.min });
  const isLong = (length: number) => lengths?.includes(length) ?? (length >= 1 && length <= most);
  const check = (name: string, value: unknown): readonly number[] | Problem => {
    if (!Array.isArray(value) || !isLong(value.length)) {
      const told = lengths?.join(' or ') ?? `up to ${most}`;
      const values = { attribute: name, lengths: told, example: initial.join(', ') };
      return problem('attribute-not-a-list', { ...values, text: textOf(value) });
    }
    const checked = value.map((one) => each.check(name, one));
    return checked.find(isProblem) ?? (value as readonly number[]);
  };
  return {
    control: 'text',
    initial,
    help,
    range: rangeOf(options),
    check,
    parse: (name, text) => check(name, wholeNumbers(text) ?? text),
    format: (value) => value.join(', '),
  };
}

/** A number for every dimension, or a list of one for each. */
export type PerDimension = number | readonly number[];

/** A whole number for every dimension, or one for each of them, typed `3` or `3 x 5`. */
export function perDimension(
  dimensions: number,
  options: ListOptions & { readonly initial: number },
): Field<PerDimension> {
  const one = integer(options);
  if (dimensions === 1) return one;
  const list = integers({ ...options, initial: [], lengths: [dimensions] });
  const check = (name: string, value: unknown): PerDimension | Problem => {
    if (typeof value === 'number') return one.check(name, value);
    if (Array.isArray(value) && value.length === dimensions) return list.check(name, value);
    const example = [3, 5, 7].slice(0, dimensions).join(' x ');
    return problem('attribute-not-per-dimension', {
      ...{ attribute: name, dimensions, example, text: textOf(value) },
    });
  };
  return {
    control: 'text',
    initial: options.initial,
    help: `${options.help} One number for all dimensions, or one for each.`,
    range: rangeOf(options),
    check,
    parse(name, text) {
      const numbers = wholeNumbers(text);
      const [only, ...others] = numbers ?? [];
      return check(name, only !== undefined && others.length === 0 ? only : (numbers ?? text));
    },
    format: (value) => (typeof value === 'number' ? String(value) : value.join(' x ')),
  };
}

/** What was typed as `1 x 3`, `1, 3` or `1 3`; undefined for anything else. */
function wholeNumbers(text: string): readonly number[] | undefined {
  const parts = text
    .replace(/[()[\]]/g, ' ')
    .split(/[\s,x×]+/i)
    .filter(Boolean);
  // 0x10 is one number to those who write programs.
  const arePlain = parts.every((part) => /^-?\d+$/.test(part)) && !/^\s*0x/i.test(text);
  return arePlain && parts.length > 0 ? parts.map(Number) : undefined;
}

/** Every attribute of a layer, checked; missing ones get their initial value, unknown ones are left out. */
export function checkAttributes(
  fields: Fields,
  given: Readonly<Record<string, unknown>>,
): Attributes | Problem {
  const attributes: Record<string, AttributeValue> = {};
  for (const [name, field] of Object.entries(fields)) {
    const value = Object.hasOwn(given, name) ? field.check(name, given[name]) : field.initial;
    if (isProblem(value)) return value;
    attributes[name] = value;
  }
  return attributes;
}

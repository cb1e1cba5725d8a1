/** Python source as layers write it. */
import type { AttributeValue } from './attributes';

/** A value, or code that is written as it is. */
type Argument = AttributeValue | { readonly code: string };

/** Named arguments; those with a default are left out where they have it. */
export type Named = readonly (readonly [name: string, value: AttributeValue, initial?: AttributeValue])[];

/** `nn.Conv2d(1, 8, (3, 5), padding='same')`. */
export function pythonCall(name: string, required: readonly Argument[], named: Named = []): string {
  const stated = named.filter(([, value, initial]) => value !== initial);
  return `${name}(${[
    ...required.map(pythonValue),
    ...stated.map(([key, value]) => `${key}=${pythonValue(value)}`),
  ].join(', ')})`;
}

/** As Python's repr writes it; several numbers are a tuple. */
function pythonValue(value: Argument): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string') return `'${value}'`;
  if (typeof value === 'number') return String(value);
  if ('code' in value) return value.code;
  return `(${value.join(', ')}${value.length === 1 ? ',' : ''})`;
}

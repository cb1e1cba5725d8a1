/** Python source as layers write it. */

type Value = number | boolean | string | null | readonly number[];

/** Named arguments; those with a default are left out where they have it. */
export type Named = readonly (readonly [name: string, value: Value, initial?: Value])[];

/** `nn.Conv2d(1, 8, 3, padding=1)`. */
export function pythonCall(name: string, required: readonly Value[], named: Named = []): string {
  const stated = named.filter(([, value, initial]) => value !== initial);
  return `${name}(${[
    ...required.map(pythonValue),
    ...stated.map(([key, value]) => `${key}=${pythonValue(value)}`),
  ].join(', ')})`;
}

function pythonValue(value: Value): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string') return `'${value}'`;
  return typeof value === 'number' ? String(value) : pythonTuple(value);
}

/** A tuple of one number needs its comma. */
function pythonTuple(values: readonly number[]): string {
  return values.length === 1 ? `(${String(values[0])},)` : `(${values.join(', ')})`;
}

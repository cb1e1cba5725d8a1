/** Python source as layers write it. */

type Value = number | boolean | string | null | readonly number[];

/** Named arguments; those with a default are left out where they have it. */
export type Named = readonly (readonly [name: string, value: Value, initial?: Value])[];

/** `nn.Conv2d(1, 8, (3, 5), padding='same')`. */
export function pythonCall(name: string, required: readonly Value[], named: Named = []): string {
  return `${name}(${pythonArguments(required, named)})`;
}

/** What stands between a call's brackets: `1, 8, padding=1`. */
export function pythonArguments(required: readonly Value[], named: Named = []): string {
  const stated = named.filter(([, value, initial]) => value !== initial);
  return [...required.map(pythonValue), ...stated.map(([key, value]) => `${key}=${pythonValue(value)}`)].join(
    ', ',
  );
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

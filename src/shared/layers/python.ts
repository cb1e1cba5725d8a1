/** Python source as layers write it. */

type Value = number | boolean;

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
  return typeof value === 'boolean' ? (value ? 'True' : 'False') : String(value);
}

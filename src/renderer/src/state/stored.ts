/** What the window keeps between starts. */
import * as v from 'valibot';
import { parseJson } from '#shared/tensor/parse-json';

/** What was kept under the key; damaged it is as if nothing had been. */
export function readStored<S extends v.GenericSchema>(key: string, schema: S): v.InferOutput<S> | undefined {
  const parsed = v.safeParse(schema, parseJson(localStorage.getItem(key) ?? ''));
  return parsed.success ? parsed.output : undefined;
}

/** What the window keeps between starts. */
import * as v from 'valibot';
import { problem, type Problem } from '#shared/messages/problem';
import { parseJson } from '#shared/tensor/parse-json';

/** What was kept under the key; damaged it is as if nothing had been. */
export function readStored<S extends v.GenericSchema>(key: string, schema: S): v.InferOutput<S> | undefined {
  const parsed = v.safeParse(schema, parseJson(localStorage.getItem(key) ?? ''));
  return parsed.success ? parsed.output : undefined;
}

/** Who hears whether something is kept, each time it is to be. */
export type ReportKept = (what: string, problem: Problem | undefined) => void;

/** `what` is how it is called in a sentence. Where there is no room, what was kept before stays, and that is said. */
export function store(key: string, text: string, what: string, report: ReportKept): void {
  try {
    localStorage.setItem(key, text);
    report(key, undefined);
  } catch (error) {
    if (!(error instanceof DOMException && error.name === 'QuotaExceededError')) throw error;
    report(key, problem('not-kept', { what }));
  }
}

/** What the window keeps between starts: small texts, read before anything is drawn and written as they change. */
import * as v from 'valibot';
import type { KeptName } from '#shared/contract/desktop';
import { parseJson } from '#shared/tensor/parse-json';

export class Stored {
  #texts = new Map<KeptName, string>();
  readonly #write: (name: KeptName, text: string) => void;
  readonly #setAside: (name: KeptName) => void;

  /** `setAside` is called for what was kept and is damaged, before anything else is written in its place. */
  constructor(write: (name: KeptName, text: string) => void, setAside: (name: KeptName) => void) {
    this.#write = write;
    this.#setAside = setAside;
  }

  /** Call with what was kept before, once that is known. */
  recall(kept: ReadonlyMap<KeptName, string>): void {
    this.#texts = new Map(kept);
  }

  /** Damaged it is as if nothing had been kept. */
  read<S extends v.GenericSchema>(name: KeptName, schema: S): v.InferOutput<S> | undefined {
    return this.readBy(name, (text) => {
      const parsed = v.safeParse(schema, parseJson(text));
      return parsed.success ? parsed.output : undefined;
    });
  }

  /** The same where `parse` says what the text is; undefined for what is damaged. */
  readBy<T>(name: KeptName, parse: (text: string) => T | undefined): T | undefined {
    const text = this.#texts.get(name);
    if (text === undefined || text === '') return undefined;
    const found = parse(text);
    if (found === undefined) this.#setAside(name);
    return found;
  }

  keep(name: KeptName, text: string): void {
    this.#texts.set(name, text);
    this.#write(name, text);
  }
}

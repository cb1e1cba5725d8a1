/** What the window keeps between starts: small texts, read before anything is drawn and written as they change. */
import * as v from 'valibot';
import type { KeptName } from '#shared/contract/desktop';
import { parseJson } from '#shared/tensor/parse-json';

export class Stored {
  #texts = new Map<KeptName, string>();
  readonly #write: (name: KeptName, text: string) => void;

  constructor(write: (name: KeptName, text: string) => void) {
    this.#write = write;
  }

  /** Call with what was kept before, once that is known. */
  recall(kept: ReadonlyMap<KeptName, string>): void {
    this.#texts = new Map(kept);
  }

  /** Damaged it is as if nothing had been kept. */
  read<S extends v.GenericSchema>(name: KeptName, schema: S): v.InferOutput<S> | undefined {
    const parsed = v.safeParse(schema, parseJson(this.text(name)));
    return parsed.success ? parsed.output : undefined;
  }

  /** Empty where nothing was kept. */
  text(name: KeptName): string {
    return this.#texts.get(name) ?? '';
  }

  keep(name: KeptName, text: string): void {
    this.#texts.set(name, text);
    this.#write(name, text);
  }
}

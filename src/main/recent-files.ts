/** The files that were opened or saved last, kept between starts. A list that is lost costs nothing else. */
import { join } from 'node:path';
import * as v from 'valibot';
import { readOrdinary } from '#host/read-ordinary';
import { systemCode } from '#host/system-error';
import { writeAtomically } from '#host/write-atomically';
import { parseJson } from '#shared/tensor/parse-json';

const limit = 8;
const schema = v.array(v.string());

export class RecentFiles {
  readonly #file: string;
  #paths: readonly string[] = [];

  /** `profile` is the folder of the app's own files. */
  constructor(profile: string) {
    this.#file = join(profile, 'recent.json');
  }

  get paths(): readonly string[] {
    return this.#paths;
  }

  /** A missing or damaged list is an empty one. */
  async start(): Promise<void> {
    const bytes = await withoutSystemErrors(readOrdinary(this.#file));
    const list = v.safeParse(schema, parseJson(bytes?.toString() ?? '[]'));
    this.#paths = list.success ? list.output.slice(0, limit) : [];
  }

  /** Until the app ends where the list cannot be written: opening or saving a file never fails on its account. */
  async add(path: string): Promise<void> {
    this.#paths = [path, ...this.#paths.filter((other) => other !== path)].slice(0, limit);
    await withoutSystemErrors(writeAtomically(this.#file, JSON.stringify(this.#paths)));
  }
}

async function withoutSystemErrors<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
    return undefined;
  }
}

/** Small things the window keeps between starts, a file each beside the settings of the person. */
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { systemCode, systemProblem } from '#host/system-error';
import { writeAtomically } from '#host/write-atomically';
import { keptNames, type KeptName } from '#shared/contract/desktop';
import type { Reply } from '#shared/contract/engine';

export class Kept {
  readonly #folder: string;
  #writing: Promise<unknown> = Promise.resolve();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** What is not there, or cannot be read, is as it was at first. */
  async read(): Promise<ReadonlyMap<KeptName, string>> {
    const texts = await Promise.all(
      keptNames.map(async (name) => [name, await this.#readOne(name)] as const),
    );
    return new Map(texts.flatMap(([name, text]) => (text === undefined ? [] : [[name, text]])));
  }

  /** One after the other, so that the newest stays. */
  write(name: KeptName, text: string): Promise<Reply<null>> {
    const written = this.#writing.then(() => this.#writeOne(name, text));
    this.#writing = Promise.allSettled([written]);
    return written;
  }

  async #readOne(name: KeptName): Promise<string | undefined> {
    try {
      return await readFile(this.#fileOf(name), 'utf8');
    } catch (error) {
      if (systemCode(error) !== undefined) return undefined;
      throw error;
    }
  }

  async #writeOne(name: KeptName, text: string): Promise<Reply<null>> {
    try {
      await mkdir(this.#folder, { recursive: true });
      await writeAtomically(this.#fileOf(name), text);
      return { ok: true, value: null };
    } catch (error) {
      return { ok: false, problem: systemProblem(error, 'kept-not-written', this.#fileOf(name)) };
    }
  }

  #fileOf(name: KeptName): string {
    return join(this.#folder, `${name}.json`);
  }
}

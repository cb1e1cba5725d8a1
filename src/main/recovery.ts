/**
 * Unsaved work, kept beside the settings until it is saved: it outlives a crash and a power cut. What it is made of lies
 * in parts, each called by the hash of what it holds, so that only what changed is written; an index, written last, says
 * which of them are the work. There is no moment at which the two disagree.
 */
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { fileIdentitySchema, statIfThere } from '#host/file-identity';
import { readOrdinary } from '#host/read-ordinary';
import { syncFolder, writeAtomically } from '#host/write-atomically';
import { keptWork, type KeptWork } from '#shared/contract/bytes';
import type { Recovery } from '#shared/contract/desktop';
import { problem, type Problem } from '#shared/messages/problem';
import { parseJson } from '#shared/tensor/parse-json';
import type { Handles } from './handles';

const { files, name } = keptWork.entries;
const indexSchema = v.object({
  format: v.literal(1),
  ...{ name, files },
  path: v.nullable(v.string()),
  /** What the file at that path was when the work on it began. */
  identity: v.optional(fileIdentitySchema),
  savedAt: v.number(),
});
type Index = v.InferOutput<typeof indexSchema>;
const indexFile = 'index.json';

/** Of earlier versions: a whole .loom, and a note of its name. */
const wholeFile = 'unsaved.loom';
const noteFile = 'unsaved.json';
type Note = Omit<Index, 'format' | 'files'>;
const noteSchema = v.pick(indexSchema, ['name', 'path', 'identity', 'savedAt']);

/** Errors: of each method, those of the file system. */
export class RecoveryFolder {
  readonly folder: string;
  readonly #profile: string;
  readonly #handles: Handles;

  /** `profile` is where the app keeps unsaved work. */
  constructor(profile: string, handles: Handles) {
    this.#profile = profile;
    this.folder = join(profile, 'recovery');
    this.#handles = handles;
  }

  /** One that is there already is not asked for. */
  async writePart(hash: string, pieces: AsyncIterable<Uint8Array>): Promise<null> {
    const path = join(this.folder, hash);
    if (await isThere(path)) return null;
    await mkdir(this.folder, { recursive: true });
    await writeAtomically(path, pieces);
    return null;
  }

  /** Parts of work that was kept before, and of none, are let go. */
  async keep({ name, handle, files }: KeptWork): Promise<null> {
    const { path, identity } = handle === null ? { path: null } : this.#handles.take(handle, 'document');
    const index: Index = { format: 1, name, path, identity, savedAt: Date.now(), files };
    await writeAtomically(join(this.folder, indexFile), JSON.stringify(index));
    await syncFolder(this.folder);
    const wanted = new Set([indexFile, ...Object.values(files).flat()]);
    const others = (await readdir(this.folder)).filter((each) => !wanted.has(each));
    await Promise.all(others.map((each) => rm(join(this.folder, each), { force: true })));
    return null;
  }

  /** Null when nothing is waiting. Errors: what keeps it from being read. */
  async read(): Promise<Recovery | null | Problem> {
    const index = await readIfThere(join(this.folder, indexFile));
    if (index === undefined) return this.#readWhole();
    const parsed = parse(indexSchema, index);
    if (!parsed) return problem('recovery-damaged');
    const files = Object.entries(parsed.files).map(
      ([file, parts]) =>
        [
          file,
          parts.map((hash) => ({
            hash,
            handle: this.#handles.give('part', { path: join(this.folder, hash) }),
          })),
        ] as const,
    );
    return { ...this.#about(parsed), files: new Map(files) };
  }

  /** Work that could not be opened is set aside under a name of its own, never thrown away. */
  async setAside(): Promise<string> {
    const aside = join(this.#profile, `unsaved-${Date.now()}`);
    await rename(this.folder, aside);
    return aside;
  }

  /** Nothing is unsaved any more. Parts are no work without an index; the next work is likely made of them, too. */
  async clear(): Promise<null> {
    for (const file of [indexFile, wholeFile]) await rm(join(this.folder, file), { force: true });
    return null;
  }

  /** Lets go of what is left of work that was saved; call where no more of it is coming. */
  async tidy(): Promise<void> {
    for (const file of [indexFile, wholeFile]) if (await isThere(join(this.folder, file))) return;
    await rm(this.folder, { recursive: true, force: true });
  }

  /** A note that cannot be read costs its name, not the work. */
  async #readWhole(): Promise<Recovery | null> {
    const path = join(this.folder, wholeFile);
    if (!(await isThere(path))) {
      await this.tidy();
      return null;
    }
    const note = parse(noteSchema, await readIfThere(join(this.folder, noteFile)));
    return {
      ...this.#about(note ?? { name: null, path: null, savedAt: Date.now() }),
      whole: this.#handles.give('part', { path }),
    };
  }

  #about({ name, path, identity, savedAt }: Note): Pick<Recovery, 'name' | 'handle' | 'savedAt'> {
    return {
      name,
      handle: path === null ? null : this.#handles.give('document', { path, identity }),
      savedAt,
    };
  }
}

function parse<T>(schema: v.GenericSchema<unknown, T>, text: string | undefined): T | undefined {
  const parsed = v.safeParse(schema, parseJson(text ?? ''));
  return parsed.success ? parsed.output : undefined;
}

async function readIfThere(path: string): Promise<string | undefined> {
  return (await isThere(path)) ? (await readOrdinary(path)).toString() : undefined;
}

async function isThere(path: string): Promise<boolean> {
  return (await statIfThere(path)) !== undefined;
}

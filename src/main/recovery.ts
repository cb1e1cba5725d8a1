/** Unsaved work, kept beside the settings until it is saved: it outlives a crash and a power cut. */
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { fileIdentitySchema } from '#host/file-identity';
import { isMissing } from '#host/system-error';
import { writeAtomically } from '#host/write-atomically';
import type { CallRequest, Recovery } from '#shared/contract/desktop';
import { parseJson } from '#shared/tensor/parse-json';
import type { Handles } from './handles';

const noteSchema = v.object({
  name: v.nullable(v.string()),
  path: v.nullable(v.string()),
  /** What the file at that path was when the work on it began. */
  identity: v.optional(fileIdentitySchema),
  savedAt: v.number(),
});

/** Errors: of each method, those of the file system. */
export class RecoveryFile {
  readonly folder: string;
  readonly #profile: string;
  readonly #bytes: string;
  readonly #note: string;
  readonly #handles: Handles;

  /** `profile` is the folder of the app's own files. */
  constructor(profile: string, handles: Handles) {
    this.#profile = profile;
    this.folder = join(profile, 'recovery');
    this.#bytes = join(this.folder, 'unsaved.loom');
    this.#note = join(this.folder, 'unsaved.json');
    this.#handles = handles;
  }

  async write({ bytes, name, handle }: CallRequest<'recovery.write'>): Promise<null> {
    await mkdir(this.folder, { recursive: true });
    const file = handle === null ? { path: null } : this.#handles.take(handle, 'document');
    await writeAtomically(this.#bytes, bytes);
    await writeAtomically(this.#note, JSON.stringify({ name, ...file, savedAt: Date.now() }));
    return null;
  }

  /** Null when nothing is waiting. A note that cannot be read costs its name, not the work. */
  async read(): Promise<Recovery | null> {
    const bytes = await readIfThere(this.#bytes);
    if (!bytes) return null;
    const note = v.safeParse(noteSchema, parseJson(String(await readIfThere(this.#note))));
    if (!note.success) return { bytes, name: null, handle: null, savedAt: Date.now() };
    const { name, path, identity, savedAt } = note.output;
    const handle = path === null ? null : this.#handles.give('document', { path, identity });
    return { bytes, name, handle, savedAt };
  }

  /** Work that could not be opened is set aside under a name of its own, never thrown away. */
  async setAside(): Promise<string> {
    const aside = join(this.#profile, `unsaved-${Date.now()}.loom`);
    await rename(this.#bytes, aside);
    return aside;
  }

  async clear(): Promise<null> {
    await rm(this.folder, { recursive: true, force: true });
    return null;
  }
}

async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

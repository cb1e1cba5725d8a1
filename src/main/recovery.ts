/** Unsaved work, kept beside the settings until it is saved: it outlives a crash and a power cut. */
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { app } from 'electron';
import * as v from 'valibot';
import type { CallRequest, Recovery } from '#shared/contract/desktop';
import type { Files } from './files';
import { writeAtomically } from './write-atomically';

const noteSchema = v.object({
  name: v.nullable(v.string()),
  path: v.nullable(v.string()),
  savedAt: v.number(),
});

const folder = (): string => join(app.getPath('userData'), 'recovery');
const bytesFile = (): string => join(folder(), 'unsaved.loom');
const noteFile = (): string => join(folder(), 'unsaved.json');

export async function writeRecovery(
  files: Files,
  { bytes, name, handle }: CallRequest<'recovery.write'>,
): Promise<null> {
  await mkdir(folder(), { recursive: true });
  const path = handle === null ? null : files.pathOf(handle);
  await writeAtomically(bytesFile(), bytes);
  await writeAtomically(noteFile(), JSON.stringify({ name, path, savedAt: Date.now() }));
  return null;
}

/** Null when nothing is waiting. A note that cannot be read costs its name, not the work. */
export async function readRecovery(files: Files): Promise<Recovery | null> {
  const bytes = await readIfThere(bytesFile());
  if (!bytes) return null;
  const note = parseNote(await readIfThere(noteFile()));
  const { name, path, savedAt } = note ?? { name: null, path: null, savedAt: Date.now() };
  return { bytes, name, handle: path === null ? null : files.handleOf(path), savedAt };
}

/** Work that could not be opened is set aside under a name of its own, never thrown away. */
export async function setRecoveryAside(): Promise<string> {
  const aside = join(app.getPath('userData'), `unsaved-${Date.now()}.loom`);
  await rename(bytesFile(), aside);
  return aside;
}

async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function parseNote(bytes: Buffer | undefined): v.InferOutput<typeof noteSchema> | undefined {
  try {
    return v.parse(noteSchema, JSON.parse(String(bytes)));
  } catch {
    return undefined;
  }
}

export async function clearRecovery(): Promise<null> {
  await rm(folder(), { recursive: true, force: true });
  return null;
}

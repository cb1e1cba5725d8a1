/** Unsaved work, kept beside the settings until it is saved: it outlives a crash and a power cut. */
import { mkdir, readFile, rm } from 'node:fs/promises';
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

/** Null when nothing is waiting. */
export async function readRecovery(files: Files): Promise<Recovery | null> {
  try {
    const bytes = await readFile(bytesFile());
    const { name, path, savedAt } = v.parse(noteSchema, JSON.parse(await readFile(noteFile(), 'utf8')));
    return { bytes, name, handle: path === null ? null : files.handleOf(path), savedAt };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

export async function clearRecovery(): Promise<null> {
  await rm(folder(), { recursive: true, force: true });
  return null;
}

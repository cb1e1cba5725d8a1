/** Whole files or none: a crash, a full disk or a power cut leaves the old file as it was. */
import { randomUUID } from 'node:crypto';
import type { BigIntStats } from 'node:fs';
import { chmod, open, readlink, realpath, rename, rm, writeFile, type FileHandle } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { statIfThere, type Content } from './file-identity';
import { systemCode } from './system-error';

/**
 * What the file was it stays: a link still leads to it, its rights are kept and, as far as the system lets us, its
 * owner. Answers what was written; where there is an objection, which is asked for last, with all bytes on the disk,
 * the file stays as it is and the objection is the answer. Errors: those of the file system and of
 * the content; nothing is left behind.
 */
export async function writeAtomically<Objection = never>(
  path: string,
  content: Content | string,
  objectionTo: () => Promise<Objection | undefined> = () => Promise.resolve(undefined),
): Promise<BigIntStats | Objection> {
  const target = await targetOf(path);
  const before = await statIfThere(target);
  // A name of its own: one made of the file's might be too long.
  const temporary = join(dirname(target), `.${randomUUID()}.tmp`);
  try {
    const written = await writeNew(temporary, content, before);
    const objection = await objectionTo();
    if (objection !== undefined) return objection;
    // Windows replaces no file that is read-only.
    if (before && process.platform === 'win32') await chmod(target, 0o600);
    await rename(temporary, target);
    await syncFolder(dirname(target));
    return written;
  } finally {
    await rm(temporary, { force: true });
  }
}

async function writeNew(
  path: string,
  content: Content | string,
  before: BigIntStats | undefined,
): Promise<BigIntStats> {
  // Whose rights are to be kept is nobody else's until it has them.
  const file = await open(path, 'wx', before ? 0o600 : 0o666);
  try {
    await writeFile(file, content);
    if (before) await resemble(file, before);
    await file.sync();
    return await file.stat({ bigint: true });
  } finally {
    await file.close();
  }
}

async function resemble(file: FileHandle, before: BigIntStats): Promise<void> {
  const now = await file.stat({ bigint: true });
  if (now.uid !== before.uid || now.gid !== before.gid) {
    await ifPossible(() => file.chown(Number(before.uid), Number(before.gid)));
  }
  if (now.mode !== before.mode) await ifPossible(() => file.chmod(Number(before.mode) & 0o777));
}

/** A file's new name outlives a power cut once its folder is on the disk; Windows sees to that itself. */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path);
  try {
    await ifPossible(() => folder.sync());
  } finally {
    await folder.close();
  }
}

/** Only an administrator gives files away, and some disks know neither owners nor rights. */
async function ifPossible(change: () => Promise<void>): Promise<void> {
  try {
    await change();
  } catch (error) {
    if (!/^(EPERM|EINVAL|ENOSYS|ENOTSUP|EOPNOTSUPP)$/.test(systemCode(error) ?? '')) throw error;
  }
}

/** Where a link leads in the end, be the file there or not. */
async function targetOf(path: string): Promise<string> {
  const real = await ifThere(realpath(path));
  if (real !== undefined) return real;
  // Another write of the same path may have made it a file in between, which is no link.
  const link = await ifThere(readlink(path), 'EINVAL');
  return link === undefined ? path : targetOf(resolve(await realpath(dirname(path)), link));
}

async function ifThere(asked: Promise<string>, otherwise?: string): Promise<string | undefined> {
  try {
    return await asked;
  } catch (error) {
    const code = systemCode(error);
    if (code === 'ENOENT' || code === otherwise) return undefined;
    throw error;
  }
}

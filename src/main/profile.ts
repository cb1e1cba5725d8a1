/**
 * Where the app keeps its own files: settings where a person's go with them from machine to machine, everything large
 * or made anew where it stays. A home that cannot be written to stops nobody: a temporary folder takes its place.
 */
import { mkdirSync, mkdtempSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMissing, systemCode, systemReason } from '#host/system-error';
import { fill } from '#shared/messages/fill';
import { problem, type Problem } from '#shared/messages/problem';
import { profileReasons } from '#shared/messages/reasons';

export interface Profile {
  /** Settings, and what else is small and a person's own. */
  readonly own: string;
  /** Unsaved work. */
  readonly work: string;
  /** What the browser keeps for itself. */
  readonly caches: string;
  /** Why it is not where it usually is. */
  readonly problem?: Problem;
}

interface Machine {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<NodeJS.ProcessEnv>;
  readonly home: string;
  readonly host: string;
  readonly temporary: string;
}

/** `own` is the folder that the system has for the app's settings; `isGiven` where the person named it at the start. */
export function usualProfile(own: string, isGiven: boolean, machine: Machine): Profile {
  const { platform, env, home } = machine;
  if (isGiven) return { own, work: own, caches: own };
  switch (platform) {
    case 'win32': {
      // What lies in the other one is copied over the network at each log-on.
      const local = join(env['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'), 'Layerloom');
      return { own, work: local, caches: join(local, 'Session') };
    }
    case 'darwin':
      return { own, work: own, caches: join(home, 'Library', 'Caches', 'Layerloom') };
    default:
      return { own, work: own, caches: join(env['XDG_CACHE_HOME'] || join(home, '.cache'), 'Layerloom') };
  }
}

/** Errors: a problem when nothing can be written anywhere, and what is none of the system's. */
export function usableProfile(usual: Profile, machine: Machine): Profile | Problem {
  const { own, work, caches } = usual;
  const reason = whyNot(own) ?? whyNot(work) ?? usedElsewhere(own, machine.host);
  try {
    if (reason !== undefined) {
      const folder = temporaryFolder(machine);
      return {
        ...{ own: folder, work: folder, caches: folder },
        problem: problem('profile-elsewhere', { folder: own, reason }),
      };
    }
    // Of caches nobody misses anything.
    return whyNot(caches) === undefined ? usual : { ...usual, caches: temporaryFolder(machine) };
  } catch (error) {
    const why = reason ?? systemReason(error);
    if (systemCode(error) === undefined || why === undefined) throw error;
    return problem('profile-nowhere', { folder: own, reason: why });
  }
}

/** Call as the app ends. */
export function removeTemporary({ own, caches }: Profile, { temporary }: Machine): void {
  for (const folder of new Set([own, caches])) {
    if (!folder.startsWith(join(temporary, temporaryPrefix))) continue;
    try {
      rmSync(folder, { recursive: true, force: true });
    } catch (error) {
      // Another process may hold a file yet; the system clears its temporary folder by itself.
      if (systemCode(error) === undefined) throw error;
    }
  }
}

const temporaryPrefix = 'layerloom-profile-';

/** For this person's eyes alone. */
function temporaryFolder({ temporary }: Machine): string {
  return mkdtempSync(join(temporary, temporaryPrefix));
}

/** What keeps files from being written there; a full disk takes a folder, and then nothing in it. */
function whyNot(folder: string): string | undefined {
  const probe = join(folder, `.probe-${process.pid}`);
  try {
    mkdirSync(folder, { recursive: true });
    try {
      writeFileSync(probe, Buffer.alloc(4096));
    } finally {
      rmSync(probe, { force: true });
    }
    return undefined;
  } catch (error) {
    const reason = systemReason(error);
    if (reason === undefined) throw error;
    return reason;
  }
}

/** The browser's lock names the machine that holds it, where homes lie on a server: it would end without a word. */
function usedElsewhere(folder: string, host: string): string | undefined {
  const lock = join(folder, 'SingletonLock');
  try {
    const [, holder] = /^(.*)-\d+$/.exec(readlinkSync(lock)) ?? [];
    return holder === undefined || holder === host
      ? undefined
      : fill(profileReasons.usedElsewhere, { host: holder, lock });
  } catch (error) {
    // Windows has no such link, and what is no link is not the browser's.
    if (isMissing(error) || systemCode(error) === 'EINVAL') return undefined;
    throw error;
  }
}

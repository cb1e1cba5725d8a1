/**
 * Where the app keeps its own files: settings where a person's go with them from machine to machine, everything large
 * or made anew where it stays. A home that cannot be written to stops nobody: a temporary folder takes its place.
 */
import { mkdirSync, mkdtempSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
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

/** `given` is the folder that the person named at the start. Electron has answers of its own, and none where one cannot be made. */
export function usualProfile(given: string | undefined, { platform, env, home }: Machine): Profile {
  if (given !== undefined) return { own: given, work: given, caches: given };
  /** What the surroundings name, or else the usual one. */
  const folder = (name: string, ...usual: readonly string[]): string => {
    const named = env[name];
    return join(named && isAbsolute(named) ? named : join(home, ...usual), 'Layerloom');
  };
  switch (platform) {
    case 'win32': {
      // What lies in the first is copied over the network at each log-on.
      const own = folder('APPDATA', 'AppData', 'Roaming');
      const local = folder('LOCALAPPDATA', 'AppData', 'Local');
      return { own, work: local, caches: join(local, 'Session') };
    }
    case 'darwin': {
      const own = join(home, 'Library', 'Application Support', 'Layerloom');
      return { own, work: own, caches: join(home, 'Library', 'Caches', 'Layerloom') };
    }
    default: {
      const own = folder('XDG_CONFIG_HOME', '.config');
      return { own, work: own, caches: folder('XDG_CACHE_HOME', '.cache') };
    }
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
    makeFolder(folder);
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

/**
 * With those it lies in. Node's own way tries for ever where a folder that is there answers that it is not, as one does whose
 * disk is to be found over the network and is not.
 */
function makeFolder(folder: string): void {
  try {
    mkdirSync(folder);
  } catch (error) {
    const code = systemCode(error);
    if (code === 'EEXIST') return;
    const parent = dirname(folder);
    if (code !== 'ENOENT' || parent === folder) throw error;
    makeFolder(parent);
    mkdirSync(folder);
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

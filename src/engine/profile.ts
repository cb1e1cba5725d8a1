/** How long each node of a session's first run took and what ran it, read from the runtime's own profile. */
import { closeSync, mkdtempSync, openSync, readdirSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Profiler {
  /** Goes into the session's options. */
  readonly options: { readonly enableProfiling: true; readonly profileFilePrefix: string };
  /** Milliseconds by node name; call after the profile has ended. */
  collect(): ReadonlyMap<string, number>;
  /** The runtime's names of what ran the nodes, in place of their times. */
  collectRunners(): ReadonlySet<string>;
  /** For a session that never came to be. */
  discard(): void;
}

/** The runtime can only write profiles to files: one temporary folder a session, gone once it is read. */
export function createProfiler(): Profiler {
  const folder = mkdtempSync(join(tmpdir(), 'layerloom-'));
  const discard = (): void => {
    rmSync(folder, { recursive: true, force: true });
  };
  const readLines = (take: (line: string) => void): void => {
    for (const file of readdirSync(folder)) eachLine(join(folder, file), take);
    discard();
  };
  return {
    options: { enableProfiling: true, profileFilePrefix: join(folder, 'profile') },
    collect() {
      const times = new Map<string, number>();
      readLines((line) => {
        const [, microseconds, name] = nodeEvent.exec(line) ?? [];
        if (name !== undefined) times.set(name, (times.get(name) ?? 0) + Number(microseconds) / 1000);
      });
      return times;
    },
    collectRunners() {
      const runners = new Set<string>();
      readLines((line) => {
        const [, runner] = nodeRunner.exec(line) ?? [];
        if (runner !== undefined) runners.add(runner);
      });
      return runners;
    },
    discard,
  };
}

const chunkBytes = 1 << 24;

/** A loop can fill a profile with more text than one string holds, so it is read in pieces; one line is one event. */
function eachLine(path: string, take: (line: string) => void): void {
  const file = openSync(path, 'r');
  const chunk = Buffer.allocUnsafe(chunkBytes);
  let rest = '';
  for (let length = readSync(file, chunk); length > 0; length = readSync(file, chunk)) {
    const lines = (rest + chunk.toString('latin1', 0, length)).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) take(line);
  }
  closeSync(file);
}

/** Written by the runtime in one form; reading it whole as JSON would take a long loop's profile minutes. */
const nodeEvent = /^\{"cat"\s*:\s*"Node".*?"dur"\s*:\s*(\d+).*?"name"\s*:\s*"((?:[^"\\]|\\.)*)_kernel_time"/;
const nodeRunner = /^\{"cat"\s*:\s*"Node".*?_kernel_time".*?"provider"\s*:\s*"(\w+)"/;

/** How long each node of a session's first run took, read from the runtime's own profile. */
import { closeSync, mkdtempSync, openSync, readdirSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Profiler {
  /** Goes into the session's options. */
  readonly options: { readonly enableProfiling: true; readonly profileFilePrefix: string };
  /** Milliseconds by node name; call after the profile has ended. */
  collect(): ReadonlyMap<string, number>;
  /** For a session that never came to be. */
  discard(): void;
}

/** The runtime can only write profiles to files: one temporary folder a session, gone once it is read. */
export function createProfiler(): Profiler {
  const folder = mkdtempSync(join(tmpdir(), 'layerloom-'));
  const discard = (): void => {
    rmSync(folder, { recursive: true, force: true });
  };
  return {
    options: { enableProfiling: true, profileFilePrefix: join(folder, 'profile') },
    collect() {
      const times = new Map<string, number>();
      for (const file of readdirSync(folder)) addTimes(times, join(folder, file));
      discard();
      return times;
    },
    discard,
  };
}

const chunkBytes = 1 << 24;

/** A loop can fill a profile with more text than one string holds, so it is read in pieces; one line is one event. */
function addTimes(times: Map<string, number>, path: string): void {
  const file = openSync(path, 'r');
  const chunk = Buffer.allocUnsafe(chunkBytes);
  let rest = '';
  for (let length = readSync(file, chunk); length > 0; length = readSync(file, chunk)) {
    const lines = (rest + chunk.toString('latin1', 0, length)).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) addTime(times, line);
  }
  closeSync(file);
}

/** Written by the runtime in one form; reading it whole as JSON would take a long loop's profile minutes. */
const nodeEvent = /^\{"cat"\s*:\s*"Node".*?"dur"\s*:\s*(\d+).*?"name"\s*:\s*"((?:[^"\\]|\\.)*)_kernel_time"/;

function addTime(times: Map<string, number>, line: string): void {
  const [, microseconds, name] = nodeEvent.exec(line) ?? [];
  if (name !== undefined) times.set(name, (times.get(name) ?? 0) + Number(microseconds) / 1000);
}

/** How long each node of a session's first run took, read from the runtime's own profile. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Profiler {
  /** Goes into the session's options. */
  readonly options: { readonly enableProfiling: true; readonly profileFilePrefix: string };
  /** Milliseconds by node name; call after the profile has ended. */
  collect(): ReadonlyMap<string, number>;
}

/** The runtime can only write profiles to files: one temporary folder a session, gone once it is read. */
export function createProfiler(): Profiler {
  const folder = mkdtempSync(join(tmpdir(), 'layerloom-'));
  return {
    options: { enableProfiling: true, profileFilePrefix: join(folder, 'profile') },
    collect() {
      const times = new Map<string, number>();
      for (const file of readdirSync(folder)) {
        const events = JSON.parse(readFileSync(join(folder, file), 'utf8')) as ProfileEvent[];
        for (const { cat, name, dur } of events) {
          if (cat !== 'Node' || !name.endsWith(kernelTime)) continue;
          const node = name.slice(0, -kernelTime.length);
          times.set(node, (times.get(node) ?? 0) + dur / 1000);
        }
      }
      rmSync(folder, { recursive: true });
      return times;
    },
  };
}

const kernelTime = '_kernel_time';

interface ProfileEvent {
  readonly cat?: string;
  readonly name: string;
  /** Microseconds. */
  readonly dur: number;
}

/** The way in to all that needs the runtime, whose native library does not load on every machine. */
import { existsSync } from 'node:fs';
import { win32 } from 'node:path';
import { problem, type Problem } from '#shared/messages/problem';
import { runtimeReasons } from '#shared/messages/reasons';
import type { loadAnyModel } from './any-model';
import type { Engine } from './engine';
import type { FindFile } from './lent-files';
import { reasonOf } from './runtime-error';

/** What an engine is asked, whether it can run anything or not. */
export type AnyEngine = Pick<Engine, 'answer' | 'trace' | 'compare' | 'train'>;

/** A whole engine, as the window has it; without the runtime, one that says why at every request. */
export async function createEngine(find?: FindFile): Promise<AnyEngine> {
  const missing = await loadRuntime();
  if (missing) return engineWithout(missing);
  const { Engine } = await import('./engine');
  return new Engine(find);
}

export async function loadEngine(): Promise<{ readonly loadAnyModel: typeof loadAnyModel }> {
  const missing = await loadRuntime();
  return missing ? { loadAnyModel: () => Promise.resolve(missing) } : import('./any-model');
}

/** Errors: why nothing runs on this machine. */
export async function loadRuntime(): Promise<Problem | undefined> {
  try {
    await import('./runtime');
    return undefined;
  } catch (error) {
    return notLoaded(error, process);
  }
}

export function engineWithout(missing: Problem): AnyEngine {
  const fail = (_: unknown, emit: (event: { kind: 'failed'; problem: Problem }) => void): Promise<void> => {
    emit({ kind: 'failed', problem: missing });
    return Promise.resolve();
  };
  const answer = () => Promise.resolve({ ok: false, problem: missing } as const);
  return { answer, trace: fail, compare: fail, train: fail };
}

interface System {
  readonly platform: NodeJS.Platform;
  readonly arch: string;
  readonly env: Readonly<NodeJS.ProcessEnv>;
}

/** What the runtime asks of Windows, which a fresh one does not have. */
const visualC = [
  ...['msvcp140.dll', 'msvcp140_1.dll', 'msvcp140_atomic_wait.dll'],
  ...['vcruntime140.dll', 'vcruntime140_1.dll'],
];

/** Windows says in its own language that something is missing, and not what: that is looked up. */
export function notLoaded(
  error: unknown,
  { platform, arch, env }: System,
  isThere: (path: string) => boolean = existsSync,
): Problem {
  const { code, message } = error as NodeJS.ErrnoException;
  const isMissing = code === 'MODULE_NOT_FOUND';
  const [binding = ''] = /(?:\\\\\?\\)?[A-Za-z]:\\[^\n]*?\.node\b/.exec(message) ?? [];
  const folders = [win32.join(env['SystemRoot'] ?? 'C:\\Windows', 'System32'), win32.dirname(binding)];
  const hasVisualC = visualC.every((name) => folders.some((folder) => isThere(win32.join(folder, name))));
  if (platform === 'win32' && !isMissing && !hasVisualC)
    return problem('runtime-needs-visual-c', { installer: `vc_redist.${arch}.exe` });
  // The path of the module ends it, or the one that is not found begins it.
  const [file = 'onnxruntime-node'] =
    /[^\\/'"\s]+\.(?:node|dll|dylib|so(?:\.\d+)*)(?![\w.])/.exec(message) ?? [];
  return problem('runtime-not-loaded', {
    file,
    reason: isMissing ? runtimeReasons.notThere : reasonOf(error),
  });
}

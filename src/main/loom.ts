/** `loom` in an installed app: the command line without a window, its worker in a process of Electron's own. */
import { join } from 'node:path';
import { app, utilityProcess } from 'electron';
import { endProcess } from '#host/end-process';
import { ownPolicyFile } from '#host/policy';
import { workerFlag } from '../cli/protocol';
import type { WorkerOptions, WorkerProcess } from '../cli/worker-process';
import { forbidNetwork } from './security';

const loomFlag = '--loom';

/** What follows `--loom`; undefined where the app is to open its window. What follows `--` are no switches of Chromium's. */
export function loomWords(argv: readonly string[]): readonly string[] | undefined {
  const at = argv.indexOf(loomFlag);
  if (at < 0) return undefined;
  const words = argv.slice(at + 1);
  return words[0] === '--' ? words.slice(1) : words;
}

/** Call once, before the app is ready; ends the app with the command's exit code. */
export function runLoom(words: readonly string[]): void {
  // Chromium would keep a profile of every run. Below a file there can be no folder, so it remembers nothing and leaves nothing.
  app.setPath('userData', join(process.execPath, 'none'));
  app.dock?.hide();
  process.exit = exitAtOnce;
  // Electron would show it in a box, where there may be no screen.
  process.once('uncaughtException', (error) => {
    process.stderr.write(`${error.stack ?? error.message}\n`);
    process.exit(1);
  });
  void app.whenReady().then(async () => {
    forbidNetwork();
    const { main } = await import('../cli/main');
    const code = await main(words, {
      program: app.isPackaged ? 'loom' : 'npm run -s loom --',
      policy: ownPolicyFile(app.isPackaged),
      startWorker,
    });
    // A full disk refuses a write of nothing, too, and has been said.
    if (code !== 0) process.stdout.removeAllListeners('error').on('error', () => undefined);
    await Promise.all([process.stdout, process.stderr].map(written));
    process.exit(code);
  });
}

/** Node's `process`, with what its own `exit` ends with. */
const node = process as unknown as { reallyExit(code: number): never };

/**
 * As Node does. Electron's goes on after it, and its Chromium waits some three seconds for a profile that cannot be written. Its
 * other processes end with their channels to this one.
 */
function exitAtOnce(code: number | string | null = 0): never {
  process.emit('exit', Number(code));
  return node.reallyExit(Number(code));
}

/** The app leaves at once, and with it what is on its way into a pipe. */
function written(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    stream.write('', () => {
      resolve();
    });
  });
}

function startWorker({ env, isDebugged, started, heard }: WorkerOptions): WorkerProcess {
  const worker = utilityProcess.fork(join(import.meta.dirname, 'loom.js'), [workerFlag], {
    serviceName: 'Layerloom command line',
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', isDebugged ? 'inherit' : 'ignore'],
  });
  worker.once('spawn', () => {
    started(worker.pid);
  });
  worker.on('message', heard);
  return {
    get pid() {
      return worker.pid;
    },
    send(job) {
      worker.postMessage(job);
    },
    hangUp: () => void worker.kill(),
    kill() {
      // `worker.kill` asks, and a run that blocks its thread may not answer.
      if (worker.pid !== undefined) endProcess(worker.pid);
    },
    ended: new Promise((resolve) => {
      // The code is the number of the signal, which Windows has none of: there nobody but the guard ends it, and knows.
      worker.once('exit', (code) => resolve({ isKilled: process.platform !== 'win32' && code === 9 }));
    }),
  };
}

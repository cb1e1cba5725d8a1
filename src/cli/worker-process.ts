/** The process that does the risky work, seen from the guard; and how Node starts one. */
import { fork } from 'node:child_process';
import { workerFlag, type Job, type Report } from './protocol';

export interface WorkerOptions {
  /** What its surroundings say beside the guard's own. */
  readonly env: Readonly<Record<string, string>>;
  /** Whether it may write on standard error. */
  readonly isDebugged: boolean;
  readonly started: (pid: number | undefined) => void;
  readonly heard: (report: Report) => void;
}

export interface WorkerProcess {
  /** Undefined until the system has one. */
  readonly pid: number | undefined;
  send(job: Job): void;
  /** It has nothing more to do or to print: it ends. */
  hangUp(): void;
  kill(): void;
  /** When it has ended, however: whether it was killed. Rejects when there never was one. */
  readonly ended: Promise<{ readonly isKilled: boolean }>;
}

export type StartWorker = (options: WorkerOptions) => WorkerProcess;

/** Another run of Node, which is what runs `program`. */
export function forkWorker(
  program: string,
  { env, isDebugged, started, heard }: WorkerOptions,
): WorkerProcess {
  const worker = fork(program, [workerFlag], {
    execArgv: [],
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', isDebugged ? 'inherit' : 'ignore', 'ipc'],
  });
  started(worker.pid);
  worker.on('message', heard);
  return {
    pid: worker.pid,
    // A worker that is gone is told by its end.
    send: (job) => void worker.send(job, () => undefined),
    hangUp() {
      if (worker.connected) worker.disconnect();
    },
    kill: () => void worker.kill('SIGKILL'),
    ended: new Promise((resolve, reject) => {
      const end = (_: number | null, signal: string | null): void => {
        // What it said last may still be in the channel: `close` follows then, and only then.
        if (!worker.connected) resolve({ isKilled: signal === 'SIGKILL' });
      };
      worker.once('exit', end).once('close', end);
      worker.on('error', reject);
    }),
  };
}

/** The guard: runs jobs in a process of their own and ends it when it takes too long or too much. */
import { fork, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { problem, type Problem } from '#shared/messages/problem';
import { formatBytes } from '#shared/tensor/number-format';
import { endFirst, memoryInterval, memoryLimit, residentBytes } from './memory';
import { workerFlag, type Job, type Outcome, type Report } from './protocol';
import { reasonOf, sentenceOf } from './sentence';

/** A worker larger than this between two jobs makes room for a fresh one. */
const idleLimit = 1_000_000_000;

export class Guard {
  readonly #program: string;
  readonly #note: (sentence: string) => void;
  #worker: ChildProcess | undefined;
  #folder: string | undefined;

  /** `program` is the file to start as a worker; `note` hears what is to be told beside the results. */
  constructor(program: string, note: (sentence: string) => void) {
    this.#program = program;
    this.#note = note;
  }

  /** The next job finds a working worker, however this one ends. Errors: when no temporary folder can be made. */
  async run(job: Job, seconds: number): Promise<Outcome> {
    const worker = (this.#worker ??= this.#start());
    const outcome = await this.#watch(worker, job, seconds);
    if (residentBytes(worker.pid) > idleLimit) await this.#stop();
    return outcome;
  }

  /** Lets the worker write out what it has printed, then cleans up. */
  async close(): Promise<void> {
    await this.#stop();
    this.#removeFolder();
  }

  /** Ends everything at once. */
  kill(): void {
    this.#worker?.kill('SIGKILL');
    this.#removeFolder();
  }

  #start(): ChildProcess {
    // Profiles go into a folder of this guard's own, since a worker that is killed leaves them behind.
    this.#folder ??= mkdtempSync(join(tmpdir(), 'layerloom-'));
    const { LAYERLOOM_DEBUG: isDebugged } = process.env;
    const worker = fork(this.#program, [workerFlag], {
      execArgv: [],
      env: { ...process.env, TMPDIR: this.#folder, TEMP: this.#folder, TMP: this.#folder },
      // Native code and V8 print traces when they crash; a sentence takes their place.
      stdio: ['ignore', 'inherit', isDebugged ? 'inherit' : 'ignore', 'ipc'],
    });
    endFirst(worker.pid);
    const forget = (): void => {
      if (this.#worker === worker) this.#worker = undefined;
    };
    worker.once('exit', forget).once('error', forget);
    return worker;
  }

  #watch(worker: ChildProcess, job: Job, seconds: number): Promise<Outcome> {
    const limit = memoryLimit();
    let deadline = performance.now() + seconds * 1000;
    const outOfTime = problem('run-out-of-time', { seconds });
    const outOfMemory = problem('run-out-of-memory', { limit: formatBytes(limit) });
    return new Promise((resolve) => {
      let reason: Problem | undefined;
      const finish = (outcome: Outcome): void => {
        clearInterval(timer);
        worker.removeAllListeners('message').off('close', ended).off('error', broken);
        resolve(outcome);
      };
      const fail = (found: Problem): void => {
        finish({ kind: 'failed', sentence: sentenceOf(found, job.model.shown) });
      };
      const timer = setInterval(() => {
        if (performance.now() > deadline) reason ??= outOfTime;
        else if (residentBytes(worker.pid) > limit) reason ??= outOfMemory;
        if (reason) worker.kill('SIGKILL');
      }, memoryInterval);
      // After `close` nothing more comes from the worker; nobody else kills it but a system out of memory.
      const ended = (_: number | null, signal: string | null): void => {
        fail(reason ?? (signal === 'SIGKILL' ? outOfMemory : problem('run-crashed')));
      };
      const broken = (error: Error): void => {
        fail(problem('run-failed', { reason: reasonOf(error) }));
      };
      worker.once('close', ended).once('error', broken);
      worker.on('message', (report: Report) => {
        if (report.kind === 'note') this.#note(report.sentence);
        else if (report.kind === 'ran') deadline = Infinity;
        else if (!reason) finish(report);
      });
      // A worker that is gone is told by `close`.
      worker.send(job, () => undefined);
    });
  }

  async #stop(): Promise<void> {
    const worker = this.#worker;
    if (!worker) return;
    this.#worker = undefined;
    if (worker.exitCode !== null || worker.signalCode !== null) return;
    const ended = new Promise((resolve) => worker.once('exit', resolve));
    if (worker.connected) worker.disconnect();
    await ended;
  }

  #removeFolder(): void {
    if (this.#folder !== undefined) rmSync(this.#folder, { recursive: true, force: true });
    this.#folder = undefined;
  }
}

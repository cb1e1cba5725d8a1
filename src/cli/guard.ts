/** The guard: runs jobs in a process of their own and ends it when it takes too long or too much. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { problem, type Problem } from '#shared/messages/problem';
import { formatBytes } from '#shared/tensor/number-format';
import { endFirst, memoryInterval, memoryLimit, residentBytes } from './memory';
import type { Job, Outcome, Report } from './protocol';
import { reasonOf } from './sentence';
import type { StartWorker, WorkerProcess } from './worker-process';

/** A worker larger than this between two jobs makes room for a fresh one. */
const idleLimit = 1_000_000_000;

export class Guard {
  readonly #startWorker: StartWorker;
  readonly #note: (sentence: string) => void;
  #worker: WorkerProcess | undefined;
  #folder: string | undefined;
  /** Who waits for the worker's word. */
  #heard: (report: Report) => void = () => undefined;

  /** `note` hears what is to be told beside the results. */
  constructor(startWorker: StartWorker, note: (sentence: string) => void) {
    this.#startWorker = startWorker;
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
    this.#worker?.kill();
    this.#removeFolder();
  }

  #start(): WorkerProcess {
    // Profiles go into a folder of this guard's own, since a worker that is killed leaves them behind.
    this.#folder ??= mkdtempSync(join(tmpdir(), 'layerloom-'));
    const worker: WorkerProcess = this.#startWorker({
      env: { TMPDIR: this.#folder, TEMP: this.#folder, TMP: this.#folder },
      // Native code and V8 print traces when they crash; a sentence takes their place.
      isDebugged: Boolean(process.env['LAYERLOOM_DEBUG']),
      started: endFirst,
      heard: (report) => {
        if (this.#worker === worker) this.#heard(report);
      },
    });
    const forget = (): void => {
      if (this.#worker === worker) this.#worker = undefined;
    };
    worker.ended.then(forget, forget);
    return worker;
  }

  #watch(worker: WorkerProcess, job: Job, seconds: number): Promise<Outcome> {
    const limit = memoryLimit();
    let deadline = performance.now() + seconds * 1000;
    const outOfTime = problem('run-out-of-time', { seconds });
    const outOfMemory = problem('run-out-of-memory', { limit: formatBytes(limit) });
    return new Promise((resolve) => {
      let reason: Problem | undefined;
      const finish = (outcome: Outcome): void => {
        clearInterval(timer);
        resolve(outcome);
      };
      const fail = (found: Problem): void => {
        finish({ kind: 'failed', problem: found });
      };
      const timer = setInterval(() => {
        if (performance.now() > deadline) reason ??= outOfTime;
        else if (residentBytes(worker.pid) > limit) reason ??= outOfMemory;
        if (reason) worker.kill();
      }, memoryInterval);
      worker.ended.then(
        // Nobody else kills it but a system out of memory.
        ({ isKilled }) => fail(reason ?? (isKilled ? outOfMemory : problem('run-crashed'))),
        (error: unknown) => fail(problem('run-failed', { reason: reasonOf(error) })),
      );
      this.#heard = (report) => {
        if (report.kind === 'note') this.#note(report.sentence);
        else if (report.kind === 'ran') deadline = Infinity;
        else if (!reason) finish(report);
      };
      worker.send(job);
    });
  }

  async #stop(): Promise<void> {
    const worker = this.#worker;
    if (!worker) return;
    worker.hangUp();
    // One that never was has ended, too.
    await worker.ended.catch(() => undefined);
  }

  #removeFolder(): void {
    if (this.#folder !== undefined) rmSync(this.#folder, { recursive: true, force: true });
    this.#folder = undefined;
  }
}

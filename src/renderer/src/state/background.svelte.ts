/** Long work beside the window's thread: begun here, shown while it lasts, and ended when the person says so. */
import type { JobAnswer, JobInput, JobName, JobRequest, JobResult, RecordAnswer } from '../background/jobs';
import { problem, type Problem } from '#shared/messages/problem';
import type { RecordRun } from '#shared/recognise/open';
import type { Host, Thread } from './host';

/** What is under way, for the person to see. */
export interface Work {
  /** A sentence of what is being done. */
  readonly title: string;
  /** In the job's own units; a total of 0 where it cannot be known. */
  readonly done: number;
  readonly total: number;
}

interface Waiting {
  readonly title: string;
  readonly resolve: (result: unknown) => void;
}

/** Where work has to be done on the window's own thread, this much of it at once. */
const turnMs = 12;
/** Work this short is not worth a word. */
const patienceMs = 300;

export class Background {
  readonly #host: Pick<Host, 'startThread'>;
  readonly #record: RecordRun;
  #worker: Promise<Thread> | undefined;
  #lastId = 0;
  readonly #waiting = new Map<number, Waiting>();
  #patience: ReturnType<typeof setTimeout> | undefined;

  #tellShown: (() => void) | undefined;
  /** Resolves when something takes long enough to be shown for the first time. */
  readonly shown = new Promise<void>((resolve) => {
    this.#tellShown = resolve;
  });

  /** Undefined as long as nothing takes long enough to be shown. */
  work = $state.raw<Work | undefined>();

  /** `record` answers what the worker asks while it does a job. */
  constructor(host: Pick<Host, 'startThread'>, record: RecordRun) {
    this.#host = host;
    this.#record = record;
  }

  /** Answers undefined when it was cancelled. Errors: those of the job, or that the app itself failed. */
  async run<N extends JobName>(
    name: N,
    input: JobInput<N>,
    title: string,
  ): Promise<JobResult<N> | Problem | undefined> {
    return new Promise((resolve) => {
      const id = this.#begin(title, (result) => {
        resolve(result as JobResult<N> | Problem | undefined);
      });
      this.#worker ??= this.#start();
      this.#worker
        .then((worker) => {
          const request: JobRequest = { id, name, input };
          worker.postMessage(request);
        })
        .catch((error: unknown) => {
          this.#worker = undefined;
          this.#take({ kind: 'broken', id, reason: String(error) });
        });
    });
  }

  /** Work in turns, each of which yields how much of the total it did; answers undefined when it was cancelled. */
  async inTurns<T>(
    turns: Iterator<number, T>,
    total: number,
    title: string,
  ): Promise<T | Problem | undefined> {
    return new Promise((resolve) => {
      const id = this.#begin(title, (result) => {
        resolve(result as T | Problem | undefined);
      });
      this.#takeTurns(id, turns, total).catch((error: unknown) => {
        this.#take({ kind: 'broken', id, reason: String(error) });
      });
    });
  }

  async #takeTurns(id: number, turns: Iterator<number, unknown>, total: number): Promise<void> {
    let done = 0;
    while (this.#waiting.has(id)) {
      const ends = performance.now() + turnMs;
      while (performance.now() < ends) {
        const step = turns.next();
        if (step.done) {
          this.#take({ kind: 'done', id, result: step.value });
          return;
        }
        done += step.value;
      }
      this.#take({ kind: 'progress', id, done, total });
      await new Promise((resolve) => setTimeout(resolve));
    }
  }

  #begin(title: string, resolve: Waiting['resolve']): number {
    const id = ++this.#lastId;
    this.#waiting.set(id, { title, resolve });
    this.#patience ??= setTimeout(() => {
      this.#show(0, 0);
    }, patienceMs);
    return id;
  }

  /** Ends the thread: whatever it was doing is answered with nothing, and the next work gets a fresh one. */
  cancel = (): void => {
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    this.#rest();
    for (const { resolve } of waiting) resolve(undefined);
  };

  /** Starts the thread before there is work for it: while the person still looks for a file. */
  ready = (): void => {
    this.#worker ??= this.#start();
    this.#worker.catch(() => {
      // The work itself will try again, and say what is wrong.
      this.#worker = undefined;
    });
  };

  async #start(): Promise<Thread> {
    const worker = await this.#host.startThread('jobs');
    worker.onmessage = ({ data }: MessageEvent<JobAnswer>) => {
      if (data.kind === 'ask') void this.#answer(worker, data);
      else this.#take(data);
    };
    worker.onerror = ({ message }) => {
      for (const id of [...this.#waiting.keys()]) this.#take({ kind: 'broken', id, reason: message });
      this.cancel();
    };
    return worker;
  }

  /** A thread that has ended meanwhile hears nothing of it. */
  async #answer(worker: Thread, { id, question }: Extract<JobAnswer, { kind: 'ask' }>): Promise<void> {
    const reply = await this.#record(question.model, question.feeds, question.proof);
    const answer: RecordAnswer = { id, reply };
    worker.postMessage(answer);
  }

  #take(answer: Exclude<JobAnswer, { kind: 'ask' }>): void {
    const waiting = this.#waiting.get(answer.id);
    if (!waiting) return;
    if (answer.kind === 'progress') {
      if (this.work) this.#show(answer.done, answer.total);
      return;
    }
    this.#waiting.delete(answer.id);
    // With the thread goes what it needed for a large file, which it would hold on to.
    if (this.#waiting.size === 0) this.#rest();
    waiting.resolve(
      answer.kind === 'done' ? answer.result : problem('request-refused', { reason: answer.reason }),
    );
  }

  #show(done: number, total: number): void {
    const [first] = this.#waiting.values();
    this.work = first && { title: first.title, done, total };
    this.#tellShown?.();
  }

  #rest(): void {
    void this.#worker?.then((worker) => {
      worker.terminate();
    });
    this.#worker = undefined;
    clearTimeout(this.#patience);
    this.#patience = undefined;
    this.work = undefined;
  }
}

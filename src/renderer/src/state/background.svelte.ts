/** Long work beside the window's thread: begun here, shown while it lasts, and ended when the person says so. */
import type { JobAnswer, JobInput, JobName, JobRequest, JobResult } from '../background/jobs';
import { problem, type Problem } from '#shared/messages/problem';
import { connectBytes } from '../bridge';

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

/** Work this short is not worth a word. */
const patienceMs = 300;

export class Background {
  #worker: Promise<Worker> | undefined;
  #lastId = 0;
  readonly #waiting = new Map<number, Waiting>();
  #patience: ReturnType<typeof setTimeout> | undefined;

  /** Undefined as long as nothing takes long enough to be shown. */
  work = $state.raw<Work | undefined>();

  /** Answers undefined when it was cancelled. Errors: those of the job, or that the app itself failed. */
  async run<N extends JobName>(
    name: N,
    input: JobInput<N>,
    title: string,
  ): Promise<JobResult<N> | Problem | undefined> {
    const id = ++this.#lastId;
    return new Promise((resolve) => {
      this.#waiting.set(id, {
        title,
        resolve: (result) => {
          resolve(result as JobResult<N> | Problem | undefined);
        },
      });
      this.#patience ??= setTimeout(() => {
        this.#show(0, 0);
      }, patienceMs);
      this.#worker ??= this.#start();
      void this.#worker.then((worker) => {
        const request: JobRequest = { id, name, input };
        worker.postMessage(request);
      });
    });
  }

  /** Ends the thread: whatever it was doing is answered with nothing, and the next work gets a fresh one. */
  cancel = (): void => {
    void this.#worker?.then((worker) => {
      worker.terminate();
    });
    this.#worker = undefined;
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    this.#rest();
    for (const { resolve } of waiting) resolve(undefined);
  };

  async #start(): Promise<Worker> {
    const port = await connectBytes();
    const worker = new Worker(new URL('../background/worker.ts', import.meta.url), { type: 'module' });
    worker.onmessage = ({ data }: MessageEvent<JobAnswer>) => {
      this.#take(data);
    };
    worker.onerror = ({ message }) => {
      for (const id of [...this.#waiting.keys()]) this.#take({ kind: 'broken', id, reason: message });
      this.cancel();
    };
    worker.postMessage(null, [port]);
    return worker;
  }

  #take(answer: JobAnswer): void {
    const waiting = this.#waiting.get(answer.id);
    if (!waiting) return;
    if (answer.kind === 'progress') {
      if (this.work) this.#show(answer.done, answer.total);
      return;
    }
    this.#waiting.delete(answer.id);
    if (this.#waiting.size === 0) this.#rest();
    waiting.resolve(
      answer.kind === 'done' ? answer.result : problem('request-refused', { reason: answer.reason }),
    );
  }

  #show(done: number, total: number): void {
    const [first] = this.#waiting.values();
    this.work = first && { title: first.title, done, total };
  }

  #rest(): void {
    clearTimeout(this.#patience);
    this.#patience = undefined;
    this.work = undefined;
  }
}

/** What the state is given by what it runs in: the window, or a test of it. */
import type { Desktop } from '#shared/contract/desktop';

/** A thread beside this one, spoken to as a worker is. */
export interface Thread {
  onmessage: ((message: MessageEvent) => void) | null;
  onerror: ((error: ErrorEvent) => void) | null;
  postMessage(message: unknown, transfer?: Transferable[]): void;
  terminate(): void;
}

export interface Host {
  readonly desktop: Desktop;
  /** Calls back with each port to an engine that is handed over. */
  onEnginePort(listener: (port: MessagePort) => void): void;
  /** It does jobs, or saves and keeps, with a way of its own to the bytes of files. Errors: why there is none. */
  startThread(does: 'jobs' | 'keeper'): Promise<Thread>;
  /** A start is not held up by what most people never choose. */
  untilCalm(): Promise<void>;
  /** Does something once what is shown now is painted. Answers what keeps it from being done. */
  afterPaint(work: () => void): () => void;
}

/** Knows its host before its fields are made, so that they can be given what they need of it. */
export class Hosted {
  readonly host: Host;

  constructor(host: Host) {
    this.host = host;
  }
}

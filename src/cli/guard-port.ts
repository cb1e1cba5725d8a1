/** The guard, seen from its worker: Node's channel to the process that forked it, or Electron's port to the app. */
import type { Job, Report } from './protocol';

export interface GuardPort {
  onJob(listener: (job: Job) => void): void;
  /** `sent` hears when it is on its way. */
  send(report: Report, sent?: () => void): void;
}

/** What Electron's utility process adds to Node's `process`. */
interface ParentPort {
  on(event: 'message', listener: (message: { readonly data: Job }) => void): void;
  postMessage(report: Report): void;
}

/** Undefined in a process that nobody guards. */
export function guardOf(
  own: Pick<NodeJS.Process, 'on' | 'send'> & { readonly parentPort?: ParentPort },
): GuardPort | undefined {
  const { parentPort } = own;
  if (parentPort)
    return {
      onJob(listener) {
        parentPort.on('message', ({ data }) => listener(data));
      },
      send(report, sent) {
        parentPort.postMessage(report);
        sent?.();
      },
    };
  if (!own.send) return undefined;
  return {
    onJob: (listener) => void own.on('message', (job: Job) => listener(job)),
    send: (report, sent) => void own.send?.(report, () => sent?.()),
  };
}

/** The window's only way out: the object the preload puts there, the engine's port, and its threads. */
import { windowMessages, type Desktop } from '#shared/contract/desktop';
import { describeProblem } from '#shared/messages/problem';
import type { Host } from './state/host';

declare global {
  interface Window {
    readonly layerloom: Desktop;
  }
}

const desktop = window.layerloom;

// Each where the bundler sees it.
const threads = {
  jobs: () => new Worker(new URL('./background/worker.ts', import.meta.url), { type: 'module' }),
  keeper: () => new Worker(new URL('./background/keeper-worker.ts', import.meta.url), { type: 'module' }),
};

/** A port to main for the bytes of files, to be handed to a worker. Errors: why there is none. */
function connectBytes(): Promise<MessagePort> {
  const id = ++lastBytePort;
  return new Promise((resolve, reject) => {
    const take = ({ source, data, ports: [port] }: MessageEvent): void => {
      if (source !== window || data !== `${windowMessages.bytePort} ${id}` || !port) return;
      window.removeEventListener('message', take);
      resolve(port);
    };
    window.addEventListener('message', take);
    void desktop.call('bytes.connect', { id }).then((reply) => {
      if (!reply.ok) reject(new Error(describeProblem(reply.problem)));
    });
  });
}
let lastBytePort = 0;

export const host: Host = {
  desktop,
  onEnginePort(listener) {
    window.addEventListener('message', ({ source, data, ports: [port] }) => {
      if (source === window && data === windowMessages.enginePort && port) listener(port);
    });
  },
  async startThread(does) {
    const port = await connectBytes();
    const worker = threads[does]();
    worker.postMessage(null, [port]);
    return worker;
  },
  afterPaint(work) {
    const frame = requestAnimationFrame(() => setTimeout(work));
    return () => {
      cancelAnimationFrame(frame);
    };
  },
  untilCalm: () => new Promise((resolve) => setTimeout(() => requestIdleCallback(() => resolve()), 1000)),
};

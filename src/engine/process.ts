/** The engine's own process: each port the main process hands over is served. */
import { engineIsUp, type FileAnswer, type FileQuestion } from '#shared/contract/engine';
import type { FindFile } from './lent-files';
import { createEngine, loadRuntime } from './load';
import { serve, type Port } from './serve';

/** What Electron's utility process adds to Node's `process`. */
interface UtilityProcess {
  readonly parentPort: {
    on(
      event: 'message',
      listener: (message: {
        /** With a port nothing. */
        readonly data: FileAnswer | null;
        readonly ports: readonly (Port & { start(): void })[];
      }) => void,
    ): void;
    postMessage(message: typeof engineIsUp | FileQuestion): void;
  };
}

const { parentPort } = process as unknown as UtilityProcess;

const asked = new Map<number, (found: FileAnswer['found']) => void>();
let lastAsked = 0;
const find: FindFile = ({ handle, beside }) =>
  new Promise((resolve) => {
    asked.set(++lastAsked, resolve);
    parentPort.postMessage({ id: lastAsked, file: { handle, beside } });
  });

parentPort.on('message', ({ data, ports: [port] }) => {
  if (port) void serveOn(port);
  if (!data) return;
  asked.get(data.id)?.(data.found);
  asked.delete(data.id);
});
await loadRuntime();
parentPort.postMessage(engineIsUp);

async function serveOn(port: Port & { start(): void }): Promise<void> {
  serve(port, await createEngine(find));
  port.start();
}

/** The engine's own process: each port the main process hands over is served. */
import { engineIsUp } from '#shared/contract/engine';
import { createEngine, loadRuntime } from './load';
import { serve, type Port } from './serve';

/** What Electron's utility process adds to Node's `process`. */
interface UtilityProcess {
  readonly parentPort: {
    on(
      event: 'message',
      listener: (message: { readonly ports: readonly (Port & { start(): void })[] }) => void,
    ): void;
    postMessage(message: typeof engineIsUp): void;
  };
}

const { parentPort } = process as unknown as UtilityProcess;

parentPort.on('message', ({ ports: [port] }) => {
  if (port) void serveOn(port);
});
await loadRuntime();
parentPort.postMessage(engineIsUp);

async function serveOn(port: Port & { start(): void }): Promise<void> {
  serve(port, await createEngine());
  port.start();
}

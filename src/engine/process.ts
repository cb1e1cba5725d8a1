/** The engine's own process: each port the main process hands over is served. */
import { Engine } from './engine';
import { serve, type Port } from './serve';

/** What Electron's utility process adds to Node's `process`. */
interface UtilityProcess {
  readonly parentPort: {
    on(
      event: 'message',
      listener: (message: { readonly ports: readonly (Port & { start(): void })[] }) => void,
    ): void;
  };
}

const { parentPort } = process as unknown as UtilityProcess;

parentPort.on('message', ({ ports: [port] }) => {
  if (!port) return;
  serve(port, new Engine());
  port.start();
});

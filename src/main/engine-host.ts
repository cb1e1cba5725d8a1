/** Owns the engine's process: starts it, hands the window a port to it, starts another when it ends. */
import { join } from 'node:path';
import { app, MessageChannelMain, utilityProcess, type UtilityProcess, type WebContents } from 'electron';
import { windowMessages } from '#shared/contract/desktop';

/** Set by `npm run dev`: the port where a debugger attaches to the engine. */
const debugPort = app.isPackaged ? undefined : process.env['LAYERLOOM_ENGINE_DEBUG_PORT'];

export class EngineHost {
  #process: UtilityProcess | undefined;
  #isClosing = false;
  readonly #window: WebContents;

  constructor(window: WebContents) {
    this.#window = window;
  }

  /** Sends the window a fresh port; an engine is started when there is none. */
  connect(): void {
    const engine = (this.#process ??= this.#start());
    const { port1, port2 } = new MessageChannelMain();
    engine.postMessage(null, [port1]);
    this.#window.postMessage(windowMessages.enginePort, null, [port2]);
  }

  /** Ends a run that cannot hear a close because the runtime blocks its thread; the window hears that it stopped. */
  restart(): void {
    this.#process?.kill();
  }

  close(): void {
    this.#isClosing = true;
    this.#process?.kill();
  }

  #start(): UtilityProcess {
    const engine = utilityProcess.fork(join(import.meta.dirname, 'engine.js'), [], {
      serviceName: 'Layerloom engine',
      stdio: 'inherit',
      ...(debugPort && { execArgv: [`--inspect=${debugPort}`] }),
    });
    engine.on('exit', () => {
      this.#process = undefined;
      if (this.#isClosing || this.#window.isDestroyed()) return;
      this.#window.send(windowMessages.engineStopped);
      this.connect();
    });
    return engine;
  }
}

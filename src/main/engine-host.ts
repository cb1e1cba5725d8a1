/** Owns the engine's process: starts it, hands the window a port to it, starts another when it ends. */
import type { MessagePortMain, UtilityProcess, WebContents } from 'electron';
import * as v from 'valibot';
import { windowMessages } from '#shared/contract/desktop';
import { fileQuestion, type FileAnswer, type LentFile } from '#shared/contract/engine';
import { problem, type Problem } from '#shared/messages/problem';

export interface EngineParts {
  readonly window: Pick<WebContents, 'isDestroyed' | 'send' | 'postMessage'>;
  /** It says a word once it can be asked. */
  readonly fork: () => Pick<UtilityProcess, 'kill' | 'on' | 'postMessage'>;
  /** Where a file lies that the engine is to read. Errors: why it is not; RangeError for one it may not. */
  readonly find: (file: LentFile) => Promise<string | Problem>;
  readonly channel: () => { readonly port1: MessagePortMain; readonly port2: MessagePortMain };
}

/** So many in a row may end before they are up. */
const startLimit = 3;

export class EngineHost {
  readonly #parts: EngineParts;
  #process: ReturnType<EngineParts['fork']> | undefined;
  #failedStarts = 0;
  /** It was up, or someone asked for its end: that it ends is no failed start. */
  #isExcused = false;
  #isClosing = false;

  constructor(parts: EngineParts) {
    this.#parts = parts;
  }

  /** Sends the window a fresh port; an engine is started when there is none. */
  connect(): void {
    const engine = (this.#process ??= this.#start());
    const { port1, port2 } = this.#parts.channel();
    engine.postMessage(null, [port1]);
    this.#parts.window.postMessage(windowMessages.enginePort, null, [port2]);
  }

  /** Ends a run that cannot hear a close because the runtime blocks its thread; the window hears that it stopped. */
  restart(): void {
    this.#isExcused = true;
    this.#process?.kill();
  }

  close(): void {
    this.#isClosing = true;
    this.#process?.kill();
  }

  async #answer(
    engine: ReturnType<EngineParts['fork']>,
    { id, file }: v.InferOutput<typeof fileQuestion>,
  ): Promise<void> {
    const found = await this.#parts
      .find(file)
      .catch((error: unknown) => problem('request-refused', { reason: String(error) }));
    engine.postMessage({ id, found } satisfies FileAnswer);
  }

  #start(): ReturnType<EngineParts['fork']> {
    const { window, fork } = this.#parts;
    const engine = fork();
    this.#isExcused = false;
    engine.on('message', (message: unknown) => {
      this.#isExcused = true;
      const asked = v.safeParse(fileQuestion, message);
      if (asked.success) void this.#answer(engine, asked.output);
    });
    engine.on('exit', () => {
      this.#process = undefined;
      if (this.#isClosing || window.isDestroyed()) return;
      this.#failedStarts = this.#isExcused ? 0 : this.#failedStarts + 1;
      // One that ends at each start would be started for ever.
      const isGone = this.#failedStarts === startLimit;
      if (isGone) this.#failedStarts = 0;
      window.send(windowMessages.engineStopped, isGone);
      if (!isGone) this.connect();
    });
    return engine;
  }
}

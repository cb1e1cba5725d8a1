/** The engine's comings and goings: what was under way goes on with a fresh one. */
import { dialogMessages } from '#shared/messages/dialogs';
import { problem } from '#shared/messages/problem';
import type { EngineClient } from './engine-client';
import type { Host } from './host';
import type { Notices } from './notices.svelte';

interface Parts {
  readonly host: Host;
  readonly client: EngineClient;
  readonly notices: Notices;
  /** Told of each fresh engine, and whether the run that ended the last one is to be tried once more. */
  readonly onFresh: (isTriedAgain: boolean) => void;
}

export class EngineLife {
  readonly #host: Host;
  /** A run that crashes the engine is tried once more, not for ever. */
  #crashes = 0;

  constructor({ host, client, notices, onFresh }: Parts) {
    this.#host = host;
    host.onEnginePort((port) => {
      client.connect(port);
      onFresh(this.#crashes === 1);
    });
    host.desktop.onEngineStopped((isGone) => {
      this.#crashes++;
      const gone = isGone ? problem('engine-not-starting') : undefined;
      client.disconnect(gone);
      const run = (): void => void this.connect();
      if (gone) notices.report(gone, { label: dialogMessages.tryAgain, run });
    });
  }

  async connect(): Promise<void> {
    await this.#host.desktop.call('engine.connect', undefined);
  }

  /** A run blocks the engine, so ending one means starting a new engine. */
  restart = (): void => void this.#host.desktop.call('engine.restart', undefined);

  /** Call when a run ended well. */
  forgive(): void {
    this.#crashes = 0;
  }
}

/** Where networks run: the CPU from the start, and what else was tried and runs; what does not, with why. */
import type { Provider, ProviderId, Reply } from '#shared/contract/engine';
import { describeProblem } from '#shared/messages/problem';
import { providerLabels } from '#shared/messages/providers';
import type { EngineClient } from './engine-client';

export class Providers {
  readonly #client: Pick<EngineClient, 'providers'>;
  readonly #probe: (id: ProviderId) => Promise<Reply<null>>;
  readonly #calm: () => Promise<void>;
  #isTried = false;

  offered = $state.raw<readonly Provider[]>([{ id: 'cpu', label: providerLabels.cpu }]);
  /** Sentences that begin with its name. */
  missing = $state.raw<readonly string[]>([]);

  constructor(
    client: Pick<EngineClient, 'providers'>,
    probe: (id: ProviderId) => Promise<Reply<null>>,
    untilCalm: () => Promise<void>,
  ) {
    this.#client = client;
    this.#probe = probe;
    this.#calm = untilCalm;
  }

  /** Each is tried once; an engine that answers nothing says so where it is asked to run. */
  async look(): Promise<void> {
    const reply = await this.#client.providers();
    if (!reply.ok || this.#isTried) return;
    this.#isTried = true;
    await this.#calm();
    for (const provider of reply.value.filter(({ id }) => id !== 'cpu')) {
      const tried = await this.#probe(provider.id);
      if (tried.ok) this.offered = [...this.offered, provider];
      else this.missing = [...this.missing, describeProblem(tried.problem)];
    }
  }
}

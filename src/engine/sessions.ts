/** Loaded models: one session for the same bytes on the same provider; of those nobody uses the oldest are let go. */
import { hash } from 'node:crypto';
import type { ProviderId } from '#shared/contract/engine';
import { describeProblem, isProblem, problem, type Problem } from '#shared/messages/problem';
import { createProfiler } from './profile';
import ort from './runtime';
import { reasonOf } from './runtime-error';
import { whyNot } from './why-not';

export interface LoadedModel {
  readonly session: ort.InferenceSession;
  readonly provider: ProviderId;
  /** Why it is not the provider asked for. */
  readonly notice?: Problem;
  /** Ends the profile after the first run; the same times from then on. */
  nodeTimes(): ReadonlyMap<string, number>;
  /** Those of a compiled model, by the value its nodes make. */
  valueTimes(): ReadonlyMap<string, number>;
}

/** A model in use, until whoever loaded it says `done`. */
export interface HeldModel extends LoadedModel {
  done(): Promise<void>;
}

interface Kept {
  readonly loading: Promise<LoadedModel | Problem>;
  users: number;
}

const sessionLimit = 8;

export class SessionCache {
  /** The one asked for last comes last. */
  readonly #kept = new Map<string, Kept>();

  /** `isTimed` false spares the profile. Errors: a problem with the runtime's reason when the model does not load. */
  async load(model: Uint8Array, provider: ProviderId, isTimed = true): Promise<HeldModel | Problem> {
    const key = `${provider} ${String(isTimed)} ${hash('sha256', model, 'base64')}`;
    const kept = this.#kept.get(key) ?? { loading: loadModel(model, provider, isTimed), users: 0 };
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    kept.users++;
    const loaded = await kept.loading;
    if (isProblem(loaded)) {
      if (this.#kept.get(key) === kept) this.#kept.delete(key);
      return loaded;
    }
    await this.#letGo();
    const done = once(() => {
      kept.users--;
      return this.#letGo();
    });
    return { ...loaded, done };
  }

  async #letGo(): Promise<void> {
    for (const [key, { loading, users }] of this.#kept) {
      if (this.#kept.size <= sessionLimit) return;
      if (users > 0) continue;
      this.#kept.delete(key);
      const loaded = await loading;
      if (isProblem(loaded)) continue;
      // Ends its profile too, where no run has.
      loaded.nodeTimes();
      await loaded.session.release();
    }
  }
}

/** Falls back to the CPU, with a sentence, when the provider does not load. */
export async function loadModel(
  model: Uint8Array,
  provider: ProviderId,
  isTimed = true,
): Promise<LoadedModel | Problem> {
  try {
    return await createSession(model, provider, isTimed);
  } catch (error) {
    if (provider === 'cpu') return problem('model-not-loaded', { reason: reasonOf(error) });
    const fallback = await loadModel(model, 'cpu', isTimed);
    if (isProblem(fallback)) return fallback;
    const notice = problem('provider-fell-back', { sentence: describeProblem(whyNot(provider, error)) });
    return { ...fallback, notice };
  }
}

async function createSession(
  model: Uint8Array,
  provider: ProviderId,
  isTimed: boolean,
): Promise<LoadedModel> {
  const profiler = isTimed ? createProfiler() : undefined;
  let session: ort.InferenceSession;
  try {
    session = await ort.InferenceSession.create(model, {
      executionProviders: [provider],
      // More threads fight with the window for a classroom machine's few cores.
      intraOpNumThreads: 1,
      // Where every value is read, no two operators can become one, and the runtime has crashed in trying to. All that
      // goes further is channels laid out anew, which pays where weights are constants: here they are fed.
      graphOptimizationLevel: isTimed ? 'basic' : 'extended',
      // Errors come back as exceptions; warnings would only reach a console nobody sees.
      logSeverityLevel: 4,
      ...profiler?.options,
    });
  } catch (error) {
    profiler?.discard();
    throw error;
  }
  const nodeTimes = once((): ReadonlyMap<string, number> => {
    if (!profiler) return new Map();
    session.endProfiling();
    return profiler.collect();
  });
  return { session, provider, nodeTimes, valueTimes: once(() => sumByValue(nodeTimes())) };
}

/** Works it out when it is first asked for. */
function once<T extends object>(work: () => T): () => T {
  let known: T | undefined;
  return () => (known ??= work());
}

/** Compiled nodes are called `value/Op_0`; a layer may be several. */
function sumByValue(times: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const [node, ms] of times) {
    const [value = node] = node.split('/');
    sums.set(value, (sums.get(value) ?? 0) + ms);
  }
  return sums;
}

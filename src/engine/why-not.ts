/** Why a network cannot run on a provider, as a problem: from what lies beside the runtime, then from its words. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import type { ProviderId } from '#shared/contract/engine';
import { problem, type Problem } from '#shared/messages/problem';
import { providerLabels } from '#shared/messages/providers';
import { listProviders } from './providers';
import { reasonOf } from './runtime-error';

/** What there is to be looked at. */
export interface Surroundings {
  readonly isBuilt: (provider: ProviderId) => boolean;
  /** Whether a library lies beside the runtime's own. */
  readonly isThere: (library: string) => boolean;
  /** The system's words why it does not load such a library; undefined where it does. */
  readonly refusal: (library: string) => string | undefined;
}

/** What is loaded when a provider is first used, in this order. Where they are missing the runtime says so, or crashes. */
const libraries: Partial<Record<ProviderId, readonly string[]>> = {
  cuda: ['libonnxruntime_providers_shared.so', 'libonnxruntime_providers_cuda.so'],
  dml: ['DirectML.dll'],
};

/** What can be told without trying. */
export function obstacleTo(provider: ProviderId, { isBuilt, isThere } = here): Problem | undefined {
  const label = providerLabels[provider];
  if (!isBuilt(provider)) return problem('provider-not-built', { provider: label });
  const library = libraries[provider]?.find((name) => !isThere(name));
  return library === undefined
    ? undefined
    : problem('provider-library-missing', { provider: label, library });
}

/** Why what was tried failed with `error`. */
export function whyNot(provider: ProviderId, error: unknown, surroundings = here): Problem {
  return obstacleTo(provider, surroundings) ?? fromWords(provider, reasonOf(error), surroundings);
}

function fromWords(id: ProviderId, said: string, { refusal }: Surroundings): Problem {
  const provider = providerLabels[id];
  // The runtime keeps to itself what the system said, so the system is asked again.
  const reason = /Failed to load shared library/.test(said)
    ? (libraries[id]?.map(refusal).find((words) => words !== undefined) ?? said)
    : said;
  const [, library] = /^(\S+): cannot open shared object file/.exec(reason) ?? [];
  // That one comes with the driver of the card, all others with NVIDIA's toolkit.
  if (library === 'libcuda.so.1') return problem('provider-no-device', { provider });
  if (library !== undefined) return problem('provider-needs-library', { provider, library });
  if (/CUDA failure 35\b/.test(reason)) return problem('provider-old-driver', { provider });
  if (/CUDA failure 100\b|Failed to get a WebGPU adapter/.test(reason))
    return problem('provider-no-device', { provider });
  return problem('provider-unfit', { provider, reason });
}

const here: Surroundings = {
  isBuilt: (provider) => listProviders().some(({ id }) => id === provider),
  isThere: (library) => existsSync(join(runtimeFolder(), library)),
  refusal: (library) => refusalOf(join(runtimeFolder(), library)),
};

/** Native libraries of an installed app lie beside its archive. */
function runtimeFolder(): string {
  const program = createRequire(import.meta.url).resolve('onnxruntime-node');
  const folder = join(dirname(program), '../bin/napi-v6', process.platform, process.arch);
  return folder.replace(`app.asar${sep}`, `app.asar.unpacked${sep}`);
}

/** Undefined where it loads: Node then misses what makes it a library of its own. */
export function refusalOf(path: string): string | undefined {
  try {
    process.dlopen({ exports: {} }, path);
  } catch (error) {
    const { message } = error as Error;
    if (!message.includes('did not self-register')) return reasonOf(error);
  }
  return undefined;
}

/** A process that tries one provider and says what it found; a driver that crashes or hangs takes nothing else along. */
import { providerIds } from '#shared/contract/engine';
import type { Problem } from '#shared/messages/problem';
import { loadRuntime } from './load';

/** What Electron's utility process adds to Node's `process`. */
interface UtilityProcess {
  readonly parentPort: { postMessage(found: Problem | null): void };
}

const { parentPort } = process as unknown as UtilityProcess;
const id = providerIds.find((each) => each === process.argv.at(-1));
if (!id) throw new Error(`There is no provider ${process.argv.at(-1)}.`);
const missing = await loadRuntime();
const found = missing ?? (await (await import('./probe')).probeProvider(id));
parentPort.postMessage(found ?? null);

/** What a process that tries a provider comes to: its word, or that it crashed or hung. */
import type { UtilityProcess } from 'electron';
import { endProcess } from '#host/end-process';
import type { ProviderId } from '#shared/contract/engine';
import { isProblem, problem, type Problem } from '#shared/messages/problem';
import { providerLabels } from '#shared/messages/providers';

/** Drivers take their time when they are first asked. */
const limitSeconds = 30;

export function probeProvider(
  id: ProviderId,
  fork: (id: ProviderId) => Pick<UtilityProcess, 'once' | 'pid'>,
  end: (pid: number) => void = endProcess,
): Promise<Problem | undefined> {
  const provider = providerLabels[id];
  const child = fork(id);
  return new Promise((resolve) => {
    const finish = (found: Problem | undefined): void => {
      resolve(found);
      if (child.pid !== undefined) end(child.pid);
    };
    const timer = setTimeout(() => {
      finish(problem('provider-hung', { provider, seconds: limitSeconds }));
    }, limitSeconds * 1000);
    child.once('message', (found: unknown) => {
      finish(isProblem(found) ? found : undefined);
    });
    // After its word this is the end that was asked for.
    child.once('exit', () => {
      clearTimeout(timer);
      resolve(problem('provider-crashed', { provider }));
    });
  });
}

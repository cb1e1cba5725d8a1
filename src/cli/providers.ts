/** `loom providers`: where networks run on this machine, and why not elsewhere; each is tried. */
import { providerIds, type ProviderId } from '#shared/contract/engine';
import { describeProblem, problem, type Problem } from '#shared/messages/problem';
import { providerLabels } from '#shared/messages/providers';
import { leavesOut, type Policy } from '#shared/policy/policy';
import { print, printLine } from './output';
import type { Outcome, ProbeJob } from './protocol';
import { formatTable } from './table';

/** Drivers take their time when they are first asked. */
export const probeSeconds = 30;

/** Errors: why nothing runs here at all. */
export async function showProviders(
  policy: Policy,
  isJson: boolean,
  run: (job: ProbeJob) => Promise<Outcome>,
): Promise<Problem | undefined> {
  const rows: string[][] = [];
  for (const id of providerIds) {
    const outcome = await run({ kind: 'probe', provider: id, isLeftOut: leavesOut(policy, id) });
    if (outcome.kind === 'closed') return undefined;
    const found = outcome.kind === 'failed' ? inWords(id, outcome.problem) : undefined;
    if (found && id === 'cpu') return found;
    // Elsewhere there may be one; this system has none.
    if (found?.code === 'provider-not-built') continue;
    const reason = found && describeProblem(found);
    if (isJson)
      printLine({ provider: id, label: providerLabels[id], runs: !found, ...(found && { reason }) });
    rows.push([id, found ? 'no' : 'yes', reason ?? '']);
  }
  if (!isJson) print(formatTable([['Provider', 'Runs', ''], ...rows]));
  return undefined;
}

/** What is said of a run that ended its process, said of the provider that was tried. */
function inWords(id: ProviderId, found: Problem): Problem {
  const provider = providerLabels[id];
  if (found.code === 'run-crashed') return problem('provider-crashed', { provider });
  if (found.code === 'run-out-of-time') return problem('provider-hung', { provider, seconds: probeSeconds });
  return found;
}

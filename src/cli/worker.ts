/** The worker process: does one job after another and reports, where a crash or a hang takes nobody along. */
import { Worker } from 'node:worker_threads';
import { problem, type Problem } from '#shared/messages/problem';
import type { GuardPort } from './guard-port';
import { isWritten, watchOutput } from './output';
import type { Job, Report, Teller } from './protocol';
import { reasonOf, sentenceFor } from './sentence';

/** Serves the guard until it hangs up. */
export function work(guard: GuardPort): void {
  dieWithGuard();
  watchOutput((found) => {
    const report: Report = found ? { kind: 'failed', problem: found } : { kind: 'closed' };
    guard.send(report, () => process.exit());
  });
  guard.onJob((job) => void answer(job, guard));
}

async function answer(job: Job, guard: GuardPort): Promise<void> {
  let failure: Problem | undefined;
  try {
    failure = await perform(job, {
      note(found) {
        guard.send({ kind: 'note', sentence: sentenceFor(job, found) });
      },
      ran() {
        guard.send({ kind: 'ran' });
      },
    });
  } catch (error) {
    failure = problem('run-failed', { reason: reasonOf(error) });
  }
  // Whoever hears the end may end this process; what could not be written has been told already.
  if (!(await isWritten())) return;
  guard.send(failure ? { kind: 'failed', problem: failure } : { kind: 'done' });
}

/** Each command is loaded when it is asked for. */
async function perform(job: Job, tell: Teller): Promise<Problem | undefined> {
  switch (job.kind) {
    case 'trace':
      return (await import('./trace')).trace(job, tell);
    case 'compare':
      return (await import('./compare')).compare(job, tell);
    case 'train':
      return (await import('./train')).train(job, tell);
    case 'check':
      return (await import('./check')).check(job, tell);
    case 'quiz':
      return (await import('./quiz')).quiz(job, tell);
    case 'summary':
      return (await import('./summary')).summary(job);
    case 'export':
      return (await import('./export')).exportModel(job, tell);
    case 'probe':
      return (await import('./engine-host')).probeProvider(job.provider, job.isLeftOut);
  }
}

/** A run blocks this thread, so another one notices when the guard was killed. */
function dieWithGuard(): void {
  const guard = process.ppid;
  const watch = `setInterval(() => process.ppid === ${guard} || process.kill(process.pid, 'SIGKILL'), 500)`;
  new Worker(watch, { eval: true }).unref();
}

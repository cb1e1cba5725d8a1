/** The `loom` program: what a person starts, and, started by itself or by the app, the process that does the risky work. */
import { ownPolicyFile } from '#host/policy';
import { main } from './main';
import { guardOf } from './guard-port';
import { workerFlag } from './protocol';
import { forkWorker } from './worker-process';

const guard = process.argv[2] === workerFlag ? guardOf(process) : undefined;
if (guard) {
  const { work } = await import('./worker');
  work(guard);
} else {
  process.exitCode = await main(process.argv.slice(2), {
    program: 'npm run -s loom --',
    policy: ownPolicyFile(false),
    startWorker: (options) => forkWorker(import.meta.filename, options),
  });
}

/** The `loom` program: what a person starts, and, started by itself, the process that does the risky work. */
import { main } from './main';
import { workerFlag } from './protocol';

if (process.argv[2] === workerFlag && process.send) {
  const { work } = await import('./worker');
  work();
} else {
  process.exitCode = await main(process.argv.slice(2), import.meta.filename);
}

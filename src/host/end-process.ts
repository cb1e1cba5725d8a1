/** Ends a process at once, without asking it: one whose thread is blocked does not answer. */
import { systemCode } from './system-error';

/** One that has ended by itself is no fault, though its end may not be told yet. */
export function endProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (systemCode(error) !== 'ESRCH') throw error;
  }
}

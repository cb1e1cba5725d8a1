/** How much memory a process takes, and how much a run may take here. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { freemem, platform, totalmem } from 'node:os';
import { systemCode } from '#host/system-error';

const pageBytes = 4096;

/** Resident bytes of a process; 0 when they cannot be told. */
export function residentBytes(pid: number | undefined): number {
  if (pid === undefined) return 0;
  try {
    if (platform() === 'linux')
      return Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * pageBytes;
    if (platform() === 'win32') return 0;
    return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) * 1024;
  } catch (error) {
    // The process has ended, and there is none to be read or listed.
    if (systemCode(error) !== undefined || (error instanceof Error && 'status' in error)) return 0;
    throw error;
  }
}

/** How often memory is looked at, in milliseconds; asking another program costs more than reading a file. */
export const memoryInterval = platform() === 'linux' ? 25 : 500;

/** Three quarters of what this machine or container has, but not more than is nearly all of what is free now. */
export function memoryLimit(): number {
  const constrained = process.constrainedMemory();
  const total = constrained > 0 ? Math.min(totalmem(), constrained) : totalmem();
  return Math.floor(Math.min(total * 0.75, freemem() * 0.9));
}

/** Where the system runs out of memory it ends this process and not the one that has to say so. */
export function endFirst(pid: number | undefined): void {
  if (pid === undefined || platform() !== 'linux') return;
  try {
    writeFileSync(`/proc/${pid}/oom_score_adj`, '1000');
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
    // It has ended already, or this system does not let it be said: then the largest one goes, which is it.
  }
}

// Owns what every preparing step shares: the checkout's place, messages, failures, child processes and the lock.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export const checkout = fileURLToPath(new URL('../../', import.meta.url));
export const isHeadless =
  process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY;
export const isRootOnLinux = process.platform === 'linux' && process.getuid?.() === 0;

/** A failure the person can do something about: its message is printed alone, without a stack trace. */
export class StepFailed extends Error {}

/** stderr, because stdout belongs to the results of `loom`.
 * @param {string} message */
export function say(message) {
  process.stderr.write(`${message}\n`);
}

/** Runs an entry point; what goes wrong ends as one sentence and exit code 1.
 * @param {() => Promise<number | undefined>} main  resolves to the exit code */
export async function runEntry(main) {
  try {
    requireNode();
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    say(process.env.LAYERLOOM_DEBUG ? (error.stack ?? error.message) : error.message);
    process.exitCode = 1;
  }
}

function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new StepFailed(
    `Layerloom needs Node 20.19 or newer and this is ${process.versions.node}. Install a newer Node from https://nodejs.org and try again.`,
  );
}

/** Runs a command to its end and keeps what it prints.
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnSyncOptions} [options] */
export function capture(command, args, options = {}) {
  const result = spawnSync(command, args, {
    cwd: checkout,
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 64 * 1024 * 1024,
    ...options,
    encoding: 'utf8',
  });
  return {
    isDone: result.status === 0,
    stdout: result.stdout ?? '',
    output: `${result.stdout ?? ''}${result.stderr ?? ''}${result.error ? `${result.error.message}\n` : ''}`,
  };
}

/** Runs npm itself, with the very npm that started this script where there is one.
 * @param {string[]} args
 * @param {import('node:child_process').SpawnSyncOptions} [options] */
export function captureNpm(args, options = {}) {
  const npm = process.env.npm_execpath;
  if (npm && /npm-cli\.[cm]?js$/.test(npm)) return capture(process.execPath, [npm, ...args], options);
  // npm is a .cmd file on Windows, which only a shell can start.
  return capture('npm', args, { shell: process.platform === 'win32', ...options });
}

/** @typedef {{ code: number | null, signal: string | null | undefined, ms: number }} End */

/** Runs a command with this terminal's output; resolves to its exit code.
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} [options] */
export async function runThrough(command, args, options = {}) {
  return (await runToEnd(command, args, options)).code ?? 1;
}

/** The same, and what ended it.
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<End>} */
export function runToEnd(command, args, options = {}) {
  const begin = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: checkout, stdio: 'inherit', ...options });
    child.on('error', (error) =>
      reject(new StepFailed(`${command} could not be started: ${error.message}.`)),
    );
    child.on('exit', (code, signal) => resolve({ code, signal, ms: performance.now() - begin }));
  });
}

const crashes = ['SIGSEGV', 'SIGBUS', 'SIGILL', 'SIGTRAP', 'SIGABRT', 'SIGFPE'];

/** Electron itself can crash before there is a window, and start well the next time. An exit code is the app's own
 * word, and a signal such as SIGTERM somebody's wish: neither is tried again.
 * @param {Pick<End, 'signal' | 'ms'>} end */
export function diedAtStart({ signal, ms }) {
  return crashes.includes(signal ?? '') && ms < 3000;
}
export const startsAgain = 'Electron crashed before its first window. It is started once more.';

/** Lets one process at a time install or build in this checkout.
 * @template T
 * @param {() => T | Promise<T>} work
 * @returns {Promise<T>} */
export async function withLock(work) {
  const name = createHash('sha256').update(checkout).digest('hex').slice(0, 12);
  const lock = path.join(tmpdir(), `layerloom-${name}.lock`);
  while (!takeLock(lock)) await sleep(100);
  const release = () => rmSync(lock, { force: true });
  process.once('exit', release);
  try {
    return await work();
  } finally {
    process.off('exit', release);
    release();
  }
}

/** @param {string} lock */
function takeLock(lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
  }
  if (!isRunning(readHolder(lock))) rmSync(lock, { force: true });
  return false;
}

/** @param {string} lock */
function readHolder(lock) {
  return Number(readIfThere(lock) ?? 0);
}

/** Undefined where there is no such file.
 * @param {string} file */
export function readIfThere(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** @param {number} pid */
export function isRunning(pid) {
  if (!pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}

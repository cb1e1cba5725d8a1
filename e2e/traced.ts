/** Programs run with a record of their sockets, where the system can make one. */
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { electronPath } from './app';
import { reachesInTrace, straceOptions, type Reach } from './sockets';

const run = promisify(execFile);

/** Points a socket at an address that is nobody's; nothing is sent. */
const pointed = '192.0.2.1';
const pointing = `const s = require('node:dgram').createSocket('udp4'); s.connect(9, '${pointed}', () => s.close())`;

/** Whether sockets can be recorded here: it takes strace, the right to use it, and that it sees what it should. */
export async function canTrace(folder: string): Promise<boolean> {
  try {
    const reaches = await traceNode(folder, ['-e', pointing]);
    return reaches.some(({ kind, what }) => kind === 'point' && what.includes(pointed));
  } catch (error) {
    // The system has no strace, does not let it be used, or it ended badly.
    if (!(error instanceof Error && 'code' in error)) throw error;
    return false;
  }
}

/** Runs Node, which has to end well, and answers how it and its children reached out. */
export async function traceNode(folder: string, args: readonly string[]): Promise<readonly Reach[]> {
  const record = path.join(folder, 'node.strace');
  await run('strace', [...straceOptions, '-o', record, process.execPath, ...args], { maxBuffer: 1e8 });
  return reachesIn(record);
}

/** A program that runs the prepared Electron and records its sockets, all processes of it. */
export async function writeTracedElectron(folder: string, record: string): Promise<string> {
  if (electronPath === undefined) throw new Error('LAYERLOOM_ELECTRON_PATH names no Electron');
  const program = path.join(folder, 'traced-electron');
  const command = ['strace', ...straceOptions, '-o', record, electronPath, '--no-sandbox'];
  const quoted = command.map((word) => `'${word.replaceAll("'", String.raw`'\''`)}'`).join(' ');
  await writeFile(program, `#!/bin/sh\nexec ${quoted} "$@"\n`, { mode: 0o755 });
  return program;
}

export async function reachesIn(record: string): Promise<readonly Reach[]> {
  return reachesInTrace(await readFile(record, 'utf8'));
}

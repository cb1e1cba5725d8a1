/** Files made by hand and files changed at random, through the command line's reading and through the window. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { hostile } from './hostile';
import type { Outcome } from './judge';
import { runLoom } from './loom';
import { Mutator, type Case } from './mutate';
import { runWindow, type Limits } from './window';

export interface Options extends Limits {
  /** Files changed at random, beside those made by hand. */
  readonly count: number;
  readonly seed: number;
  /** For both parts together. */
  readonly seconds: number;
  readonly parts: readonly string[];
  readonly executablePath: string;
}

/** One file may take no longer. */
const hangMs = 60_000;

/** Answers how many findings there are; each is printed. */
export async function fuzz(options: Options): Promise<number> {
  const { parts, seconds, executablePath } = options;
  const folder = mkdtempSync(path.join(tmpdir(), 'layerloom-fuzz-'));
  let findings = 0;
  try {
    for (const part of parts) {
      const until = performance.now() + (seconds / parts.length) * 1000;
      const outcome =
        part === 'loom'
          ? await watched((tell) => runLoom(casesOf(options), folder, until, tell))
          : await runWindow(casesOf(options), folder, until, executablePath, options);
      print(part, outcome);
      findings += outcome.findings.length;
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return findings;
}

function* casesOf({ count, seed }: Options): Generator<Case> {
  yield* hostile;
  const mutator = new Mutator(seed);
  for (let at = 0; at < count; at++) yield mutator.next(at);
}

/** A file that never ends is named by another thread, since this one does nothing but read it. */
function watched<T>(work: (tell: (file: string) => void) => T): T {
  const program = `const { parentPort } = require('node:worker_threads');
    let timer;
    parentPort.on('message', (file) => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        process._rawDebug(file + ' is neither opened nor refused');
        process.kill(process.pid, 'SIGKILL');
      }, ${hangMs});
    });`;
  const watcher = new Worker(program, { eval: true });
  watcher.unref();
  return work((file) => {
    watcher.postMessage(file);
  });
}

function print(part: string, { findings, opened, refused, slowest, megabytes }: Outcome): void {
  for (const { file, what } of findings) console.log(`${part}: ${path.basename(file)} ${what}`);
  const times = slowest.map(([file, ms]) => `${path.basename(file)} ${Math.round(ms)} ms`).join(', ');
  console.log(
    `${part}: ${opened} opened, ${refused} refused, ${findings.length} findings; most memory ${megabytes} MB; slowest ${times}`,
  );
}

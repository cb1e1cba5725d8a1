// Owns out/: rebuilds the app when anything it is built from has changed since the last build.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { StepFailed, capture, checkout, readIfThere, say, withLock } from './step.mjs';

const sources = ['src', 'package.json', 'package-lock.json', 'electron.vite.config.ts', 'tsconfig.json'];
const stampFile = path.join(checkout, 'out/.stamp');

/** Builds the app where out/ is missing or out of date; prints the build's own output only when it fails. */
export async function prepareBuild() {
  if (readIfThere(stampFile) === fingerprint()) return;
  await withLock(() => {
    const before = fingerprint();
    if (readIfThere(stampFile) !== before) build(before);
  });
}

/** For who writes to out/ in another way: the next start builds it anew. */
export function forgetBuild() {
  rmSync(stampFile, { force: true });
}

/** @param {string} stamp */
function build(stamp) {
  say('Building ...');
  forgetBuild();
  const result = capture(process.execPath, ['node_modules/electron-vite/bin/electron-vite.js', 'build'], {
    env: { ...process.env, NO_COLOR: '1' },
  });
  if (!result.isDone) {
    const reasons = result.output.split('\n').filter((line) => !/^\s+at /.test(line));
    throw new StepFailed(`${reasons.join('\n').trimEnd()}\nThe build failed; its output is above.`);
  }
  mkdirSync(path.dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, stamp);
}

/** Sizes and times stand for the contents: reading every file would slow each start down. */
function fingerprint() {
  const hash = createHash('sha256');
  for (const source of sources) addToHash(hash, path.join(checkout, source));
  return hash.digest('hex');
}

/** @param {import('node:crypto').Hash} hash
 * @param {string} place */
function addToHash(hash, place) {
  const stat = statSync(place, { throwIfNoEntry: false });
  if (!stat) return;
  if (stat.isDirectory()) {
    for (const name of readdirSync(place).sort()) addToHash(hash, path.join(place, name));
  } else if (!place.endsWith('.test.ts')) {
    hash.update(`${place}\0${stat.size}\0${stat.mtimeMs}\n`);
  }
}

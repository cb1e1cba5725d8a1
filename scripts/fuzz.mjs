// Owns `npm run fuzz`: opens hostile files in the command line and in the window, and fails where one is not answered
// with a sentence or with what it holds. Options: --n N --seed S --seconds S --blocked MS --memory MB, and the parts.
import path from 'node:path';
import { parseArgs } from 'node:util';
import { prepareBuild } from './prepare/build.mjs';
import { prepareElectron } from './prepare/electron-runtime.mjs';
import { preparePackages } from './prepare/packages.mjs';
import { checkout, isHeadless, runEntry, runThrough } from './prepare/step.mjs';
import { prepareSystemLibraries } from './prepare/system-libraries.mjs';
import { onVirtualDisplay } from './prepare/virtual-display.mjs';

/** Tells the run that opens the files where the prepared Electron is. */
const preparedVariable = 'LAYERLOOM_FUZZ_ELECTRON';
const words = process.argv.slice(2);
const { values, positionals } = parseArgs({
  args: words,
  allowPositionals: true,
  options: {
    n: { type: 'string', default: '500' },
    seed: { type: 'string', default: '1' },
    seconds: { type: 'string', default: '600' },
    blocked: { type: 'string', default: '300' },
    memory: { type: 'string', default: '800' },
  },
});

await runEntry(async () => {
  const prepared = process.env[preparedVariable];
  if (prepared !== undefined) return run(prepared);
  const needsWindow = positionals.length === 0 || positionals.includes('window');
  await preparePackages();
  if (needsWindow) prepareSystemLibraries();
  const electron = needsWindow ? await prepareElectron() : '';
  await prepareBuild();
  process.env[preparedVariable] = electron;
  /** @type {[string, string[]]} */
  const again = [process.execPath, ['scripts/fuzz.mjs', ...words]];
  return runThrough(...(needsWindow && isHeadless ? onVirtualDisplay(...again) : again));
});

/** @param {string} executablePath */
async function run(executablePath) {
  const { runnerImport } = await import('vite');
  const entry = path.join(checkout, 'fuzz/run.ts');
  const { module } = await runnerImport(entry, { configFile: false, logLevel: 'error' });
  const findings = await module.fuzz({
    count: Number(values.n),
    seed: Number(values.seed),
    seconds: Number(values.seconds),
    blocked: Number(values.blocked),
    megabytes: Number(values.memory),
    parts: positionals.length > 0 ? positionals : ['loom', 'window'],
    executablePath,
  });
  return findings === 0 ? 0 : 1;
}

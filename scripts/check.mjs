// Owns `npm run check`: every check that needs no running app, two at a time, quiet unless one fails.
import { execFile } from 'node:child_process';
import path from 'node:path';
import { preparePackages } from './prepare/packages.mjs';
import { checkout, runEntry } from './prepare/step.mjs';

/** @type {[string, string[]][]} name, program and its arguments; the slow ones come first */
const checks = [
  ['eslint', ['eslint/bin/eslint.js', '.', '--max-warnings=0']],
  [
    'svelte-check',
    ['svelte-check/bin/svelte-check', '--tsconfig', 'src/renderer/tsconfig.json', '--fail-on-warnings'],
  ],
  ['stylelint', ['stylelint/bin/stylelint.mjs', 'src/renderer/src/**/*.{svelte,css}']],
  ['prettier', ['prettier/bin/prettier.cjs', '--check', '--log-level=warn', '.']],
  ['tsc', ['typescript/bin/tsc', '-p', 'tsconfig.json']],
  ['tsc src/shared', ['typescript/bin/tsc', '-p', 'src/shared']],
  ['tsc src/preload', ['typescript/bin/tsc', '-p', 'src/preload']],
  ['tsc e2e', ['typescript/bin/tsc', '-p', 'e2e']],
  ['tsc bench', ['typescript/bin/tsc', '-p', 'bench']],
  ['tsc fuzz', ['typescript/bin/tsc', '-p', 'fuzz']],
  [
    'dependency-cruiser',
    ['dependency-cruiser/bin/dependency-cruise.mjs', 'src', 'e2e', '--output-type', 'err-long'],
  ],
  ['knip', ['knip/bin/knip.js', '--no-progress']],
];

await runEntry(async () => {
  await preparePackages();
  const waiting = [...checks];
  let failures = 0;
  const work = async () => {
    for (let check = waiting.shift(); check; check = waiting.shift())
      if (!(await run(...check))) failures += 1;
  };
  await Promise.all([work(), work()]);
  return failures === 0 ? 0 : 1;
});

/** @param {string} name
 * @param {string[]} program
 * @returns {Promise<boolean>} whether the check passed */
function run(name, [file = '', ...args]) {
  const begin = Date.now();
  const command = [path.join(checkout, 'node_modules', file), ...args];
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      command,
      { cwd: checkout, maxBuffer: 64 * 1024 * 1024 },
      (error, stdout, stderr) => {
        const seconds = ((Date.now() - begin) / 1000).toFixed(1);
        console.log(`${error ? 'failed' : 'ok    '}  ${name} (${seconds} s)`);
        if (error) console.log(`${stdout}${stderr}`.trimEnd());
        resolve(!error);
      },
    );
  });
}

// Owns `npm test`: prepares a bare machine, then runs every check and test; its last line is the count.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { prepareBuild } from './prepare/build.mjs';
import { prepareElectron } from './prepare/electron-runtime.mjs';
import { preparePackages } from './prepare/packages.mjs';
import { isHeadless, runEntry, runThrough, say } from './prepare/step.mjs';
import { prepareSystemLibraries, prepareTracer } from './prepare/system-libraries.mjs';
import { onVirtualDisplay } from './prepare/virtual-display.mjs';

/** @typedef {{ passed: number, failed: number }} Count */

const reports = mkdtempSync(path.join(tmpdir(), 'layerloom-test-'));
const unitReport = path.join(reports, 'unit.json');
const journeyReport = path.join(reports, 'journeys.json');
/** @type {Count} */
const total = { passed: 0, failed: 0 };

await runEntry(async () => {
  let electron = '';
  const isPrepared = await part('Prepare', async () => {
    await preparePackages();
    prepareSystemLibraries();
    prepareTracer();
    electron = await prepareElectron();
    return true;
  });
  if (isPrepared) {
    await part('Check', () => succeeds(process.execPath, ['scripts/check.mjs']));
    await part('Unit tests', runUnitTests, () => {
      const { numPassedTests, numFailedTests } = readReport(unitReport);
      return { passed: numPassedTests, failed: numFailedTests };
    });
    const isBuilt = await part('Build', async () => {
      await prepareBuild();
      return true;
    });
    if (isBuilt)
      await part(
        'Journeys in the window',
        () => runJourneys(electron),
        () => {
          const { expected, unexpected, flaky } = readReport(journeyReport).stats;
          return { passed: expected, failed: unexpected + flaky };
        },
      );
  }
  rmSync(reports, { recursive: true, force: true });
  console.log(`${total.passed} passed, ${total.failed} failed`);
  return total.failed === 0 ? 0 : 1;
});

function runUnitTests() {
  return succeeds(process.execPath, [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--reporter=dot',
    '--reporter=json',
    `--outputFile.json=${unitReport}`,
  ]);
}

/** @param {string} electron */
function runJourneys(electron) {
  /** @type {[string, string[]]} */
  const command = [process.execPath, ['node_modules/@playwright/test/cli.js', 'test']];
  return succeeds(...(isHeadless ? onVirtualDisplay(...command) : command), {
    LAYERLOOM_ELECTRON_PATH: electron,
    LAYERLOOM_E2E_REPORT: journeyReport,
  });
}

/** Runs one part under a headline. A part that breaks without a failed test counts as one failure, so that
 * the last line never says 0 failed where something did.
 * @param {string} name
 * @param {() => Promise<boolean>} work
 * @param {() => Count} [count] */
async function part(name, work, count = () => ({ passed: 0, failed: 0 })) {
  console.log(`\n== ${name}`);
  const begin = Date.now();
  let isDone = false;
  try {
    isDone = await work();
  } catch (error) {
    say(/** @type {Error} */ (error).message);
  }
  const { passed, failed } = countSafely(count);
  total.passed += passed;
  total.failed += isDone ? failed : Math.max(failed, 1);
  const result = isDone && failed === 0 ? 'done' : 'FAILED';
  console.log(`== ${name}: ${result} in ${((Date.now() - begin) / 1000).toFixed(1)} s`);
  return isDone;
}

/** @param {() => Count} count
 * @returns {Count} */
function countSafely(count) {
  try {
    return count();
  } catch (error) {
    // It ended before it wrote its report, or in the middle of that.
    const isUnwritten = /** @type {NodeJS.ErrnoException} */ (error).code === 'ENOENT';
    if (!isUnwritten && !(error instanceof SyntaxError)) throw error;
    return { passed: 0, failed: 0 };
  }
}

/** @param {string} command
 * @param {string[]} args
 * @param {Record<string, string>} [variables] */
async function succeeds(command, args, variables = {}) {
  const code = await runThrough(command, args, {
    env: { ...process.env, ...(process.stdout.isTTY ? {} : { NO_COLOR: '1' }), ...variables },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return code === 0;
}

/** @param {string} file */
function readReport(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}

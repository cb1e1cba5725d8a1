// Owns the proof of a package: unpacked elsewhere, by an ordinary user, without a network.
import {
  chmodSync,
  copyFileSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { capture, checkout, isRootOnLinux, runThrough, StepFailed } from '../prepare/step.mjs';
import { prepareSystemLibraries } from '../prepare/system-libraries.mjs';
import { onVirtualDisplay } from '../prepare/virtual-display.mjs';
import { verifyInBareDebian } from './bare-debian.mjs';
import { check, done } from './checks.mjs';
import { setFuses } from './fuses.mjs';
import { requireTool } from './tools.mjs';

/** Whoever is nobody on a system: may read what all may read, and write only at home. */
const nobody = 65_534;

/** @param {string} deb
 * @returns {Promise<void>} */
export async function verify(deb) {
  if (!isRootOnLinux)
    throw new StepFailed(
      '--verify unpacks the package as an administrator would, so it needs root on Linux: sudo npm run package -- --verify',
    );
  requireTool('unshare', 'util-linux');
  requireTool('setpriv', 'util-linux');
  prepareSystemLibraries();
  const place = mkdtempSync(path.join(tmpdir(), 'layerloom-verify-'));
  try {
    chmodSync(place, 0o755);
    done(capture('dpkg-deb', ['-x', deb, place]), 'unpack the package');
    const app = path.join(place, 'opt/Layerloom');
    check(
      'the sandbox helper is root’s and set-uid',
      (statSync(path.join(app, 'chrome-sandbox')).mode & 0o7777) === 0o4755,
    );
    for (const file of [
      'share/applications/layerloom.desktop',
      'share/mime/packages/layerloom.xml',
      'bin/loom',
    ])
      check(
        `usr/${file} is there`,
        lstatSync(path.join(place, 'usr', file), { throwIfNoEntry: false }) !== undefined,
      );
    const home = path.join(place, 'home');
    mkdirSync(home);
    done(capture('chown', [`${nobody}:${nobody}`, home]), 'make a home');
    const before = filesIn(place, home);
    trace(app, home);
    await drive(app, home, place);
    check('nothing was written beside the app', filesIn(place, home).join() === before.join());
    verifyInBareDebian(deb, place);
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

/** The command line of the package, as it is shipped.
 * @param {string} app
 * @param {string} home */
function trace(app, home) {
  const [command, args] = asNobody(path.join(app, 'bin/loom'), 'trace', 'models/forward-pass', '--json');
  const { stdout, isDone, output } = capture(command, args, { env: environment(home), cwd: home });
  done({ isDone, output }, 'run loom trace');
  const stages = stdout.split('\n').filter((line) => line.includes('"event":"node"'));
  check('loom trace prints the five stages', stages.length === 5);
  check('their last is 0.6456 and 0.3543', /\[0\.6456\d*,0\.3543\d*\]/.test(stages.at(-1) ?? ''));
}

/** The window; of the app's fuses one is on for it, by which a test can look inside.
 * @param {string} app
 * @param {string} home
 * @param {string} place */
async function drive(app, home, place) {
  const shipped = path.join(place, 'shipped');
  const executable = path.join(app, 'layerloom');
  copyFileSync(executable, shipped);
  await setFuses(executable, { isDriven: true });
  const driver = path.join(checkout, 'scripts/package/drive.mjs');
  const [screen, words] = onVirtualDisplay(process.execPath, [driver, executable, home]);
  const [command, args] = asNobody(screen, ...words);
  const code = await runThrough(
    'unshare',
    ['--net', 'sh', '-c', 'ip link set lo up; exec "$@"', 'sh', command, ...args],
    { env: environment(home) },
  );
  copyFileSync(shipped, executable);
  rmSync(shipped);
  check('the packaged window runs the lesson without a network', code === 0);
}

/** @param {...string} command
 * @returns {[string, string[]]} */
function asNobody(...command) {
  return ['setpriv', [`--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups', ...command]];
}

/** @param {string} home
 * @returns {NodeJS.ProcessEnv} */
function environment(home) {
  const { PATH, LANG } = process.env;
  return { PATH, LANG, HOME: home, TMPDIR: home, XDG_CACHE_HOME: path.join(home, '.cache') };
}

/** @param {string} folder
 * @param {string} except */
function filesIn(folder, except) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .map(({ parentPath, name }) => path.join(parentPath, name))
    .filter((file) => !file.startsWith(except))
    .sort();
}

// Owns the Linux libraries that Electron loads, and the virtual display for machines without a screen.
import { accessSync, constants, existsSync } from 'node:fs';
import path from 'node:path';
import { StepFailed, capture, isHeadless, isRootOnLinux, say } from './step.mjs';

/** Each shared object with the Debian packages that hold it; the first one the machine's lists know is taken. */
const libraries = {
  'libgtk-3.so.0': ['libgtk-3-0t64', 'libgtk-3-0'],
  'libnss3.so': ['libnss3'],
  'libasound.so.2': ['libasound2t64', 'libasound2'],
  'libgbm.so.1': ['libgbm1'],
  'libXss.so.1': ['libxss1'],
  'libXtst.so.6': ['libxtst6'],
};
/** What the tests look at sockets with; where it is missing they look at Chromium's own log. */
const tracer = 'strace';
const displayCommands = { 'xvfb-run': ['xvfb'], Xvfb: ['xvfb'], xauth: ['xauth'] };

/** Installs what Electron needs from the system as root with apt-get; says how to, otherwise. */
export function prepareSystemLibraries() {
  if (process.platform !== 'linux') return;
  const missing = findMissing();
  if (missing.length === 0) return;

  if (!findCommand('apt-get'))
    throw new StepFailed(
      `Electron needs ${missing.map(({ name }) => name).join(', ')}. Install the packages of your Linux distribution that hold them, then try again.`,
    );
  if (!isRootOnLinux)
    throw new StepFailed(
      `Electron needs system libraries that are missing here. Install them, then try again:\n  sudo apt-get install ${choosePackages(missing).join(' ')}`,
    );
  installPackages(missing);
}

/** Installs what only the tests use, as root with apt-get; they do without it elsewhere. */
export function prepareTracer() {
  if (process.platform !== 'linux' || prepareCommand(tracer, [tracer])) return;
  say(`There is no ${tracer} here: the test that nothing is sent reads Chromium's own log instead.`);
}

/** Installs it as root with apt-get where it is missing; false where it cannot be had.
 * @param {string} name
 * @param {string[]} packages */
export function prepareCommand(name, packages) {
  if (findCommand(name)) return true;
  if (!isRootOnLinux || !findCommand('apt-get')) return false;
  say(`Installing ${name} with apt-get ...`);
  capture('apt-get', ['update']);
  return aptGetInstall(packages).isDone && findCommand(name) !== undefined;
}

/** @param {Missing[]} missing */
function installPackages(missing) {
  say('Installing the system libraries Electron needs with apt-get ...');
  capture('apt-get', ['update']);
  const packages = choosePackages(missing);
  const result = aptGetInstall(packages);
  if (result.isDone && findMissing().length === 0) return;
  const reasons = result.output.split('\n').filter((line) => line.startsWith('E: '));
  throw new StepFailed(
    [
      ...reasons,
      `The system libraries could not be installed. Try it by hand:\n  apt-get install ${packages.join(' ')}`,
    ].join('\n'),
  );
}

/** @param {string[]} packages */
function aptGetInstall(packages) {
  return capture(
    'apt-get',
    ['install', '--yes', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=120', ...packages],
    { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } },
  );
}

/** @typedef {{ name: string, packages: string[] }} Missing
 * @returns {Missing[]} */
function findMissing() {
  const commands = isHeadless ? Object.entries(displayCommands).filter(([name]) => !findCommand(name)) : [];
  return [...findMissingLibraries(), ...commands].map(([name, packages]) => ({ name, packages }));
}

function findMissingLibraries() {
  // An ordinary user's PATH often lacks /sbin; systems without ldconfig (NixOS, musl) cannot be asked.
  const known = capture(findCommand('ldconfig') ?? '/sbin/ldconfig', ['-p']);
  if (!known.isDone) return [];
  return Object.entries(libraries).filter(([name]) => !known.stdout.includes(`\t${name} `));
}

/** @param {Missing[]} missing */
function choosePackages(missing) {
  const names = missing.map(
    ({ packages }) => packages.find(isAvailable) ?? /** @type {string} */ (packages.at(-1)),
  );
  return [...new Set(names)];
}

/** Debian 13 and Ubuntu 24.04 renamed some packages; the old names are not always installable there.
 * @param {string} name */
function isAvailable(name) {
  return /Candidate: (?!\(none\))/.test(capture('apt-cache', ['policy', name]).stdout);
}

/** @param {string} name */
export function findCommand(name) {
  return (process.env.PATH ?? '')
    .split(path.delimiter)
    .map((folder) => path.join(folder, name))
    .find((file) => existsSync(file) && isExecutable(file));
}

/** @param {string} file */
function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === undefined) throw error;
    return false;
  }
}

// Owns node_modules: installs the npm packages when they are missing or differ from package-lock.json.
import path from 'node:path';
import { StepFailed, captureNpm, checkout, readIfThere, say, withLock } from './step.mjs';

const lockFile = path.join(checkout, 'package-lock.json');
// npm writes this list when an install is complete, so it also knows about installs made by hand.
const installedFile = path.join(checkout, 'node_modules/.package-lock.json');

/** Installs what package-lock.json asks for, where it is not there already. */
export async function preparePackages() {
  if (isInstalled()) return;
  await withLock(() => {
    if (!isInstalled()) install();
  });
}

function install() {
  say('Installing the npm packages ...');
  const result = captureNpm(['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'], {
    // Its install script fetches CUDA libraries and fails the whole install where it cannot.
    env: { ONNXRUNTIME_NODE_INSTALL: 'skip', ...process.env },
  });
  if (result.isDone) return;
  const reasons = result.output
    .split('\n')
    .filter((line) => /^npm (error|ERR!) (?!A complete log)\S+ \S/.test(line))
    .slice(0, 4);
  throw new StepFailed(
    [
      ...reasons,
      'The npm packages could not be installed. Check the network and `npm config get registry`, then try again.',
    ].join('\n'),
  );
}

function isInstalled() {
  const wanted = readPackages(lockFile);
  const installed = readPackages(installedFile);
  if (!wanted)
    throw new StepFailed(
      'package-lock.json is missing or damaged. Bring it back with `git checkout package-lock.json`.',
    );
  if (!installed) return false;
  return Object.entries(wanted).every(([place, entry]) => {
    // The empty place is the checkout itself; optional packages are for some platforms only.
    if (place === '') return true;
    const found = installed[place];
    return found ? found.version === entry.version && found.integrity === entry.integrity : entry.optional;
  });
}

/** @param {string} file
 * @returns {Record<string, { version?: string, integrity?: string, optional?: boolean }> | undefined} */
function readPackages(file) {
  try {
    return JSON.parse(readIfThere(file) ?? '{}').packages;
  } catch (error) {
    // npm was stopped while it wrote.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

// Owns the folder a package holds: Electron under the app's name, and the app as one archive.
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { createPackageWithOptions } from '@electron/asar';
import { StepFailed, checkout } from '../prepare/step.mjs';
import { setFuses } from './fuses.mjs';
import { thirdPartyNotices } from './notices.mjs';

/** What the browser says by itself, in the languages of the schools that asked. */
const locales = ['en-US', 'de', 'fr', 'es', 'it', 'pt-BR', 'nl'];

/** What a runtime has that no app needs. */
const strangers = ['resources', 'LICENSE', 'LICENSE.electron.txt', 'version'];

/** @param {import('./options.mjs').Options} options
 * @param {string} electron  a folder that holds one
 * @param {string} work
 * @returns {Promise<string>} the app's folder */
export async function buildAppFolder({ platform, arch }, electron, work) {
  const folder = path.join(work, 'Layerloom');
  cpSync(electron, folder, { recursive: true, verbatimSymlinks: true });
  const licence = ['LICENSE', 'LICENSE.electron.txt'].map((name) => path.join(folder, name)).find(existsSync);
  if (!licence) throw new StepFailed(`${electron} holds no licence of Electron, so it cannot be passed on.`);
  renameSync(licence, path.join(work, 'electron.txt'));
  for (const name of strangers) rmSync(path.join(folder, name), { recursive: true, force: true });
  for (const name of readdirSync(path.join(folder, 'locales')))
    if (!locales.includes(path.basename(name, '.pak'))) rmSync(path.join(folder, 'locales', name));

  mkdirSync(path.join(folder, 'resources'));
  const stage = path.join(work, 'stage');
  stageApp(stage, platform, arch);
  await createPackageWithOptions(stage, path.join(folder, 'resources/app.asar'), {
    // Native code is loaded from files, and finds its libraries beside it.
    unpackDir: 'node_modules/onnxruntime-node/bin{,/**}',
  });
  renameSync(path.join(work, 'electron.txt'), path.join(folder, 'LICENSE.electron.txt'));
  cpSync(path.join(checkout, 'LICENSE'), path.join(folder, 'LICENSE'));
  cpSync(path.join(checkout, 'models/PROVENANCE.md'), path.join(folder, 'LICENSES.data.md'));
  writeFileSync(path.join(folder, 'LICENSES.packages.txt'), thirdPartyNotices());
  renameSync(path.join(folder, 'electron'), path.join(folder, 'layerloom'));
  mkdirSync(path.join(folder, 'bin'));
  writeFileSync(path.join(folder, 'bin/loom'), loomScript, { mode: 0o755 });
  await setFuses(path.join(folder, 'layerloom'));
  return folder;
}

/** @param {string} stage
 * @param {string} platform
 * @param {string} arch */
function stageApp(stage, platform, arch) {
  const { name, productName, version, type, main } = readPackage(checkout);
  mkdirSync(stage, { recursive: true });
  writeFileSync(path.join(stage, 'package.json'), JSON.stringify({ name, productName, version, type, main }));
  cpSync(path.join(checkout, 'out'), path.join(stage, 'out'), {
    recursive: true,
    filter: (file) => !/(\.map|\.stamp|packages\.json)$/.test(file),
  });
  cpSync(path.join(checkout, 'models'), path.join(stage, 'models'), { recursive: true });
  const natives = `bin/napi-v6/${platform}/${arch}`;
  copyPackage(stage, 'onnxruntime-node', ['dist', natives]);
  copyPackage(stage, 'onnxruntime-common', ['dist/cjs']);
}

/** @param {string} stage
 * @param {string} name
 * @param {readonly string[]} parts */
function copyPackage(stage, name, parts) {
  for (const part of ['package.json', ...parts]) {
    const from = path.join(checkout, 'node_modules', name, part);
    if (!existsSync(from))
      throw new StepFailed(`${name} has no ${part}, so there can be no package for this platform.`);
    cpSync(from, path.join(stage, 'node_modules', name, part), {
      recursive: true,
      filter: (file) => !/\.(d\.ts|map)$/.test(file),
    });
  }
}

/** @param {string} folder */
export function readPackage(folder) {
  return JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
}

const loomScript = `#!/bin/sh
# Layerloom on the command line, without a window: loom help
if [ "$(id -u)" = 0 ]; then
  echo "loom runs as an ordinary user, not as root." >&2
  exit 1
fi
here=$(dirname "$(readlink -f "$0")")
exec "$here/../layerloom" --ozone-platform=headless --disable-gpu --log-level=3 --loom -- "$@"
`;

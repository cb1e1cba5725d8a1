// Owns the folder a package holds: Electron under the app's name, and the app as one archive.
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { createPackageWithOptions, getRawHeader } from '@electron/asar';
import { StepFailed, checkout } from '../prepare/step.mjs';
import { setFuses } from './fuses.mjs';
import { thirdPartyNotices } from './notices.mjs';
import { layouts } from './platforms.mjs';

/** @typedef {Pick<import('./options.mjs').Options, 'platform' | 'arch'>} Target */

/** What the browser says by itself, in the languages of the schools that asked. */
const languages = ['en', 'en-US', 'de', 'fr', 'es', 'it', 'pt-BR', 'nl'];

/** What a runtime has that no app needs. */
const strangers = ['LICENSE', 'LICENSE.electron.txt', 'version'];

/** @param {Target} target
 * @param {string} electron  a folder that holds one
 * @param {readonly string[]} libraries  files that the natives need beside them
 * @param {string} work
 * @returns {Promise<string>} the app's folder */
export async function buildAppFolder(target, electron, libraries, work) {
  const layout = layouts[target.platform];
  const folder = path.join(work, 'Layerloom');
  cpSync(electron, folder, { recursive: true, verbatimSymlinks: true });
  const licence = ['LICENSE', 'LICENSE.electron.txt'].map((name) => path.join(folder, name)).find(existsSync);
  if (!licence) throw new StepFailed(`${electron} holds no licence of Electron, so it cannot be passed on.`);
  renameSync(licence, path.join(work, 'electron.txt'));
  for (const name of strangers) rmSync(path.join(folder, name), { force: true });
  const executable = path.join(folder, layout.executable);
  renameSync(path.join(folder, layout.electron), executable);
  for (const part of layout.languages.folders)
    leaveLanguages(path.join(folder, part), layout.languages.ending);

  const resources = path.join(folder, layout.resources);
  for (const name of ['app', 'app-update.yml', 'default_app.asar'])
    rmSync(path.join(resources, name), { recursive: true, force: true });
  const stage = path.join(work, 'stage');
  stageApp(stage, target, libraries);
  const archive = path.join(resources, 'app.asar');
  await createPackageWithOptions(stage, archive, {
    // Native code is loaded from files, and finds its libraries beside it.
    unpackDir: 'node_modules/onnxruntime-node/bin{,/**}',
  });
  rmSync(stage, { recursive: true });
  renameSync(path.join(work, 'electron.txt'), path.join(folder, 'LICENSE.electron.txt'));
  cpSync(path.join(checkout, 'LICENSE'), path.join(folder, 'LICENSE'));
  cpSync(path.join(checkout, 'models/PROVENANCE.md'), path.join(folder, 'LICENSES.data.md'));
  writeFileSync(path.join(folder, 'LICENSES.packages.txt'), thirdPartyNotices());
  const loom = path.join(folder, layout.loom.file);
  mkdirSync(path.dirname(loom));
  writeFileSync(loom, layout.loom.text, { mode: 0o755 });
  const archiveHash = createHash('sha256').update(getRawHeader(archive).headerString).digest('hex');
  await layout.dress?.(executable, { version: readPackage(checkout).version, archiveHash });
  await setFuses(executable, { knowsArchive: layout.dress !== undefined });
  return folder;
}

/** @param {string} folder
 * @param {string} ending */
function leaveLanguages(folder, ending) {
  for (const name of readdirSync(folder).filter((each) => each.endsWith(ending)))
    if (!languages.includes(path.basename(name, ending).replace('_', '-')))
      rmSync(path.join(folder, name), { recursive: true });
}

/** @param {string} stage
 * @param {Target} target
 * @param {readonly string[]} libraries */
function stageApp(stage, { platform, arch }, libraries) {
  const { name, productName, version, type, main } = readPackage(checkout);
  mkdirSync(stage, { recursive: true });
  writeFileSync(path.join(stage, 'package.json'), JSON.stringify({ name, productName, version, type, main }));
  cpSync(path.join(checkout, 'out'), path.join(stage, 'out'), {
    recursive: true,
    filter: (file) => !/(\.map|\.stamp|packages\.json)$/.test(file),
  });
  cpSync(path.join(checkout, 'models'), path.join(stage, 'models'), { recursive: true });
  const natives = `bin/napi-v6/${platform}/${arch}`;
  copyPackage(stage, 'onnxruntime-node', ['package.json', 'dist'], /\.(js|json)$/);
  copyPackage(stage, 'onnxruntime-node', [natives], layouts[platform].native);
  copyPackage(stage, 'onnxruntime-common', ['package.json', 'dist/cjs'], /\.(js|json)$/);
  for (const file of libraries)
    cpSync(
      file,
      path.join(stage, 'node_modules/onnxruntime-node', natives, path.basename(file).toLowerCase()),
    );
}

/** @param {string} stage
 * @param {string} name
 * @param {readonly string[]} parts
 * @param {RegExp} taken  names of files */
function copyPackage(stage, name, parts, taken) {
  for (const part of parts) {
    const from = path.join(checkout, 'node_modules', name, part);
    if (!existsSync(from))
      throw new StepFailed(`${name} has no ${part}, so there can be no package for this platform.`);
    cpSync(from, path.join(stage, 'node_modules', name, part), {
      recursive: true,
      filter: (file) => statSync(file).isDirectory() || taken.test(path.basename(file)),
    });
  }
}

/** @param {string} folder */
export function readPackage(folder) {
  return JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
}

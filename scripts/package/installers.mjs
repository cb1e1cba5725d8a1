// Owns the proof of the installers for Windows: in wine, with a stand-in for the app, which is nowhere run on Windows.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { say } from '../prepare/step.mjs';
import { buildAppFolder } from './app-folder.mjs';
import { check, done } from './checks.mjs';
import { foldersIn } from './files.mjs';
import { pack } from './formats.mjs';
import { standInForWindows } from './stand-in.mjs';
import { prepareTool } from './tools.mjs';
import { vcRuntimeFiles, vcRuntimeOf } from './vc-runtime.mjs';
import { uninstallKey } from './windows.mjs';
import { verifyEngine } from './windows-engine.mjs';
import { Wine } from './wine.mjs';

/** @typedef {{ setup: string, msi: string }} Installers
 * @typedef {{ wine: Wine, older: Installers, newer: Installers, files: string[] }} Bench  `files` are the newer one's */

/** What only the older version has. */
const past = 'resources/past.txt';

const natives = ['onnxruntime.dll', 'onnxruntime_binding.node', ...vcRuntimeOf.x64];

export async function verifyInstallers() {
  say('Trying the installers for Windows, with a stand-in for the app ...');
  prepareTool('makensis', 'nsis');
  prepareTool('wixl', 'wixl');
  prepareTool('zip', 'zip');
  const place = mkdtempSync(path.join(tmpdir(), 'layerloom-windows-'));
  try {
    const wine = new Wine(place);
    try {
      await verifyAll(wine, place);
    } finally {
      wine.end();
    }
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

/** @param {Wine} wine
 * @param {string} place */
async function verifyAll(wine, place) {
  const target = /** @type {const} */ ({ platform: 'win32', arch: 'x64' });
  const electron = standInForWindows(path.join(place, 'electron'));
  // Wine has a runtime of Visual C++ of its own.
  const vcRuntime = vcRuntimeFiles(wine.outside('windows/system32'), 'x64');
  const app = await buildAppFolder(target, electron, vcRuntime, place);
  const files = filesIn(app);
  const libraries = files.filter((file) => /\.(dll|node)$/.test(file)).map((file) => path.basename(file));
  check('beside onnxruntime is what it needs', libraries.join() === natives.toSorted().join());
  const newer = await installersOf(app, '1.10.0', path.join(place, 'newer'));
  writeFileSync(path.join(app, past), '');
  const older = await installersOf(app, '1.9.0', path.join(place, 'older'));
  const bench = { wine, older, newer, files };
  await verifySetup(bench);
  verifySetupForAll(bench);
  verifyMsi(bench);
  verifyEngine(wine, app, place);
}

/** @param {string} app
 * @param {string} version
 * @param {string} work
 * @returns {Promise<Installers>} */
async function installersOf(app, version, work) {
  mkdirSync(work);
  const about = /** @type {const} */ ({ platform: 'win32', arch: 'x64', isFast: true });
  const [setup = '', msi = ''] = await pack(app, { ...about, version, description: '' }, work);
  return { setup, msi };
}

/** For the person who starts it.
 * @param {Bench} bench */
async function verifySetup({ wine, older, newer, files }) {
  const folder = 'users/pupil/AppData/Local/Programs/Layerloom';
  done(wine.run(older.setup, '/S'), 'run the setup');
  check('the setup installs for one person', existsSync(wine.outside(`${folder}/${past}`)));
  done(wine.run(newer.setup, '/S'), 'run the setup of a newer version');
  checkInstalled(wine, folder, [...files, 'Uninstall.exe']);
  const traces = wine.traces();
  check('.loom files are its own', traces.includes('@="Layerloom.Network"'));
  check(
    'the list of programs says how to remove it',
    has(traces, /^"QuietUninstallString"=.*Uninstall\.exe/),
  );
  const version = wine.run('reg', 'query', `HKCU\\${uninstallKey}`, '/v', 'DisplayVersion').stdout;
  check('…and has the newer version', version.includes('1.10.0'));

  check('loom hands its exit code on', !wine.run(...loom(folder, 'trace', 'a b.onnx')).isDone);
  checkStarted(wine, folder, '--disable-gpu --log-level=3 --loom -- trace "a b.onnx"');
  wine.start(`${windowsPath(folder)}\\Layerloom.exe`, 'wait');
  await sleep(3000);
  check('the setup refuses while the app runs', !wine.run(newer.setup, '/S').isDone);
  wine.end();
  rmSync(wine.outside('words.txt'));

  const others = 'HKCU\\Software\\Classes\\.onnx\\OpenWithProgids';
  done(wine.run('reg', 'add', others, '/v', 'Another', '/f'), 'write to the registry');
  remove(wine, folder);
  check('what another program told Windows stays', wine.run('reg', 'query', others, '/v', 'Another').isDone);
  done(wine.run('reg', 'delete', 'HKCU\\Software\\Classes\\.onnx', '/f'), 'write to the registry');
  checkNothingLeft(wine);
}

const programFiles = 'Program Files/Layerloom';

/** For all users, by the setup.
 * @param {Bench} bench */
function verifySetupForAll({ wine, older, newer, files }) {
  done(wine.run(older.setup, '/S', '/ALLUSERS'), 'run the setup for all users');
  check('the setup installs for all users', existsSync(wine.outside(`${programFiles}/${past}`)));
  done(wine.run(newer.setup, '/S', '/ALLUSERS'), 'run the setup of a newer version');
  checkInstalled(wine, programFiles, [...files, 'Uninstall.exe']);
  checkOpens(wine);
  check('the MSI refuses where the setup has been', !msiexec(wine, '/i', newer.msi).isDone);
  remove(wine, programFiles);
  checkNothingLeft(wine);
}

/** @param {Bench} bench */
function verifyMsi({ wine, older, newer, files }) {
  done(msiexec(wine, '/i', older.msi), 'install the MSI');
  check('the MSI installs', existsSync(wine.outside(`${programFiles}/${past}`)));
  done(msiexec(wine, '/i', newer.msi), 'install a newer MSI');
  checkInstalled(wine, programFiles, files);
  checkOpens(wine);
  check('an older MSI refuses', !msiexec(wine, '/i', older.msi).isDone);
  check('the setup refuses where the MSI has been', !wine.run(newer.setup, '/S', '/ALLUSERS').isDone);
  done(msiexec(wine, '/x', newer.msi), 'remove the MSI');
  checkNothingLeft(wine);
}

/** @param {Wine} wine
 * @param {'/i' | '/x'} what
 * @param {string} msi */
function msiexec(wine, what, msi) {
  return wine.run('msiexec', what, `Z:${msi.replaceAll('/', '\\')}`, '/qn');
}

/** @param {Wine} wine
 * @param {string} folder */
function remove(wine, folder) {
  done(wine.run(`${windowsPath(folder)}\\Uninstall.exe`, '/S'), 'remove it');
  // It goes on from a copy of itself.
  wine.rest();
}

/** @param {Wine} wine
 * @param {string} folder
 * @param {readonly string[]} files */
function checkInstalled(wine, folder, files) {
  const found = filesIn(wine.outside(folder));
  check(
    'all files are in their places, and none of the older version',
    found.join() === [...files].sort().join(),
  );
  check('a link is in the start menu', has(wine.traces(), /Start Menu\/.*Layerloom\.lnk$/));
}

/** @param {Wine} wine */
function checkOpens(wine) {
  writeFileSync(wine.outside('week 3.loom'), '');
  wine.run('start', '/wait', 'C:\\week 3.loom');
  checkStarted(wine, programFiles, '"C:\\week 3.loom"');
  rmSync(wine.outside('week 3.loom'));
}

/** @param {Wine} wine
 * @param {string} folder
 * @param {string} words */
function checkStarted(wine, folder, words) {
  const notes = wine.outside('words.txt');
  const expected = `${windowsPath(folder)}\\Layerloom.exe|${words}`;
  check(`the app starts with ${words}`, existsSync(notes) && readFileSync(notes, 'utf8') === expected);
  rmSync(notes);
}

/** @param {Wine} wine */
function checkNothingLeft(wine) {
  const traces = wine.traces();
  check(`nothing is left of it${traces.map((each) => `: ${each}`).join('')}`, traces.length === 0);
}

/** @param {string} folder
 * @param {...string} words */
function loom(folder, ...words) {
  return ['cmd', '/c', `${windowsPath(folder)}\\bin\\loom.cmd`, ...words];
}

/** @param {readonly string[]} traces
 * @param {RegExp} pattern */
function has(traces, pattern) {
  return traces.some((each) => pattern.test(each));
}

/** @param {string} file */
function windowsPath(file) {
  return `C:\\${file.replaceAll('/', '\\')}`;
}

/** @param {string} folder */
function filesIn(folder) {
  return foldersIn(folder)
    .flatMap(({ folder: within, names }) => names.map((name) => path.posix.join(within, name)))
    .sort();
}

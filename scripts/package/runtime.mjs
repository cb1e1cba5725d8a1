// Owns the Electron that goes into a package: the one npm start runs, or the official zip for another machine.
import { createHash } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { downloadArtifact } from '@electron/get';
import extractZip from 'extract-zip';
import { prepareElectron } from '../prepare/electron-runtime.mjs';
import { StepFailed, checkout, say } from '../prepare/step.mjs';
import { mustBe } from './files.mjs';

/** @typedef {Pick<import('./options.mjs').Options, 'platform' | 'arch' | 'isHere' | 'zip'>} Wanted */

/** @param {Wanted} wanted
 * @param {string} work  a folder for what is unpacked
 * @returns {Promise<string>} the folder that holds Electron */
export async function electronFor(wanted, work) {
  const { platform, arch, isHere, zip } = wanted;
  if (zip === undefined && isHere) return path.dirname(await prepareElectron());
  const electron = path.join(checkout, 'node_modules/electron');
  const { version } = JSON.parse(readFileSync(path.join(electron, 'package.json'), 'utf8'));
  const checksums = JSON.parse(readFileSync(path.join(electron, 'checksums.json'), 'utf8'));
  const name = `electron-v${version}-${platform}-${arch}.zip`;
  const file = zip === undefined ? await download(wanted, version, name, checksums) : path.resolve(zip);
  mustBe('file', file, 'Name the zip that was downloaded.');
  const fault = zipFault(await sha256Of(file), name, checksums);
  if (fault) throw new StepFailed(`${file} ${fault}`);
  const folder = path.join(work, 'electron');
  await extractZip(file, { dir: folder });
  return folder;
}

/** From Electron's release page or ELECTRON_MIRROR, once; it is kept in a cache.
 * @param {Wanted} wanted
 * @param {string} version
 * @param {string} name
 * @param {Readonly<Record<string, string>>} checksums */
async function download({ platform, arch }, version, name, checksums) {
  say(`Downloading ${name} ...`);
  try {
    return await downloadArtifact({ version, artifactName: 'electron', platform, arch, checksums });
  } catch (error) {
    const { message, cause } = /** @type {Error} */ (error);
    const reason = cause instanceof Error ? cause.message : message;
    throw new StepFailed(
      `${name} could not be downloaded (${reason}): fetch https://github.com/electron/electron/releases/download/v${version}/${name} where there is a network, and name it with --electron-zip FILE.`,
    );
  }
}

/** What is wrong with a zip of this hash, as the rest of a sentence; undefined where it is the one that is needed.
 * @param {string} hash
 * @param {string} name  what the right one is called
 * @param {Readonly<Record<string, string>>} checksums  by name */
export function zipFault(hash, name, checksums) {
  if (checksums[name] === undefined) return `cannot be checked: Electron has no ${name}.`;
  if (checksums[name] === hash) return undefined;
  const other = Object.keys(checksums).find((known) => checksums[known] === hash);
  return other
    ? `is ${other}, and ${name} is needed.`
    : `is not ${name}, or was cut short on its way: its checksum is another. Download it again.`;
}

/** @param {string} file */
async function sha256Of(file) {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

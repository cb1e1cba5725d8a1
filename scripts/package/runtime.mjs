// Owns the Electron that goes into a package: the one npm start runs, or the official zip for another machine.
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { prepareElectron } from '../prepare/electron-runtime.mjs';
import { StepFailed, checkout } from '../prepare/step.mjs';

/** @param {import('./options.mjs').Options} options
 * @param {string} work  a folder for what is unpacked
 * @returns {Promise<string>} the folder that holds Electron */
export async function electronFor({ platform, arch, zip }, work) {
  if (zip === undefined) return path.dirname(await prepareElectron());
  const electron = path.join(checkout, 'node_modules/electron');
  const { version } = JSON.parse(readFileSync(path.join(electron, 'package.json'), 'utf8'));
  const checksums = JSON.parse(readFileSync(path.join(electron, 'checksums.json'), 'utf8'));
  const file = path.resolve(zip);
  if (!existsSync(file)) throw new StepFailed(`${zip} is not there. Name the zip that was downloaded.`);
  const name = `electron-v${version}-${platform}-${arch}.zip`;
  const fault = zipFault(await sha256Of(file), name, checksums);
  if (fault) throw new StepFailed(`${zip} ${fault}`);
  const { default: extractZip } = await import('extract-zip');
  const folder = path.join(work, 'electron');
  await extractZip(file, { dir: folder });
  return folder;
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

// Owns the look at what lies in a folder, and at what was named.
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { StepFailed } from '../prepare/step.mjs';

/** @param {string} name  as it was typed
 * @param {'file' | 'folder'} kind
 * @param {string} repair */
export function mustBe(kind, name, repair) {
  if (!existsSync(name)) throw new StepFailed(`${name} is not there. ${repair}`);
  const found = statSync(name);
  if (kind === 'file' ? !found.isFile() : !found.isDirectory())
    throw new StepFailed(`${name} is no ${kind}. ${repair}`);
}

/** @typedef {{ folder: string, names: string[] }} Folder  its path within, with `/`; the first one is the folder itself */

/** Folders before what is in them.
 * @param {string} root
 * @param {string} [folder]
 * @returns {Folder[]} */
export function foldersIn(root, folder = '') {
  const entries = readdirSync(path.join(root, folder), { withFileTypes: true });
  entries.sort((one, other) => (one.name < other.name ? -1 : 1));
  const [folders, files] = [true, false].map((isWanted) =>
    entries.filter((entry) => entry.isDirectory() === isWanted).map(({ name }) => name),
  );
  return [
    { folder, names: files ?? [] },
    ...(folders ?? []).flatMap((name) => foldersIn(root, path.posix.join(folder, name))),
  ];
}

/** In bytes, of all files below.
 * @param {string} folder */
export function sizeOf(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, { parentPath, name }) => sum + statSync(path.join(parentPath, name)).size, 0);
}

/** Where relative paths on the command line and in lists lead. */
import { existsSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import type { Place } from './protocol';

/** The folder of the app itself: it holds `models`, beside the sources and beside what is built, however deep a piece lies. */
export const appFolder =
  ['../..', '../../..']
    .map((up) => join(import.meta.dirname, up))
    .find((folder) => existsSync(join(folder, 'models'))) ?? '';

/** The folder the person is in: `npm run` starts programs in the checkout and notes where it was called. */
function personsFolder(): string {
  const { npm_lifecycle_event: script, INIT_CWD: folder } = process.env;
  return script === 'loom' && folder && isAbsolute(folder) ? folder : process.cwd();
}

/**
 * A file to be read: from the person's folder, else the current one, else `more` (a list's own folder), else the app's:
 * `models/forward-pass` is there wherever the person is.
 */
export function placeToRead(shown: string, ...more: readonly string[]): Place {
  const folders = [personsFolder(), process.cwd(), ...more, appFolder];
  const found = folders.map((folder) => resolve(folder, shown)).find((path) => existsSync(path));
  return { shown, path: found ?? resolve(personsFolder(), shown) };
}

/** A file or folder to be written: from the person's folder. */
export function placeToWrite(shown: string): Place {
  return { shown, path: resolve(personsFolder(), shown) };
}

/** Where relative paths on the command line and in lists lead. */
import { existsSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import type { Place } from './protocol';

/** The folder the person is in: `npm run` starts programs in the checkout and notes where it was called. */
function personsFolder(): string {
  const { npm_lifecycle_event: script, INIT_CWD: folder } = process.env;
  return script === 'loom' && folder && isAbsolute(folder) ? folder : process.cwd();
}

/** A file to be read: from the person's folder, else the current one, else `more` (a list's own folder). */
export function placeToRead(shown: string, ...more: readonly string[]): Place {
  const folders = [personsFolder(), process.cwd(), ...more];
  const found = folders.map((folder) => resolve(folder, shown)).find((path) => existsSync(path));
  return { shown, path: found ?? resolve(personsFolder(), shown) };
}

/** A file or folder to be written: from the person's folder. */
export function placeToWrite(shown: string): Place {
  return { shown, path: resolve(personsFolder(), shown) };
}

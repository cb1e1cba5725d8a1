/** The folder of whoever is logged in. */
import { homedir, userInfo } from 'node:os';
import { isAbsolute, parse } from 'node:path';
import { systemCode } from './system-error';

/** A whole path, whatever the surroundings say; the root of the disk for someone the system gives no home. */
export function homeFolder(): string {
  try {
    const named = homedir();
    return isAbsolute(named) ? named : userInfo().homedir;
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
    return rootFolder();
  }
}

function rootFolder(): string {
  return parse(process.cwd()).root;
}

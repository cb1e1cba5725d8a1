/** Files that lie beside another: in its folder or below it, and nowhere else. */
import { realpathSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import { systemCode } from './system-error';

/** Undefined where it is missing or lies outside, be it by way of a link. */
export function placeBeside(path: string, location: string): string | undefined {
  const steps = location.split(/[\\/]/);
  if (location === '' || location.includes('\0') || isAbsolute(location) || steps.includes('..'))
    return undefined;
  try {
    const folder = realpathSync(dirname(path));
    const found = realpathSync(join(folder, location));
    const inside = relative(folder, found);
    const isOutside = inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside);
    return isOutside ? undefined : found;
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
    return undefined;
  }
}

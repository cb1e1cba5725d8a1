/** The data sets that come with the app, and rows from a file of one's own. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { decodeBundled } from '#shared/data/bundled';
import { openWhole } from '#shared/data/open';
import { planFor, type DataPlan } from '#shared/data/plan';
import type { BundledSet } from '#shared/data/source';
import { isProblem, problem, type Problem } from '#shared/messages/problem';
import { readFile } from './files';
import { appFolder } from './places';
import type { Place } from './protocol';

const folder = join(appFolder, 'models/data');

/** Errors: a problem when there is no such set, or its files are damaged. */
export function readBundled(id: string): BundledSet | Problem {
  const path = join(folder, id);
  if (!isBundled(id)) return problem('data-not-bundled', { id });
  const files = new Map<string, Uint8Array>();
  for (const name of readdirSync(path)) {
    const bytes = readFile({ shown: name, path: join(path, name) });
    if (isProblem(bytes)) return bytes;
    files.set(name, bytes);
  }
  return decodeBundled(id, files);
}

function isBundled(id: string): boolean {
  return /^[\w-]+$/.test(id) && existsSync(join(folder, id, 'card.json'));
}

/** A bundled set by its id, or else a file. Errors: what keeps it from being learned from. */
export function openPlan(place: Place): DataPlan | Problem {
  if (isBundled(place.shown) && !existsSync(place.path)) {
    const set = readBundled(place.shown);
    return isProblem(set) ? set : planFor({ kind: 'bundled', id: place.shown, set });
  }
  const bytes = readFile(place);
  if (isProblem(bytes)) return bytes;
  const source = openWhole(place.shown, bytes);
  return isProblem(source) ? source : planFor(source);
}

/** What comes with the app in folders, lessons and data sets: a damaged one hides only itself, and is said. */
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import * as v from 'valibot';
import { isMissing, systemReason } from '#host/system-error';
import type { Listed } from '#shared/contract/desktop';
import { fill } from '#shared/messages/fill';
import { isProblem, problem, type Problem } from '#shared/messages/problem';
import { fileReasons } from '#shared/messages/reasons';
import { parseJson } from '#shared/tensor/parse-json';

/** In the order they state. `read` answers what one folder is; `other` is none. Errors: those of the file system. */
export async function listFolders<T extends { readonly order: number }>(
  folder: string,
  read: (id: string) => Promise<T | Problem>,
  other?: string,
): Promise<Listed<T>> {
  const found = await readdir(folder, { withFileTypes: true });
  const ids = found.filter((entry) => entry.isDirectory() && entry.name !== other).map(({ name }) => name);
  const all = (await Promise.all(ids.map(read))) as (T | Problem)[];
  const entries = all.filter((entry): entry is T => !isProblem(entry)).sort((a, b) => a.order - b.order);
  return { entries, problems: all.filter(isProblem) };
}

/** A JSON file of the folder `id`. Errors: a problem when it is not there or not as it should be. */
export async function readSettings<S extends v.GenericSchema>(
  folder: string,
  id: string,
  file: string,
  schema: S,
): Promise<v.InferOutput<S> | Problem> {
  const hidden = (reason: string): Problem => problem('folder-hidden', { id, reason });
  try {
    const json = parseJson(await readFile(join(folder, id, file), 'utf8'));
    if (json === undefined) return hidden(fill(fileReasons.isNotJson, { file }));
    const parsed = v.safeParse(schema, json);
    return parsed.success ? parsed.output : hidden(`${file}: ${v.summarize(parsed.issues)}`);
  } catch (error) {
    const reason = isMissing(error) ? fill(fileReasons.holdsNo, { file }) : systemReason(error);
    if (reason === undefined) throw error;
    return hidden(reason);
  }
}

/** Every file of the folder by its path inside it. Errors: those of the file system. */
export async function readFolder(folder: string): Promise<ReadonlyMap<string, Uint8Array>> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map(async (entry): Promise<[string, Uint8Array]> => {
      const path = join(entry.parentPath, entry.name);
      return [relative(folder, path).split(sep).join('/'), await readFile(path)];
    });
  return new Map(await Promise.all(files));
}

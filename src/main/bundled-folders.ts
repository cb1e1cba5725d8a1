/** What comes with the app in folders, lessons and data sets: a damaged one hides only itself, and is said. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import * as v from 'valibot';
import { readOrdinary } from '#host/read-ordinary';
import { isMissing, systemReason } from '#host/system-error';
import type { Listed } from '#shared/contract/desktop';
import { fill, fillShown } from '#shared/messages/fill';
import { isProblem, problem, type Problem } from '#shared/messages/problem';
import { fileReasons } from '#shared/messages/reasons';
import { shownValue } from '#shared/messages/shown-value';
import { parseJson } from '#shared/tensor/parse-json';
import { decodeText } from '#shared/tensor/text';

/** In the order they state. `read` answers what one folder is; `other` is none. Errors: those of the file system. */
export async function listFolders<T extends { readonly order: number }>(
  folder: string,
  read: (id: string) => Promise<T | Problem>,
  other?: string,
): Promise<Listed<T>> {
  const all: (T | Problem)[] = [];
  // One after the other: how many there are is for others to say, and a process may have only so many files open.
  for (const id of await readdir(folder)) {
    // What systems and tools keep for themselves.
    const isHidden = id.startsWith('.') || id === other;
    if (!isHidden && (await isFolder(join(folder, id)))) all.push(await read(id));
  }
  const entries = all.filter((entry): entry is T => !isProblem(entry)).sort((a, b) => a.order - b.order);
  return { entries, problems: all.filter(isProblem) };
}

/** A link to one is one, too; what leads nowhere is none. */
async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    if (systemReason(error) === undefined) throw error;
    return false;
  }
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
    const json = parseJson(decodeText(await readOrdinary(join(folder, id, file))));
    if (json === undefined) return hidden(fill(fileReasons.isNotJson, { file }));
    const parsed = v.safeParse(schema, json);
    return parsed.success ? parsed.output : hidden(wrongIn(file, parsed.issues[0]));
  } catch (error) {
    const reason = isMissing(error) ? fill(fileReasons.holdsNo, { file }) : systemReason(error);
    if (reason === undefined) throw error;
    return hidden(reason);
  }
}

/** The schema says what each must be. */
function wrongIn(file: string, issue: v.BaseIssue<unknown>): string {
  const setting = v.getDotPath(issue);
  if (setting === null) return fillShown(fileReasons.noSettings, { file });
  const what = fillShown(fileReasons.settingOf, { setting, file });
  return issue.input === undefined
    ? fillShown(fileReasons.isMissing, { what })
    : fillShown(fileReasons.mustBe, { what, value: shownValue(issue.input), wanted: issue.message });
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

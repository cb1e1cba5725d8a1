/** The lessons there are: those that come with the app, and those of the folders an administrator names. */
import { join } from 'node:path';
import * as v from 'valibot';
import { systemReason } from '#host/system-error';
import type { LessonEntry, Listed } from '#shared/contract/desktop';
import { listOf } from '#shared/messages/list-of';
import { isProblem, problem, type Problem } from '#shared/messages/problem';
import { schemaWants } from '#shared/messages/schema';
import { listFolders, readFolder, readSettings } from './bundled-folders';

const lessonSchema = v.object({
  minutes: v.number(schemaWants.anyNumber),
  order: v.number(schemaWants.anyNumber),
});
const titleSchema = v.object({ title: v.string(schemaWants.anyText) });

/** Folders of lessons that hold no more damaged ones than this have each of them said. */
const mostSaid = 3;

/** Of data sets, which are no lessons. */
export const dataFolder = 'data';

export class Lessons {
  readonly #bundled: string;
  readonly #others: readonly string[];
  /** Where each lies, by its id: the window names no path. */
  readonly #places = new Map<string, string>();

  constructor(bundled: string, others: readonly string[] = []) {
    this.#bundled = bundled;
    this.#others = others;
  }

  /** In the order their lesson.json states, folder by folder. Errors: those of the file system about the app's own. */
  async list(): Promise<Listed<LessonEntry>> {
    const lists = [await this.#listIn(this.#bundled)];
    for (const folder of this.#others) lists.push(await this.#listOther(folder));
    return {
      entries: lists.flatMap(({ entries }) => entries),
      problems: lists.flatMap(({ problems }) => problems),
    };
  }

  /** Errors: RangeError for an id that was never listed; those of the file system. */
  read(id: string): Promise<ReadonlyMap<string, Uint8Array>> {
    const place = this.#places.get(id);
    if (place === undefined) throw new RangeError('no such lesson');
    return readFolder(place);
  }

  async #listOther(folder: string): Promise<Listed<LessonEntry>> {
    try {
      const listed = await this.#listIn(folder);
      if (listed.problems.length <= mostSaid) return listed;
      // It may be no folder of lessons at all: thousands of sentences say no more than one.
      const names = listOf(listed.problems.map(({ values }) => String(values['id'])));
      return { ...listed, problems: [problem('policy-lessons-hidden', { folder, names })] };
    } catch (error) {
      const reason = systemReason(error);
      if (reason === undefined) throw error;
      return { entries: [], problems: [problem('policy-lessons', { folder, reason })] };
    }
  }

  async #listIn(folder: string): Promise<Listed<LessonEntry>> {
    const { entries, problems } = await listFolders(folder, (id) => describeLesson(folder, id), dataFolder);
    return { entries: entries.map((entry) => ({ ...entry, id: this.#idFor(entry.id, folder) })), problems };
  }

  /** The name of its folder, so that what a learner has done stays with it; a second of that name gets a number. */
  #idFor(name: string, folder: string): string {
    const place = join(folder, name);
    let id = name;
    for (let number = 2; (this.#places.get(id) ?? place) !== place; number++) id = `${name} ${number}`;
    this.#places.set(id, place);
    return id;
  }
}

async function describeLesson(folder: string, id: string): Promise<LessonEntry | Problem> {
  const settings = await readSettings(folder, id, 'lesson.json', lessonSchema);
  if (isProblem(settings)) return settings;
  const document = await readSettings(folder, id, 'document.json', titleSchema);
  return isProblem(document) ? document : { id, ...document, ...settings };
}

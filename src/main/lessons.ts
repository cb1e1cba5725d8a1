/** The bundled lessons: each folder of `models` with a lesson.json. */
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { app } from 'electron';
import * as v from 'valibot';
import type { LessonEntry } from '#shared/contract/desktop';

const lessonSchema = v.object({ minutes: v.number(), order: v.number() });
const titleSchema = v.object({ title: v.string() });

/** Of data sets, which are no lessons. */
const dataFolder = 'data';
const modelsFolder = (): string => join(app.getAppPath(), 'models');

/** In the order their lesson.json states. */
export async function listLessons(): Promise<readonly LessonEntry[]> {
  const entries = await readdir(modelsFolder(), { withFileTypes: true });
  const lessons = await Promise.all(
    entries
      .filter((entry) => entry.isDirectory() && entry.name !== dataFolder)
      .map(async ({ name: id }) => {
        const read = async (file: string): Promise<unknown> =>
          JSON.parse(await readFile(join(modelsFolder(), id, file), 'utf8'));
        const { minutes, order } = v.parse(lessonSchema, await read('lesson.json'));
        const { title } = v.parse(titleSchema, await read('document.json'));
        return { id, title, minutes, order };
      }),
  );
  return lessons.sort((a, b) => a.order - b.order).map(({ id, title, minutes }) => ({ id, title, minutes }));
}

/** Every file of the lesson by its path inside the folder. Errors: those of the file system. */
export async function readLesson(id: string): Promise<ReadonlyMap<string, Uint8Array>> {
  const folder = join(modelsFolder(), id);
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map(async (entry): Promise<[string, Uint8Array]> => {
      const path = join(entry.parentPath, entry.name);
      return [relative(folder, path).split(sep).join('/'), await readFile(path)];
    });
  return new Map(await Promise.all(files));
}

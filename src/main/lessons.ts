/** The bundled lessons: each folder of `models` with a lesson.json. */
import * as v from 'valibot';
import type { LessonEntry, Listed } from '#shared/contract/desktop';
import { isProblem, type Problem } from '#shared/messages/problem';
import { listFolders, readSettings } from './bundled-folders';

const lessonSchema = v.object({ minutes: v.number(), order: v.number() });
const titleSchema = v.object({ title: v.string() });

/** Of data sets, which are no lessons. */
export const dataFolder = 'data';

/** In the order their lesson.json states. Errors: those of the file system. */
export async function listLessons(models: string): Promise<Listed<LessonEntry>> {
  return listFolders(models, (id) => describeLesson(models, id), dataFolder);
}

async function describeLesson(models: string, id: string): Promise<LessonEntry | Problem> {
  const settings = await readSettings(models, id, 'lesson.json', lessonSchema);
  if (isProblem(settings)) return settings;
  const document = await readSettings(models, id, 'document.json', titleSchema);
  return isProblem(document) ? document : { id, ...document, ...settings };
}

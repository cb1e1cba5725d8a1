/** Where a document came from, and what a file brings along beside it. */
import type { Desktop, LessonEntry } from '#shared/contract/desktop';
import { rememberWorkedOut } from '#shared/data/worked-out';
import type { Document } from '#shared/document/document';
import { decodeDocument } from '#shared/document/file-format';
import { lessonFiles } from '#shared/lesson/lesson';
import { fileMessages } from '#shared/messages/files';
import { fill } from '#shared/messages/fill';
import { isProblem, type Problem } from '#shared/messages/problem';
import type { KeptRun } from '../background/kept-run';
import type { OpenedDocument } from '../background/open-document';
import type { Beside } from '../background/serve-keeper';

/** Where a document came from. */
export interface Origin {
  readonly handle?: string | null;
  readonly name?: string | null;
  /** What the person knows it by, where it is no file that it is saved to. */
  readonly called?: string;
  readonly lesson?: LessonEntry;
  readonly beside?: Beside;
  readonly isSaved?: boolean;
}

/** What was made of a model, as it is told. */
export function readAs({ nodes }: Document, name: string): string {
  const operators = nodes.filter(({ op }) => op).length;
  const said = operators > 0 ? fileMessages['recognised-operators'] : fileMessages.recognised;
  return fill<string>(said, { name, count: nodes.length, operators });
}

/** What was brought back at the start, as it is told. */
export function recoveredAs(savedAt: number, run: KeptRun | undefined): string {
  const time = new Date(savedAt).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
  return run ? fill(fileMessages.recoveredRun, { time, at: run.at }) : fill(fileMessages.recovered, { time });
}

/** Errors: why it cannot be opened. */
export async function readLesson(
  desktop: Desktop,
  { id, title }: LessonEntry,
): Promise<{ readonly document: Document; readonly beside: Beside } | Problem> {
  const reply = await desktop.call('lesson.open', { id });
  if (!reply.ok) return reply.problem;
  const document = decodeDocument(reply.value, title);
  return isProblem(document) ? document : { document, beside: lessonFiles(reply.value) };
}

export function rememberRows({ document, workedOut }: OpenedDocument): void {
  if (document.data && workedOut) rememberWorkedOut(document.data, workedOut);
}

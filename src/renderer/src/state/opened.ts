/** Where a document came from, and what a file brings along beside it. */
import type { LessonEntry } from '#shared/contract/desktop';
import { rememberWorkedOut } from '#shared/data/worked-out';
import type { Document } from '#shared/document/document';
import { fileMessages } from '#shared/messages/files';
import { fill } from '#shared/messages/fill';
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

export function rememberRows({ document, workedOut }: OpenedDocument): void {
  if (document.data && workedOut) rememberWorkedOut(document.data, workedOut);
}

/** What a file that was opened brings along beside its document. */
import { rememberWorkedOut } from '#shared/data/worked-out';
import type { Document } from '#shared/document/document';
import { fileMessages } from '#shared/messages/files';
import { fill } from '#shared/messages/fill';
import type { OpenedDocument } from '../background/open-document';

/** What was made of a model, as it is told. */
export function readAs({ nodes }: Document, name: string): string {
  const operators = nodes.filter(({ op }) => op).length;
  const said = operators > 0 ? fileMessages['recognised-operators'] : fileMessages.recognised;
  return fill<string>(said, { name, count: nodes.length, operators });
}

export function rememberRows({ document, workedOut }: OpenedDocument): void {
  if (document.data && workedOut) rememberWorkedOut(document.data, workedOut);
}

/** Formats of document.json: the one written now, and the steps from each earlier one. */
import { problem, type Problem } from '../messages/problem';
import { fileReasons } from '../messages/reasons';

export const formatVersion = 1;

/** `steps[n]` turns format n + 1 into format n + 2. */
const steps: readonly ((document: object) => object)[] = [];

/** The document in today's format. Errors: a problem when it states no format, or a newer one. */
export function migrate(raw: unknown, file: string): object | Problem {
  const version = typeof raw === 'object' && raw !== null && 'format' in raw ? raw.format : undefined;
  if (typeof raw !== 'object' || raw === null || typeof version !== 'number' || version < 1) {
    return problem('file-not-loom', { file, reason: fileReasons.noFormat });
  }
  if (version > formatVersion) return problem('file-newer', { file, version, supported: formatVersion });
  return steps.slice(version - 1).reduce((document, step) => step(document), raw);
}

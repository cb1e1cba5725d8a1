/** Formats of document.json: the one written now, and the steps from each earlier one. */
import { problem, type Problem } from '../messages/problem';
import { fileReasons } from '../messages/reasons';
import { withSeveralOutputs } from './plural';

export const formatVersion = 4;

/** `steps[n]` turns format n + 1 into format n + 2. */
const steps: readonly ((document: object) => object)[] = [
  // Numbers were read cell by cell; what was learned from such rows was learned from those numbers.
  (document) => ({ ...document, ...dataReadEach(document) }),
  // A layer answered one value, which its attributes chose where PyTorch has several.
  withSeveralOutputs,
  // There were no notes, colours and locked places, which who reads the format before would drop without a word.
  (document) => document,
];

function dataReadEach(document: object): object {
  if (!('data' in document)) return {};
  const { data } = document;
  if (typeof data !== 'object' || data === null || !('source' in data)) return {};
  const { source } = data;
  if (typeof source !== 'object' || source === null || !('kind' in source) || source.kind !== 'table')
    return {};
  return { data: { ...data, source: { ...source, decimal: 'each' } } };
}

/** The document in today's format. Errors: a problem when it states no format, or a newer one. */
export function migrate(raw: unknown, file: string): object | Problem {
  const version = typeof raw === 'object' && raw !== null && 'format' in raw ? raw.format : undefined;
  if (typeof raw !== 'object' || raw === null || typeof version !== 'number' || version < 1) {
    return problem('file-not-loom', { file, reason: fileReasons.noFormat });
  }
  if (version > formatVersion) return problem('file-newer', { file, version, supported: formatVersion });
  const migrated = steps.slice(version - 1).reduce((document, step) => step(document), raw);
  return { ...migrated, format: formatVersion };
}

/** Where cards stand once they are tidy: dagre takes a moment for many. */
import { tidied, type TidyRequest } from '#shared/layout/tidy';
import type { Position } from '#shared/document/document';
import type { ByteReader, ReportProgress } from './byte-reader';

export async function tidy(
  request: TidyRequest,
  _reader: ByteReader,
  report: ReportProgress,
): Promise<Record<string, Position>> {
  return Promise.resolve(tidied(request, report));
}

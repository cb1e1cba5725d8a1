/** The numbers of one tensor, from a file the person chose. */
import type { ChosenFile } from '#shared/contract/desktop';
import { isProblem, type Problem } from '#shared/messages/problem';
import { decodeNpy } from '#shared/tensor/npy';
import type { Tensor } from '#shared/tensor/tensor';
import type { ByteReader, ReportProgress } from './byte-reader';

/** Errors: what keeps the file from being one. */
export async function openArray(
  { handle, name }: ChosenFile,
  reader: Pick<ByteReader, 'read'>,
  report: ReportProgress,
): Promise<Tensor | Problem> {
  const read = await reader.read(handle, 'file', report);
  return isProblem(read) ? read : decodeNpy(read.bytes, name);
}

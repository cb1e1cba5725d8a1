/** Unsaved work, put together of its parts. What is damaged of them costs the file it belongs to, not the work. */
import { strFromU8, strToU8 } from 'fflate';
import type { Recovery } from '#shared/contract/desktop';
import { dataFiles } from '#shared/data/files';
import { documentFile } from '#shared/document/file-format';
import { fileMessages } from '#shared/messages/files';
import { isProblem, type Problem } from '#shared/messages/problem';
import { joined } from '#shared/tensor/pieces';
import type { ByteReader, ReportProgress } from './byte-reader';
import { decodeRun, runFile, type KeptRun } from './kept-run';
import { fromFiles, fromNetwork, withRowsKnown, type OpenedDocument } from './open-document';
import { hashOf } from './parts';

export interface RecoveredDocument {
  readonly opened: OpenedDocument;
  /** The run whose weights these are. */
  readonly run: KeptRun | undefined;
  /** Files that could not be put together any more. */
  readonly lost: readonly string[];
}

/** Errors: what keeps the work from being opened. */
export async function openRecovered(
  { files, whole, name }: Recovery,
  reader: ByteReader,
  report: ReportProgress,
): Promise<RecoveredDocument | Problem> {
  const shown = name ?? fileMessages.unsavedNetwork;
  if (whole !== undefined) {
    const read = await reader.read(whole, 'file', report);
    const opened = isProblem(read) ? read : fromNetwork(read.bytes, shown);
    return isProblem(opened) ? opened : { opened: withRowsKnown(opened, report), run: undefined, lost: [] };
  }
  const lost: string[] = [];
  const found = new Map<string, Uint8Array<ArrayBuffer>>();
  for (const [file, parts] of files ?? []) {
    const pieces: Uint8Array[] = [];
    for (const { hash, handle } of parts) {
      const read = await reader.read(handle, 'file', report);
      if (!isProblem(read) && (await hashOf(read.bytes)) === hash) pieces.push(read.bytes);
    }
    if (pieces.length === parts.length) found.set(file, joined(pieces));
    else lost.push(file);
  }
  const opened = fromFiles(lost.some((file) => dataFiles.includes(file)) ? withoutRows(found) : found, shown);
  if (isProblem(opened)) return opened;
  return { opened: withRowsKnown(opened, report), run: decodeRun(found.get(runFile)), lost };
}

/** A document whose rows are lost is still a network. */
function withoutRows(files: Map<string, Uint8Array<ArrayBuffer>>): Map<string, Uint8Array<ArrayBuffer>> {
  const bytes = files.get(documentFile);
  if (!bytes) return files;
  const { data: _, ...document } = JSON.parse(strFromU8(bytes)) as { readonly data?: unknown };
  return new Map(files).set(documentFile, strToU8(JSON.stringify(document)));
}

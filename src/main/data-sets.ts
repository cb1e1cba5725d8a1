/** Rows to learn from: the sets that come with the app, and files the person chose, of which only the first rows are read. */
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { readingProblem } from '#host/system-error';
import type { BundledEntry, Listed, OpenedData } from '#shared/contract/desktop';
import type { Reply } from '#shared/contract/engine';
import { dataExtensions, isRowsOfText } from '#shared/data/open';
import { RowCutter } from '#shared/data/row-cutter';
import { cardSchema } from '#shared/data/source';
import { fileKinds } from '#shared/messages/files';
import { isProblem, problem } from '#shared/messages/problem';
import { fileLimit, tooLarge } from '#shared/tensor/file-limits';
import { listFolders, readSettings } from './bundled-folders';
import type { Dialogs } from './dialogs';

/** In the order their cards state. Errors: those of the file system. */
export async function listBundled(folder: string): Promise<Listed<BundledEntry>> {
  return listFolders(folder, async (id) => {
    const card = await readSettings(folder, id, 'card.json', cardSchema);
    return isProblem(card) ? card : { id, ...card };
  });
}

/** Null when the person cancels. */
export async function openData(dialogs: Dialogs): Promise<Reply<OpenedData | null>> {
  const path = await dialogs.open({
    properties: ['openFile'],
    filters: [{ name: fileKinds.data, extensions: dataExtensions }],
  });
  return path === undefined ? { ok: true, value: null } : readData(path);
}

/** However many rows a table has: what is beyond the first is counted, and left on the disk. */
export async function readData(path: string): Promise<Reply<OpenedData>> {
  const name = basename(path);
  try {
    const found = await stat(path);
    if (!found.isFile()) return { ok: false, problem: problem('file-not-regular', { file: name }) };
    if (isRowsOfText(name)) return await readRows(path, name);
    const large = tooLarge(name, found.size, fileLimit);
    if (large) return { ok: false, problem: large };
    return { ok: true, value: { name, bytes: await readFile(path), rowsLeft: 0 } };
  } catch (error) {
    return { ok: false, problem: readingProblem(error, name) };
  }
}

/** The first rows, and how many more there are as far as the file is read. */
async function readRows(path: string, name: string): Promise<Reply<OpenedData>> {
  const cutter = new RowCutter();
  const kept: Buffer[] = [];
  let read = 0;
  for await (const piece of createReadStream(path, { highWaterMark: 1_000_000 }) as AsyncIterable<Buffer>) {
    if (!cutter.isCut) kept.push(piece);
    cutter.push(piece);
    read += piece.length;
    if (read > fileLimit) break;
  }
  const found = cutter.end(name);
  if (found) return { ok: false, problem: found };
  const bytes = Buffer.concat(kept).subarray(0, cutter.kept);
  return { ok: true, value: { name, bytes, rowsLeft: cutter.rowsLeft } };
}

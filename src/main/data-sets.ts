/** Rows to learn from: the sets that come with the app, and files the person chose, of which only the first rows are read. */
import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { app, dialog, type BrowserWindow } from 'electron';
import type { BundledEntry, OpenedData } from '#shared/contract/desktop';
import type { Reply } from '#shared/contract/engine';
import { decodeCard } from '#shared/data/bundled';
import { dataExtensions, isRowsOfText } from '#shared/data/open';
import { RowCutter } from '#shared/data/row-cutter';
import { fileKinds } from '#shared/messages/files';
import { isProblem, problem } from '#shared/messages/problem';
import { formatBytes } from '#shared/tensor/number-format';
import { asProblem } from './reading';

/** Of files that are read whole. */
const sizeLimit = 500_000_000;

const dataFolder = (): string => join(app.getAppPath(), 'models', 'data');

/** In the order their cards state. */
export async function listBundled(): Promise<readonly BundledEntry[]> {
  const entries = await readdir(dataFolder(), { withFileTypes: true });
  const sets = await Promise.all(
    entries
      .filter((entry) => entry.isDirectory())
      .map(async ({ name: id }) => ({
        id,
        card: decodeCard(id, await readFile(join(dataFolder(), id, 'card.json'))),
      })),
  );
  return sets
    .flatMap(({ id, card }) => (isProblem(card) ? [] : [{ id, ...card }]))
    .sort((a, b) => a.order - b.order);
}

/** The files of one set by name. Errors: those of the file system. */
export async function readBundled(id: string): Promise<ReadonlyMap<string, Uint8Array>> {
  const folder = join(dataFolder(), id);
  const names = await readdir(folder);
  return new Map(
    await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name))] as const)),
  );
}

/** Null when the person cancels. */
export async function openData(window: BrowserWindow): Promise<Reply<OpenedData | null>> {
  const { filePaths } = await dialog.showOpenDialog(window, {
    properties: ['openFile'],
    filters: [{ name: fileKinds.data, extensions: dataExtensions }],
  });
  const [path] = filePaths;
  return path === undefined ? { ok: true, value: null } : readData(path);
}

/** However many rows a table has: what is beyond the first is counted, and left on the disk. */
export async function readData(path: string): Promise<Reply<OpenedData>> {
  const name = basename(path);
  try {
    const found = await stat(path);
    if (!found.isFile()) return { ok: false, problem: problem('file-not-regular', { file: name }) };
    if (isRowsOfText(name)) return { ok: true, value: { name, ...(await readRows(path)) } };
    if (found.size > sizeLimit) {
      const sizes = { file: name, size: formatBytes(found.size), limit: formatBytes(sizeLimit) };
      return { ok: false, problem: problem('file-too-large', sizes) };
    }
    return { ok: true, value: { name, bytes: await readFile(path), rowsLeft: 0 } };
  } catch (error) {
    return { ok: false, problem: asProblem(error, name) };
  }
}

async function readRows(path: string): Promise<Omit<OpenedData, 'name'>> {
  const cutter = new RowCutter();
  const kept: Buffer[] = [];
  for await (const piece of createReadStream(path, { highWaterMark: 1_000_000 }) as AsyncIterable<Buffer>) {
    const end = cutter.push(piece);
    if (end > 0) kept.push(piece.subarray(0, end));
  }
  cutter.end();
  return { bytes: Buffer.concat(kept), rowsLeft: cutter.rowsLeft };
}

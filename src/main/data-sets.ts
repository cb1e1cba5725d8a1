/** Rows to learn from, and other numbers: the sets that come with the app, and files the person chose. */
import { basename } from 'node:path';
import type { FileFilter } from 'electron';
import type { BundledEntry, CallRequest, ChosenFile, Listed } from '#shared/contract/desktop';
import { dataExtensions } from '#shared/data/open';
import { cardSchema } from '#shared/data/source';
import { fileKinds } from '#shared/messages/files';
import { isProblem } from '#shared/messages/problem';
import { listFolders, readSettings } from './bundled-folders';
import type { Dialogs } from './dialogs';
import type { Handles } from './handles';

/** In the order their cards state. Errors: those of the file system. */
export async function listBundled(folder: string): Promise<Listed<BundledEntry>> {
  return listFolders(folder, async (id) => {
    const card = await readSettings(folder, id, 'card.json', cardSchema);
    return isProblem(card) ? card : { id, ...card };
  });
}

const filters = {
  rows: { name: fileKinds.data, extensions: dataExtensions },
  array: { name: fileKinds.npy, extensions: ['npy'] },
} satisfies Record<CallRequest<'data.open'>['as'], FileFilter>;

/** Null when the person cancels. */
export async function chooseData(
  { as }: CallRequest<'data.open'>,
  dialogs: Dialogs,
  handles: Handles,
): Promise<ChosenFile | null> {
  const path = await dialogs.open({ properties: ['openFile'], filters: [filters[as]] });
  return path === undefined ? null : admitRows(path, handles);
}

/** A worker reads it: by the handle it can be read, and nothing else. */
export function admitRows(path: string, handles: Handles): ChosenFile {
  return { handle: handles.give('rows', { path }), name: basename(path) };
}

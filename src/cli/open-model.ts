/** MODEL on the command line: an .onnx file, a .loom file or a lesson's folder. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readingProblem } from '#host/system-error';
import type { Document } from '#shared/document/document';
import { dataFiles } from '#shared/data/files';
import { drawnNote } from '#shared/document/drawn';
import { decodeDocument, unzipDocument, type DocumentFiles } from '#shared/document/file-format';
import { isProblem, type Problem } from '#shared/messages/problem';
import { withBundled } from '#shared/data/plan';
import { readModel, type ModelProto } from '#shared/onnx/model-file';
import { isNetwork, whatFolderIs, whatItIs } from '#shared/opening/what-it-is';
import { openAsDocument } from '#shared/recognise/open';
import { readBundled } from './bundled';
import { recordRun } from './engine-host';
import { inlineExternalData } from './external-data';
import { isFolder, readFile, readStart } from './files';
import type { Place } from './protocol';

export type OpenedModel =
  | { readonly kind: 'onnx'; readonly model: ModelProto; readonly notes: readonly Problem[] }
  | {
      readonly kind: 'document';
      readonly document: Document;
      /** What it lies in: a lesson brings more than its document. */
      readonly files: DocumentFiles;
      /** What it does not bring along, or what is left out of it. */
      readonly notes: readonly Problem[];
    };

/** Errors: a problem that says what is wrong with which file. */
export function openModel(place: Place): OpenedModel | Problem {
  if (isFolder(place.path)) return openFolder(place);
  const start = readStart(place);
  const other = isProblem(start) ? start : whatItIs(start);
  if (other) return other;
  const bytes = readFile(place);
  if (isProblem(bytes)) return bytes;
  if (isNetwork(bytes, place.path)) {
    const files = unzipDocument(bytes, place.shown);
    return isProblem(files) ? files : asDocument(files, place);
  }
  // The guard watches how much memory it takes.
  const model = readModel(bytes, place.shown, Infinity);
  if (isProblem(model)) return model;
  return inlineExternalData(model, place) ?? { kind: 'onnx', model, notes: [] };
}

/** A document; of an .onnx file the one that the window shows. */
export async function openLayers(
  place: Place,
): Promise<Extract<OpenedModel, { kind: 'document' }> | Problem> {
  const opened = openModel(place);
  if (isProblem(opened) || opened.kind === 'document') return opened;
  const found = await openAsDocument(opened.model, place.shown, recordRun);
  return isProblem(found) ? found : { kind: 'document', files: new Map(), ...found };
}

/** Only the files a document and its lesson are made of: a folder may hold others. */
function openFolder(place: Place): OpenedModel | Problem {
  const files = new Map<string, Uint8Array>();
  try {
    const other = whatFolderIs(place.shown, readdirSync(place.path));
    if (other) return other;
    const inputs = isFolder(join(place.path, 'inputs')) ? readdirSync(join(place.path, 'inputs')) : [];
    const names = [
      'document.json',
      'parameters.safetensors',
      'constants.safetensors',
      ...['lesson.json', 'lesson.md', 'quiz.json'],
      ...dataFiles,
      ...inputs.map((name) => `inputs/${name}`),
    ];
    for (const name of names) {
      const path = join(place.path, name);
      if (!existsSync(path)) continue;
      const bytes = readFile({ shown: join(place.shown, name), path });
      if (isProblem(bytes)) return bytes;
      files.set(name, bytes);
    }
  } catch (error) {
    return readingProblem(error, place.shown);
  }
  return asDocument(files, place);
}

/** With the rows of its bundled set; where this version has no such set, training it says so. */
function asDocument(files: DocumentFiles, place: Place): OpenedModel | Problem {
  const document = decodeDocument(files, place.shown);
  if (isProblem(document)) return document;
  const { data } = document;
  const drawn = drawnNote(document, place.shown);
  const opened = { kind: 'document', files, notes: drawn ? [drawn] : [] } as const;
  const set = data?.source.kind === 'bundled' ? readBundled(data.source.id) : undefined;
  if (!data || !set || isProblem(set)) return { ...opened, document };
  return { ...opened, document: { ...document, data: withBundled(data, set) } };
}

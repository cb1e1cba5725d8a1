/** A file the person chose, read and taken apart: a network, or a model as the layers found in it. */
import type { ChosenFile } from '#shared/contract/desktop';
import type { Document } from '#shared/document/document';
import { drawnNote } from '#shared/document/drawn';
import { nameLimit } from '#shared/document/document';
import { workOut, type WorkedOut } from '#shared/data/worked-out';
import { decodeDocument, unzipDocument, type DocumentFiles } from '#shared/document/file-format';
import { initialTraining } from '#shared/document/training-settings';
import { lessonFiles } from '#shared/lesson/lesson';
import { isProblem, problem, type Problem } from '#shared/messages/problem';
import { takenApart, type NextPiece } from '#shared/onnx/apart';
import { lieAt } from '#shared/onnx/lent';
import { externalTensors, readModel, type ModelProto } from '#shared/onnx/model-file';
import { graphOf } from '#shared/onnx/model-parts';
import { headLength } from '#shared/opening/file-start';
import { isNetwork, whatItIs } from '#shared/opening/what-it-is';
import { openAsDocument, type RecordRun } from '#shared/recognise/open';
import type { Tensor } from '#shared/tensor/tensor';
import { modelFileLimit, tooLarge } from '#shared/tensor/file-limits';
import { unknownIn } from '#shared/training/network';
import { besideLimit } from '#shared/contract/bytes';
import type { ByteReader, ReportProgress } from './byte-reader';

type Reader = Pick<ByteReader, 'open' | 'read'>;

export interface OpenedDocument {
  readonly document: Document;
  /** The document was made of a model, which no network file holds yet. */
  readonly isRecognised: boolean;
  /** What it does not bring along, or what is left out of it, for the person to know. */
  readonly notes: readonly Problem[];
  /** What else lies in the file, by name: the text and questions of a lesson. */
  readonly beside: ReadonlyMap<string, Uint8Array>;
  /** Of a model, numbers that the engine was fed, by their labels. */
  readonly fed?: ReadonlyMap<string, Tensor>;
  /** Of the rows it brings along. */
  readonly workedOut?: WorkedOut | undefined;
}

/** Errors: what keeps the file from being opened. */
export async function openDocument(
  { handle, name }: ChosenFile,
  reader: Reader,
  report: ReportProgress,
  record: RecordRun,
): Promise<OpenedDocument | Problem> {
  const opened = await reader.open(handle, 'model', report);
  if (isProblem(opened)) return opened;
  const { size } = opened;
  const first = (await opened.next()) ?? new Uint8Array();
  if (isProblem(first)) return first;
  const other = whatItIs({ file: name, name, head: first.subarray(0, headLength), size });
  if (other) return other;
  const pieces = withFirst(first, () => opened.next());
  if (!isNetwork(first, name)) return fromModel(pieces, size, { handle, name }, reader, report, record);
  // What may be saved back has to be known by what it holds: it is read as such from its start.
  const read = await reader.read(handle, 'file', report);
  const network = isProblem(read) ? read : fromNetwork(read.bytes, name);
  return isProblem(network) ? network : withRowsKnown(network, report);
}

function withFirst(first: Uint8Array, next: NextPiece): NextPiece {
  const looked = [first];
  return () => {
    const piece = looked.pop();
    return piece ? Promise.resolve(piece) : next();
  };
}

/** With what is to be known of the rows it brings along; those of a set that comes with the app are not in the file. */
export function withRowsKnown(opened: OpenedDocument, report: ReportProgress): OpenedDocument {
  const { data, training = initialTraining } = opened.document;
  return data && data.source.kind !== 'bundled'
    ? { ...opened, workedOut: workOut(data, training, report) }
    : opened;
}

/** Errors: what is wrong with the file. */
export function fromNetwork(bytes: Uint8Array, name: string): OpenedDocument | Problem {
  const files = unzipDocument(bytes, name);
  return isProblem(files) ? files : fromFiles(files, name);
}

/** Errors: what is wrong with them. */
export function fromFiles(files: DocumentFiles, name: string): OpenedDocument | Problem {
  const document = decodeDocument(files, name);
  if (isProblem(document)) return document;
  const notes = [drawnNote(document, name), unknownIn(document.training)].filter(
    (note) => note !== undefined,
  );
  return { document, isRecognised: false, notes, beside: lessonFiles(files) };
}

async function fromModel(
  pieces: NextPiece,
  size: number,
  { handle, name }: ChosenFile,
  reader: Reader,
  report: ReportProgress,
  record: RecordRun,
): Promise<OpenedDocument | Problem> {
  const apart = await takenApart(pieces, size, name);
  if (isProblem(apart)) return apart;
  const model = readModel(apart.bytes, name);
  if (isProblem(model)) return model;
  for (const [place, { at, bytes }] of apart.numbers) {
    const weight = graphOf(model).initializer[place];
    if (weight) weight.rawData = bytes;
    lieAt(bytes, { handle, beside: '', at, length: bytes.length });
  }
  const missing = await bringTogether(model, { handle, name }, reader, report);
  if (missing) return missing;
  const opened = await openAsDocument(model, name, record, report);
  if (isProblem(opened)) return opened;
  const title = name.replace(/\.onnx$/i, '').slice(0, nameLimit);
  return {
    ...{ document: { ...opened.document, title }, isRecognised: true, notes: opened.notes },
    beside: new Map(),
    fed: opened.fed,
  };
}

/** With the numbers that lie in files beside the model. Errors: the first that cannot be had. */
async function bringTogether(
  model: ModelProto,
  { handle, name }: ChosenFile,
  reader: Reader,
  report: ReportProgress,
): Promise<Problem | undefined> {
  let total = 0;
  for (const external of externalTensors(model)) {
    const { tensor, location, offset, length } = external;
    const told = { file: name, tensor, data: location };
    if (location.length > besideLimit) return problem('model-missing-data', told);
    const isRange = [offset, length ?? 0].every((count) => Number.isSafeInteger(count) && count >= 0);
    if (!isRange) return problem('model-data-cut-short', told);
    const read = await reader.read(handle, { location, offset, length }, report);
    if (isProblem(read)) return { ...read, values: { ...read.values, ...('tensor' in read.values && told) } };
    total += read.bytes.length;
    const large = tooLarge(name, total, modelFileLimit);
    if (large) return large;
    external.inline(read.bytes);
    lieAt(read.bytes, { handle, beside: location, at: offset, length: read.bytes.length });
  }
  return undefined;
}

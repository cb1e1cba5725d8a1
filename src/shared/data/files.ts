/** A plan as the part of a document's JSON it is, and the file its rows are in. */
import { deflateSync, gzipSync, strToU8 } from 'fflate';
import * as v from 'valibot';
import { isProblem, problem, type Problem } from '../messages/problem';
import { fileReasons } from '../messages/reasons';
import { npyPieces } from '../tensor/npy';
import { here, type Pieces } from '../tensor/pieces';
import { decodeText } from '../tensor/text';
import { gunzip } from '../tensor/unzip';
import { zipped, type Level } from '../tensor/zip';
import { decodeArrays } from './arrays';
import { initialPreparation, preparationSchema } from './preparation';
import type { DataPlan } from './plan';
import { textLimit } from './row-cutter';
import type { DataSource } from './source';
import { toyIds, toyLimits } from './toy';

const fileName = v.pipe(v.string(), v.maxLength(200));
const rowsLeft = v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(1)));
const sourceSchema = v.variant('kind', [
  v.object({
    kind: v.literal('toy'),
    id: v.picklist(toyIds),
    noise: v.pipe(v.number(), v.minValue(0), v.maxValue(toyLimits.noise)),
    count: v.pipe(v.number(), v.integer(), v.minValue(toyLimits.count.min), v.maxValue(toyLimits.count.max)),
    seed: v.pipe(v.number(), v.safeInteger()),
  }),
  v.object({ kind: v.literal('bundled'), id: v.pipe(v.string(), v.regex(/^[\w-]{1,40}$/)) }),
  v.object({
    kind: v.literal('table'),
    name: fileName,
    isHeaded: v.exactOptional(v.boolean()),
    decimal: v.exactOptional(v.picklist(['point', 'comma', 'each'])),
    rowsLeft,
  }),
  v.object({
    kind: v.literal('arrays'),
    name: fileName,
    classes: v.exactOptional(v.array(v.string())),
    rowsLeft,
  }),
]);
export const planSchema = v.object({ source: sourceSchema, preparation: preparationSchema });
export type StoredPlan = v.InferOutput<typeof planSchema>;

const tableFile = 'data.csv';
const packedFile = 'data.csv.gz';
const arraysFile = 'data.npz';
/** Files that hold rows; the packed ones are not packed again. */
export const dataFiles: readonly string[] = [tableFile, packedFile, arraysFile];
/** Longer texts are packed once, not at every time they are kept. */
const plainLimit = 1_000_000;
/** Bytes that are squeezed to see what squeezing is worth, and the share of them that is to be left at most. */
const sampleSize = 100_000;
const worthwhile = 0.8;

export function storePlan({ source, preparation }: DataPlan): StoredPlan {
  switch (source.kind) {
    case 'toy':
      return { source, preparation };
    case 'bundled':
      return { source: { kind: source.kind, id: source.id }, preparation };
    case 'table': {
      const { text: _, ...stored } = source;
      return { source: stored, preparation };
    }
    case 'arrays': {
      const { features: _, targets: _targets, classes, ...stored } = source;
      return { source: { ...stored, ...(classes && { classes: [...classes] }) }, preparation };
    }
  }
}

type StoredFile = readonly [name: string, pieces: Pieces];
const encoded = new WeakMap<DataSource, StoredFile>();

/** The rows that belong to the document, as a file; those drawn or bundled need none. */
export function encodeRows(source: DataSource): StoredFile | undefined {
  if (source.kind === 'toy' || source.kind === 'bundled') return undefined;
  const file = encoded.get(source) ?? encode(source);
  encoded.set(source, file);
  return file;
}

function encode(source: Extract<DataSource, { kind: 'table' | 'arrays' }>): StoredFile {
  if (source.kind === 'arrays') {
    const { features, targets } = source;
    const arrays = new Map([
      ['features.npy', npyPieces(features)],
      ['targets.npy', npyPieces(targets)],
    ]);
    return [arraysFile, [...zipped(arrays, levelOfNumbers)]];
  }
  const bytes = strToU8(source.text);
  if (bytes.length <= plainLimit) return [tableFile, [bytes]];
  return [packedFile, [gzipSync(bytes, { level: 1, mtime: '1980-01-01' })]];
}

/** Pictures get a tenth of their size, measurements stay as large as they are: what is in the middle of them tells. */
function levelOfNumbers(_: string, pieces: Pieces): Level {
  const [largest = new Uint8Array()] = pieces.map(here).toSorted((a, b) => b.length - a.length);
  const from = Math.max(0, (largest.length - sampleSize) >> 1);
  const sample = largest.subarray(from, from + sampleSize);
  return deflateSync(sample, { level: 1 }).length < worthwhile * sample.length ? 1 : 0;
}

/** A file of rows without a plan is a table with a heading, the answer last. Errors: what is wrong with the file. */
export function decodePlan(
  stored: StoredPlan | undefined,
  files: ReadonlyMap<string, Uint8Array>,
  file: string,
): DataPlan | undefined | Problem {
  const damaged = (reason: string): Problem => problem('file-damaged', { file, reason });
  if (!stored) {
    if (!files.has(tableFile)) return undefined;
    const text = readText(files);
    if (text === undefined) return damaged(fileReasons.noRowsOfData);
    const source = { kind: 'table', name: tableFile, text, isHeaded: true } as const;
    return { source, preparation: initialPreparation };
  }
  const { source, preparation } = stored;
  switch (source.kind) {
    case 'toy':
    case 'bundled':
      return { source, preparation };
    case 'table': {
      const text = readText(files);
      return text === undefined
        ? damaged(fileReasons.noRowsOfData)
        : { source: { ...source, text }, preparation };
    }
    case 'arrays': {
      const arrays = decodeArrays(files.get(arraysFile) ?? new Uint8Array(), `${file}, ${arraysFile}`);
      return isProblem(arrays) ? arrays : { source: { ...arrays, ...source }, preparation };
    }
  }
}

/** Undefined where there is none, or more of it than the app ever keeps. */
function readText(files: ReadonlyMap<string, Uint8Array>): string | undefined {
  const packed = files.get(packedFile);
  const text = files.get(tableFile) ?? (packed && gunzip(packed, textLimit));
  return text && text.length <= textLimit ? decodeText(text) : undefined;
}

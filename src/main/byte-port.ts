/** Answers a worker's requests for the bytes of files; paths stay here. */
import { createReadStream, type BigIntStats } from 'node:fs';
import { basename } from 'node:path';
import * as v from 'valibot';
import { Identifying } from '#host/file-identity';
import { readingProblem } from '#host/system-error';
import { byteRequest, pieceSize, type ByteAnswer } from '#shared/contract/bytes';
import { RowCutter } from '#shared/data/row-cutter';
import { isProblem, problem, type Problem } from '#shared/messages/problem';
import { fileLimit } from '#shared/tensor/file-limits';
import type { KnownFile } from './handles';
import { lookAtFile } from './reading';

/** The end of a message channel that main keeps. */
export interface BytePort {
  on(event: 'message', listener: (message: { data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  postMessage(answer: ByteAnswer): void;
  start(): void;
}

/** Finds the file behind a handle. Errors: RangeError for one that was never given to be read. */
type FileOf = (handle: string) => KnownFile;

/** Serves until the worker's end closes; what it was reading is let go then. */
export function serveBytes(port: BytePort, fileOf: FileOf): void {
  const readers = new Map<number, Reader>();
  port.on('message', ({ data }) => {
    const parsed = v.safeParse(byteRequest, data);
    if (!parsed.success) return;
    const request = parsed.output;
    const { id } = request;
    const answer =
      request.kind === 'read'
        ? openReader(fileOf, request).then((opened): ByteAnswer => {
            if (isProblem(opened)) return { kind: 'failed', id, problem: opened };
            readers.set(id, opened);
            return { kind: 'opened', id, size: opened.size };
          })
        : nextOf(readers, id);
    void answer.then((found) => {
      port.postMessage(found);
    });
  });
  port.on('close', () => {
    for (const reader of readers.values()) void reader.pieces.return(nothing);
  });
  port.start();
}

interface Piece {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly at: number;
}

interface End {
  readonly kept: number;
  readonly rowsLeft: number;
}

const nothing: End = { kept: 0, rowsLeft: 0 };

interface Reader {
  readonly name: string;
  readonly size: number;
  /** Answers, at the end, what of them is kept, or what is wrong with it. */
  readonly pieces: AsyncGenerator<Piece, End | Problem, undefined>;
}

async function openReader(
  fileOf: FileOf,
  { handle, as }: { handle: string; as: 'file' | 'rows' },
): Promise<Reader | Problem> {
  let file: KnownFile;
  try {
    file = fileOf(handle);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return problem('request-refused', { reason: error.message });
  }
  const found = await lookAtFile(file.path, as === 'file');
  if (isProblem(found)) return found;
  const pieces = as === 'file' ? wholeFile(file, found) : firstRows(file.path);
  return { name: basename(file.path), size: Number(found.size), pieces };
}

async function nextOf(readers: Map<number, Reader>, id: number): Promise<ByteAnswer> {
  const reader = readers.get(id);
  if (!reader) return { kind: 'end', id, ...nothing };
  try {
    const { done, value } = await reader.pieces.next();
    if (!done) return { kind: 'piece', id, ...value };
    readers.delete(id);
    return isProblem(value) ? { kind: 'failed', id, problem: value } : { kind: 'end', id, ...value };
  } catch (error) {
    readers.delete(id);
    return { kind: 'failed', id, problem: readingProblem(error, reader.name) };
  }
}

/** At most the size it had when it was opened: one that grows meanwhile would never end. What was read is noted. */
async function* wholeFile(file: KnownFile, found: BigIntStats): Reader['pieces'] {
  const identifying = new Identifying(found);
  const size = Number(found.size);
  let at = 0;
  for await (const piece of size === 0 ? [] : piecesOf(file.path, size - 1)) {
    at += piece.length;
    identifying.push(piece);
    yield { bytes: new Uint8Array(piece), at };
  }
  file.identity = identifying.end();
  return { kept: at, rowsLeft: 0 };
}

/** However many rows a table has: what is beyond the first is counted as far as files are read, and left on the disk. */
async function* firstRows(path: string): Reader['pieces'] {
  const cutter = new RowCutter();
  let at = 0;
  for await (const piece of piecesOf(path, fileLimit)) {
    at += piece.length;
    const isKept = !cutter.isCut;
    cutter.push(piece);
    yield { bytes: isKept ? new Uint8Array(piece) : new Uint8Array(), at };
  }
  return cutter.end(basename(path)) ?? { kept: cutter.kept, rowsLeft: cutter.rowsLeft };
}

function piecesOf(path: string, end?: number): AsyncIterable<Buffer> {
  return createReadStream(path, { highWaterMark: pieceSize, ...(end !== undefined && { end }) });
}

/** Answers a worker's requests for the bytes of files; paths stay here. */
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import * as v from 'valibot';
import { byteRequest, pieceSize, type ByteAnswer } from '#shared/contract/bytes';
import { RowCutter } from '#shared/data/row-cutter';
import { isProblem, problem, type Problem } from '#shared/messages/problem';
import { asProblem, sizeOfFile } from './reading';

/** The end of a message channel that main keeps. */
export interface BytePort {
  on(event: 'message', listener: (message: { data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  postMessage(answer: ByteAnswer): void;
  start(): void;
}

/** Finds the path behind a handle. Errors: RangeError for one that was never given. */
type PathOf = (handle: string) => string;

/** Serves until the worker's end closes; what it was reading is let go then. */
export function serveBytes(port: BytePort, pathOf: PathOf): void {
  const readers = new Map<number, Reader>();
  port.on('message', ({ data }) => {
    const parsed = v.safeParse(byteRequest, data);
    if (!parsed.success) return;
    const request = parsed.output;
    const { id } = request;
    const answer =
      request.kind === 'read'
        ? openReader(pathOf, request).then((opened): ByteAnswer => {
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
    for (const reader of readers.values()) void reader.pieces.return(0);
  });
  port.start();
}

interface Piece {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly at: number;
}

interface Reader {
  readonly name: string;
  readonly size: number;
  /** Answers, at the end, how many rows were left. */
  readonly pieces: AsyncGenerator<Piece, number, undefined>;
}

async function openReader(
  pathOf: PathOf,
  { handle, as }: { handle: string; as: 'file' | 'rows' },
): Promise<Reader | Problem> {
  let path: string;
  try {
    path = pathOf(handle);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return problem('request-refused', { reason: error.message });
  }
  const size = await sizeOfFile(path, as === 'file');
  if (isProblem(size)) return size;
  return { name: basename(path), size, pieces: as === 'file' ? wholeFile(path, size) : firstRows(path) };
}

async function nextOf(readers: Map<number, Reader>, id: number): Promise<ByteAnswer> {
  const reader = readers.get(id);
  if (!reader) return { kind: 'end', id, rowsLeft: 0 };
  try {
    const { done, value } = await reader.pieces.next();
    if (!done) return { kind: 'piece', id, ...value };
    readers.delete(id);
    return { kind: 'end', id, rowsLeft: value };
  } catch (error) {
    readers.delete(id);
    return { kind: 'failed', id, problem: asProblem(error, reader.name) };
  }
}

/** At most the size it had when it was opened: one that grows meanwhile would never end. */
async function* wholeFile(path: string, size: number): Reader['pieces'] {
  if (size === 0) return 0;
  let at = 0;
  for await (const piece of piecesOf(path, size - 1)) {
    at += piece.length;
    yield { bytes: new Uint8Array(piece), at };
  }
  return 0;
}

/** However many rows a table has: what is beyond the first is counted, and left on the disk. */
async function* firstRows(path: string): Reader['pieces'] {
  const cutter = new RowCutter();
  let at = 0;
  for await (const piece of piecesOf(path)) {
    at += piece.length;
    const end = cutter.push(piece);
    yield { bytes: new Uint8Array(piece.subarray(0, end)), at };
  }
  cutter.end();
  return cutter.rowsLeft;
}

function piecesOf(path: string, end?: number): AsyncIterable<Buffer> {
  return createReadStream(path, { highWaterMark: pieceSize, ...(end !== undefined && { end }) });
}

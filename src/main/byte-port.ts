/** Reads and writes the bytes of files for a worker; paths stay here. */
import { createReadStream, type BigIntStats } from 'node:fs';
import { basename } from 'node:path';
import * as v from 'valibot';
import { placeBeside } from '#host/beside';
import { Identifying, stampOf } from '#host/file-identity';
import { readingProblem } from '#host/system-error';
import {
  byteRequest,
  pieceSize,
  type Beside,
  type ByteAnswer,
  type ByteRequest,
  type KeptWork,
  type WriteTarget,
  type Written,
} from '#shared/contract/bytes';
import { RowCutter } from '#shared/data/row-cutter';
import { isProblem, problem, type Problem } from '#shared/messages/problem';
import { whatStandsFor } from '#shared/opening/text-files';
import { fileLimit, modelFileLimit, tooLarge } from '#shared/tensor/file-limits';
import type { KnownFile } from './handles';
import { Incoming } from './incoming';
import { lookAtFile, startOf } from './reading';

/** The end of a message channel that main keeps. */
export interface BytePort {
  on(event: 'message', listener: (message: { data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  postMessage(answer: ByteAnswer): void;
  start(): void;
}

/** What the bytes are of, and where they go. */
export interface Places {
  /** The file behind a handle. Errors: RangeError for one that was never given to be read. */
  fileOf(handle: string): KnownFile;
  /** Writes all pieces or nothing; need not ask for them. Errors: those of the pieces, and RangeError as `fileOf`. */
  write(target: WriteTarget, pieces: AsyncIterable<Uint8Array>): Promise<Written>;
  /** The same for unsaved work as a whole, whose parts were written before. */
  keep(work: KeptWork): Promise<Written>;
}

/** Serves until the worker's end closes; what it was reading or writing is let go then. */
export function serveBytes(port: BytePort, places: Places): void {
  const readers = new Map<number, Reader>();
  const writes = new Map<number, Incoming>();
  const answer = (id: number, found: Promise<ByteAnswer>): void => {
    void found
      .catch((error: unknown): ByteAnswer => ({ kind: 'failed', id, problem: refusal(error) }))
      .then((settled) => {
        port.postMessage(settled);
      });
  };
  const written = (id: number, reply: Promise<Written>): void => {
    answer(
      id,
      reply.then((found) => ({ kind: 'written', id, reply: found })),
    );
  };
  const serve = (request: ByteRequest): void => {
    const { id } = request;
    switch (request.kind) {
      case 'read':
        answer(id, openReader(readers, places, request));
        return;
      case 'next':
        answer(id, nextOf(readers, id));
        return;
      case 'write': {
        const incoming = new Incoming(() => {
          port.postMessage({ kind: 'more', id });
        });
        writes.set(id, incoming);
        written(
          id,
          places.write(request.target, incoming.pieces()).finally(() => writes.delete(id)),
        );
        return;
      }
      case 'piece':
        writes.get(id)?.take(request.bytes);
        return;
      case 'end':
        writes.get(id)?.take(undefined);
        return;
      case 'keep':
        written(id, places.keep(request.work));
    }
  };
  port.on('message', ({ data }) => {
    const parsed = v.safeParse(byteRequest, data);
    if (parsed.success) serve(parsed.output);
    else refuse(port, data, v.summarize(parsed.issues));
  });
  port.on('close', () => {
    for (const reader of readers.values()) void reader.pieces.return(nothing);
    for (const incoming of writes.values()) incoming.giveUp();
  });
  port.start();
}

/** Whoever asked what is not understood waits for an answer all the same. */
function refuse(port: BytePort, data: unknown, reason: string): void {
  const id = typeof data === 'object' && data !== null && 'id' in data ? Number(data.id) : -1;
  port.postMessage({ kind: 'failed', id, problem: problem('request-refused', { reason }) });
}

/** Errors become a problem: nothing is thrown across the port. */
function refusal(error: unknown): Problem {
  return problem('request-refused', { reason: error instanceof Error ? error.message : String(error) });
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
  /** Answers, at the end, what of them is kept, or what is wrong with it. */
  readonly pieces: AsyncGenerator<Piece, End | Problem, undefined>;
}

/** Of a table the first rows are enough. */
const limits = { file: fileLimit, model: modelFileLimit, rows: Infinity } as const;

async function openReader(
  readers: Map<number, Reader>,
  places: Places,
  { id, handle, as }: Extract<ByteRequest, { kind: 'read' }>,
): Promise<ByteAnswer> {
  const file = places.fileOf(handle);
  if (typeof as === 'object') return openBeside(readers, file, id, as);
  const found = await lookAtFile(file.path, limits[as]);
  if (isProblem(found)) return { kind: 'failed', id, problem: found };
  readers.set(id, { name: basename(file.path), pieces: piecesAs(as, file, found) });
  return { kind: 'opened', id, size: Number(found.size) };
}

function piecesAs(as: keyof typeof limits, file: KnownFile, found: BigIntStats): Reader['pieces'] {
  switch (as) {
    case 'rows':
      return firstRows(file.path);
    case 'file':
      return wholeFile(file, found);
    case 'model':
      file.read = new Map([['', stampOf(found)]]);
      return stretch(file.path, 0, Number(found.size));
  }
}

/** What a model keeps in files of its own. The sentences name no tensor: who asks knows which it is. */
async function openBeside(
  readers: Map<number, Reader>,
  file: KnownFile,
  id: number,
  { location, offset, length }: Beside,
): Promise<ByteAnswer> {
  const told = { file: basename(file.path), tensor: '', data: location };
  const path = placeBeside(file.path, location);
  if (path === undefined) return { kind: 'failed', id, problem: problem('model-missing-data', told) };
  const found = await lookAtFile(path);
  if (isProblem(found)) return { kind: 'failed', id, problem: found };
  const size = length ?? Number(found.size) - offset;
  const isCutShort = size < 0 || offset + size > Number(found.size);
  // A note that stands for the file is shorter than this, and a page is too short for most weights.
  if (isCutShort || offset === 0 || found.size < 1024n) {
    const start = await startOf(path);
    const other = isProblem(start) ? start : whatStandsFor(start);
    if (other) return { kind: 'failed', id, problem: other };
  }
  if (isCutShort) return { kind: 'failed', id, problem: problem('model-data-cut-short', told) };
  const large = tooLarge(told.data, size, modelFileLimit);
  if (large) return { kind: 'failed', id, problem: large };
  // Of all that is read of it the first is what it was.
  file.read ??= new Map();
  if (!file.read.has(location)) file.read.set(location, stampOf(found));
  readers.set(id, { name: basename(path), pieces: stretch(path, offset, size) });
  return { kind: 'opened', id, size };
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
  const identifying = new Identifying();
  const size = Number(found.size);
  let at = 0;
  for await (const piece of size === 0 ? [] : piecesOf(file.path, size - 1)) {
    at += piece.length;
    identifying.push(piece);
    yield { bytes: new Uint8Array(piece), at };
  }
  file.identity = identifying.end(found);
  return { kept: at, rowsLeft: 0 };
}

async function* stretch(path: string, offset: number, size: number): Reader['pieces'] {
  let at = 0;
  for await (const piece of size === 0 ? [] : piecesOf(path, offset + size - 1, offset)) {
    at += piece.length;
    yield { bytes: new Uint8Array(piece), at };
  }
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

function piecesOf(path: string, end: number, start = 0): AsyncIterable<Buffer> {
  return createReadStream(path, { highWaterMark: pieceSize, start, end });
}

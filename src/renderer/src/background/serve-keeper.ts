/** Saves documents and keeps unsaved work, one after the other. */
import type { WriteTarget, Written } from '#shared/contract/bytes';
import type { Document } from '#shared/document/document';
import { documentPieces } from '#shared/document/file-format';
import { problem } from '#shared/messages/problem';
import { fileLimit } from '#shared/tensor/file-limits';
import { formatBytes } from '#shared/tensor/number-format';
import { Away, type AwayTensor, NumbersAway } from '#shared/tensor/away';
import { viewAs } from '#shared/tensor/npy';
import { here, lengthOf, type Piece, type Pieces } from '#shared/tensor/pieces';
import { zippedFrom } from '#shared/tensor/zip';
import { ByteWriter } from './byte-writer';
import { Held } from './held';
import type { Brought, HoldMessage, Outline, Want } from './outline';
import { partsOf, PartNames } from './parts';
import { encodeRun, runFile, type KeptRun } from './kept-run';

/** What lies beside a document in its file, by name: the text and questions of a lesson. */
export type Beside = ReadonlyMap<string, Uint8Array>;

/** Into a file the person chose. */
export interface SaveTask {
  readonly kind: 'save';
  readonly handle: string;
  /** What the person was asked about and wants it saved all the same. */
  readonly despite: Extract<WriteTarget, { handle: string }>['despite'];
}
/** As unsaved work, which comes back at the next start. */
export interface KeepTask {
  readonly kind: 'keep';
  readonly name: string | null;
  readonly handle: string | null;
  /** The run whose weights these are. */
  readonly run?: KeptRun;
}
export type KeeperTask = SaveTask | KeepTask;

export interface KeeperRequest {
  readonly kind: 'task';
  readonly outline: Outline;
  readonly beside: Beside;
  readonly task: KeeperTask;
}
export type KeeperMessage = KeeperRequest | HoldMessage | Brought;
export type KeeperAnswer = Want | { readonly kind: 'written'; readonly written: Written };

/** The end of a channel to the window: a worker's own scope, or a port. */
export interface KeeperChannel {
  onmessage: ((message: MessageEvent<KeeperMessage | null>) => void) | null;
  postMessage(answer: KeeperAnswer): void;
}

/** The first message brings the port to main and nothing else; tasks are answered in the order they came. */
export function serveKeeper(channel: KeeperChannel): void {
  const names = new PartNames();
  const held = new Held(names);
  let writer: ByteWriter | undefined;
  const wanted = new Wanted(channel);
  let last = Promise.resolve();
  channel.onmessage = ({ data, ports: [port] }) => {
    if (port) writer = new ByteWriter(port);
    if (!data || !writer) return;
    if (data.kind === 'brought') {
      wanted.take(data);
      return;
    }
    if (data.kind !== 'task') {
      held.take(data);
      return;
    }
    const { outline, beside, task } = data;
    const [known, document] = [writer, held.document(outline)];
    last = last.then(async () => {
      const written = await work(document, beside, task, { writer: known, names, read: wanted.read });
      channel.postMessage({ kind: 'written', written });
    });
  };
}

/** Numbers that stayed in the window. */
class Wanted {
  readonly #channel: KeeperChannel;
  readonly #waiting = new Map<number, (bytes: Brought['bytes']) => void>();
  #lastId = 0;

  constructor(channel: KeeperChannel) {
    this.#channel = channel;
  }

  take({ id, bytes }: Brought): void {
    this.#waiting.get(id)?.(bytes);
    this.#waiting.delete(id);
  }

  /** Errors: RangeError for those that the window has not. */
  read = async (piece: Piece): Promise<Uint8Array<ArrayBuffer>> => {
    if (!(piece instanceof Away)) return here(piece) as Uint8Array<ArrayBuffer>;
    const { of, at, length } = piece;
    const id = ++this.#lastId;
    const bytes = await new Promise<Brought['bytes']>((resolve) => {
      this.#waiting.set(id, resolve);
      this.#channel.postMessage({ kind: 'want', id, key: of.key, at, length });
    });
    if (bytes?.length !== length) throw new RangeError(`the window has no such numbers under ${of.key}`);
    return bytes;
  };
}

interface Means {
  readonly writer: ByteWriter;
  readonly names: PartNames;
  readonly read: Wanted['read'];
}

async function work(document: Document, beside: Beside, task: KeeperTask, means: Means): Promise<Written> {
  try {
    const files = await filesOf(document, means.read);
    for (const [name, bytes] of beside) files.set(name, [bytes]);
    if (task.kind === 'save') return await save(files, task, means);
    if (task.run) files.set(runFile, [encodeRun(task.run)]);
    return await keep(files, task, means);
  } catch (error) {
    return { ok: false, problem: problem('request-refused', { reason: String(error) }) };
  }
}

/** Numbers in a shape that they are not used in are fitted to it, and so brought for as long as that takes. */
async function filesOf(document: Document, read: Wanted['read']): Promise<Map<string, Pieces>> {
  const fitted = new Set<AwayTensor>();
  try {
    for (;;) {
      const found = piecesOrMissing(document);
      if (!(found instanceof NumbersAway)) return found;
      const { tensor } = found;
      tensor.bring(viewAs(tensor.dtype, (await read(tensor.bytes)).buffer));
      fitted.add(tensor);
    }
  } finally {
    for (const tensor of fitted) tensor.letGo();
  }
}

function piecesOrMissing(document: Document): Map<string, Pieces> | NumbersAway {
  try {
    return documentPieces(document);
  } catch (error) {
    if (error instanceof NumbersAway) return error;
    throw error;
  }
}

/** What could not be opened again is not saved as if it could. */
async function save(
  files: ReadonlyMap<string, Pieces>,
  { handle, despite }: SaveTask,
  { writer, read }: Means,
): Promise<Written> {
  const size = [...files.values()].reduce((total, pieces) => total + lengthOf(pieces), 0);
  if (size <= fileLimit) return writer.write({ handle, despite }, zippedFrom(files, read));
  const values = { size: formatBytes(size), limit: formatBytes(fileLimit) };
  return { ok: false, problem: problem('network-not-saved', values) };
}

/** Parts on their way at once: while one goes to the disk, the next is hashed. */
const atOnce = 4;

/** Parts first, then what says that they are the work. */
async function keep(
  files: ReadonlyMap<string, Pieces>,
  { name, handle }: KeepTask,
  { writer, names, read }: Means,
): Promise<Written> {
  const kept: Record<string, string[]> = {};
  const parts = [...files].flatMap(([file, pieces]) => {
    const hashes: string[] = [];
    kept[file] = hashes;
    return [...partsOf(pieces)].map((part, at) => ({ part, hashes, at }));
  });
  const left = parts.values();
  let fault: Written | undefined;
  const writeSome = async (): Promise<void> => {
    for (const { part, hashes, at } of left) {
      let bytes: Promise<Uint8Array> | undefined;
      const once = () => (bytes ??= read(part));
      const hash = await names.nameOf(part, once);
      hashes[at] = hash;
      const written = fault ?? (await writer.write({ part: hash }, brought(once)));
      if (!written.ok) fault = written;
      if (fault) return;
    }
  };
  const writing = Array.from({ length: atOnce }, writeSome);
  // Even where one breaks: what the others are at may become something else as soon as this is answered.
  await Promise.allSettled(writing);
  await Promise.all(writing);
  return fault ?? writer.keep({ name, handle, files: kept });
}

/** Asked for only where they are not written already. */
async function* brought(read: () => Promise<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield await read();
}

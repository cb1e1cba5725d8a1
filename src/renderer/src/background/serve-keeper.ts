/** Saves documents and keeps unsaved work, one after the other. */
import type { WriteTarget, Written } from '#shared/contract/bytes';
import type { Document } from '#shared/document/document';
import { documentPieces } from '#shared/document/file-format';
import { problem } from '#shared/messages/problem';
import { fileLimit } from '#shared/tensor/file-limits';
import { formatBytes } from '#shared/tensor/number-format';
import { lengthOf, type Pieces } from '#shared/tensor/pieces';
import { zipped } from '#shared/tensor/zip';
import { ByteWriter } from './byte-writer';
import { Held } from './held';
import type { HoldMessage, Outline } from './outline';
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
export type KeeperMessage = KeeperRequest | HoldMessage;

/** The end of a channel to the window: a worker's own scope, or a port. */
export interface KeeperChannel {
  onmessage: ((message: MessageEvent<KeeperMessage | null>) => void) | null;
  postMessage(answer: Written): void;
}

/** The first message brings the port to main and nothing else; tasks are answered in the order they came. */
export function serveKeeper(channel: KeeperChannel): void {
  const names = new PartNames();
  const held = new Held(names);
  let writer: ByteWriter | undefined;
  let last = Promise.resolve();
  channel.onmessage = ({ data, ports: [port] }) => {
    if (port) writer = new ByteWriter(port);
    if (!data || !writer) return;
    if (data.kind !== 'task') {
      held.take(data);
      return;
    }
    const { outline, beside, task } = data;
    const [known, document] = [writer, held.document(outline)];
    last = last.then(async () => {
      channel.postMessage(await work(document, beside, task, known, names));
    });
  };
}

async function work(
  document: Document,
  beside: Beside,
  task: KeeperTask,
  writer: ByteWriter,
  names: PartNames,
): Promise<Written> {
  try {
    const files = documentPieces(document);
    for (const [name, bytes] of beside) files.set(name, [bytes]);
    if (task.kind === 'save') return await save(files, task, writer);
    if (task.run) files.set(runFile, [encodeRun(task.run)]);
    return await keep(files, task, writer, names);
  } catch (error) {
    return { ok: false, problem: problem('request-refused', { reason: String(error) }) };
  }
}

/** What could not be opened again is not saved as if it could. */
async function save(
  files: ReadonlyMap<string, Pieces>,
  { handle, despite }: SaveTask,
  writer: ByteWriter,
): Promise<Written> {
  const size = [...files.values()].reduce((total, pieces) => total + lengthOf(pieces), 0);
  if (size <= fileLimit) return writer.write({ handle, despite }, zipped(files));
  const values = { size: formatBytes(size), limit: formatBytes(fileLimit) };
  return { ok: false, problem: problem('network-not-saved', values) };
}

/** Parts on their way at once: while one goes to the disk, the next is hashed. */
const atOnce = 4;

/** Parts first, then what says that they are the work. */
async function keep(
  files: ReadonlyMap<string, Pieces>,
  { name, handle }: KeepTask,
  writer: ByteWriter,
  names: PartNames,
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
      const hash = await names.nameOf(part);
      hashes[at] = hash;
      const written = fault ?? (await writer.write({ part: hash }, [part]));
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

/** Does the jobs a worker is sent, one after the other, and hands their answers over without copying them. */
import { ByteReader } from './byte-reader';
import type { RecordRun } from '#shared/recognise/open';
import { jobs, type JobAnswer, type JobRequest, type RecordAnswer } from './jobs';

/** The end of a channel to the window: a worker's own scope, or a port. */
export interface JobChannel {
  onmessage: ((message: MessageEvent<JobRequest | RecordAnswer | null>) => void) | null;
  postMessage(answer: JobAnswer, transfer: Transferable[]): void;
}

/** The first message brings the port to main and no job. */
export function serveJobs(channel: JobChannel): void {
  let reader: ByteReader | undefined;
  let last = Promise.resolve();
  let lastQuestion = 0;
  const waiting = new Map<number, (reply: RecordAnswer['reply']) => void>();
  const record: RecordRun = (model, feeds, proof) =>
    new Promise((resolve) => {
      const id = ++lastQuestion;
      waiting.set(id, resolve);
      const question = { model, feeds, proof };
      // What it is fed are the very numbers of the document; the model was made to be asked with.
      channel.postMessage({ kind: 'ask', id, question }, [model.buffer]);
    });
  channel.onmessage = ({ data, ports: [port] }) => {
    if (port) reader = new ByteReader(port);
    const known = reader;
    if (data && 'reply' in data) {
      waiting.get(data.id)?.(data.reply);
      waiting.delete(data.id);
    } else if (known && data) last = last.then(() => work(channel, data, known, record));
  };
}

async function work(
  channel: JobChannel,
  { id, name, input }: JobRequest,
  reader: ByteReader,
  record: RecordRun,
): Promise<void> {
  const job = jobs[name] as (input: unknown, ...rest: unknown[]) => Promise<unknown>;
  const report = (done: number, total: number): void => {
    channel.postMessage({ kind: 'progress', id, done, total }, []);
  };
  try {
    const result = await job(input, reader, report, record);
    channel.postMessage({ kind: 'done', id, result }, buffersOf(result));
  } catch (error) {
    channel.postMessage({ kind: 'broken', id, reason: String(error) }, []);
  }
}

/** The buffers of all arrays of numbers in a plain value, each once: what is handed over need not be copied. */
export function buffersOf(value: unknown): ArrayBuffer[] {
  const buffers = new Set<ArrayBuffer>();
  const seen = new Set<object>();
  const waiting = [value];
  while (waiting.length > 0) {
    const next = waiting.pop();
    if (typeof next !== 'object' || next === null || seen.has(next)) continue;
    seen.add(next);
    if (ArrayBuffer.isView(next)) {
      if (next.buffer instanceof ArrayBuffer) buffers.add(next.buffer);
    } else if (next instanceof Map) waiting.push(...(next as Map<unknown, unknown>).values());
    else if (!Array.isArray(next)) waiting.push(...(Object.values(next) as unknown[]));
    // Lists of numbers and words hold no buffers: their first element speaks for all.
    else if (typeof next[0] === 'object') for (const item of next as unknown[]) waiting.push(item);
  }
  return [...buffers];
}

/** `loom trace --batch LIST.json`: one run after another, none of which can stop the others. */
import { dirname } from 'node:path';
import type { ProviderId } from '#shared/contract/engine';
import { isProblem, problem, type Problem } from '#shared/messages/problem';
import { parseJson } from '#shared/tensor/parse-json';
import { readFile } from './files';
import type { Guard } from './guard';
import { printLine } from './output';
import { placeToRead, placeToWrite } from './places';
import type { Place, TraceJob } from './protocol';
import { sentenceFor } from './sentence';

const listLimit = 100_000_000;

/**
 * Relative paths in the list lead from the current folder, as on the command line; files to read that
 * are not there are looked for beside the list. Errors: a problem when the list itself cannot be read.
 */
export async function runBatch(
  list: Place,
  provider: ProviderId,
  run: (job: TraceJob) => ReturnType<Guard['run']>,
): Promise<Problem | undefined> {
  const entries = readList(list);
  if (isProblem(entries)) return entries;
  for (const [at, entry] of entries.entries()) {
    const model = nameOf(entry);
    const job = jobOf(entry, provider, dirname(list.path));
    if (typeof job === 'string') {
      printLine({ model, ok: false, error: `Entry ${at + 1} of ${list.shown} ${job}.` });
      continue;
    }
    const outcome = await run(job);
    if (outcome.kind === 'closed') return undefined;
    if (outcome.kind === 'done') printLine({ model, ok: true });
    else printLine({ model, ok: false, error: sentenceFor(job, outcome.problem) });
  }
  return undefined;
}

function readList(list: Place): readonly unknown[] | Problem {
  const bytes = readFile(list, listLimit);
  if (isProblem(bytes)) return bytes;
  const refuse = (reason: string): Problem => problem('list-unreadable', { file: list.shown, reason });
  const entries = parseJson(new TextDecoder().decode(bytes));
  if (entries === undefined) return refuse('it is not JSON');
  return Array.isArray(entries) ? entries : refuse('it is no array');
}

function nameOf(entry: unknown): string {
  return isRecord(entry) && typeof entry.model === 'string' ? entry.model : '';
}

/** What to run, or what is wrong with the entry. Checked by hand, as schemas drop inputs called `__proto__`. */
function jobOf(entry: unknown, provider: ProviderId, folder: string): TraceJob | string {
  if (!isRecord(entry)) return 'is no object';
  const { model, inputs = {}, dump } = entry;
  if (typeof model !== 'string' || model === '') return 'has no "model"';
  if (!isRecord(inputs)) return 'has "inputs" that are no object';
  const files = Object.entries(inputs);
  if (!files.every((pair): pair is [string, string] => typeof pair[1] === 'string')) {
    return 'has "inputs" that are no file names';
  }
  if (dump !== undefined && dump !== null && typeof dump !== 'string')
    return 'has a "dump" that is no folder name';
  return {
    kind: 'trace',
    model: placeToRead(model, folder),
    inputs: files.map(([name, file]) => [{ name, file: placeToRead(file, folder) }]),
    provider,
    dump: typeof dump === 'string' ? placeToWrite(dump) : undefined,
    print: 'nothing',
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

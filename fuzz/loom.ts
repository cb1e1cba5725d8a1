/** The command line's part: every file is read as `loom` reads it, in one process. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { unzipSync } from 'fflate';
import { openLayers } from '../src/cli/open-model';
import { readFile } from '../src/cli/files';
import { sentenceOf } from '../src/cli/sentence';
import { openWhole } from '#shared/data/open';
import { planFor } from '#shared/data/plan';
import { prepareData } from '#shared/data/prepare';
import { decodeDocument, encodeDocument } from '#shared/document/file-format';
import { inferShapes } from '#shared/document/infer';
import { isProblem, type Problem } from '#shared/messages/problem';
import { isDamage } from '#shared/tensor/damage';
import { fileLimit } from '#shared/tensor/file-limits';
import { faultOfSentence, slowestOf, writeCase, type Finding, type Outcome } from './judge';
import type { Case } from './mutate';

/** `tell` hears of each file before it is opened. */
export async function runLoom(
  cases: Iterable<Case>,
  folder: string,
  until: number,
  tell: (file: string) => void,
): Promise<Outcome> {
  const findings: Finding[] = [];
  const times = new Map<string, number>();
  let [opened, refused] = [0, 0];
  const before = process.memoryUsage.rss();
  let most = before;
  for (const one of cases) {
    if (performance.now() > until) break;
    const file = writeCase(one, folder);
    tell(file);
    const start = performance.now();
    for (const place of [file, ...unfolded(one, folder)]) {
      try {
        const found = await open(one, place);
        if (isProblem(found)) {
          refused++;
          const what = faultOfSentence(sentenceOf(found, place), path.basename(place));
          if (what !== undefined) findings.push({ file: place, what });
        } else opened++;
      } catch (error) {
        findings.push({
          file: place,
          what: `throws ${String(error instanceof Error ? error.stack : error)}`,
        });
      }
    }
    times.set(file, performance.now() - start);
    most = Math.max(most, process.memoryUsage.rss());
    rmSync(file);
  }
  const megabytes = Math.round((most - before) / 1e6);
  return { findings, opened, refused, slowest: slowestOf(times), megabytes };
}

/** What is opened must come to something: shapes, rows, and a file that can be read again. */
async function open({ kind }: Case, file: string): Promise<object | Problem> {
  const place = { shown: file, path: file };
  if (kind === 'loom' || kind === 'onnx') {
    const found = await openLayers(place);
    if (isProblem(found)) return found;
    inferShapes(found.document);
    const again = decodeDocument(encodeDocument(found.document), path.basename(file));
    if (isProblem(again)) throw new Error(sentenceOf(again, file));
    return again;
  }
  const bytes = readFile(place, fileLimit);
  if (isProblem(bytes)) return bytes;
  const source = openWhole(path.basename(file), bytes);
  if (isProblem(source)) return source;
  prepareData(planFor(source), { validation: 0, seed: 1 });
  return source;
}

/** A small zip as a lesson's folder, too. */
function unfolded({ kind, name, bytes }: Case, folder: string): readonly string[] {
  if (kind !== 'loom' || bytes.length > 100_000) return [];
  try {
    const files = Object.entries(unzipSync(bytes, { filter: ({ originalSize }) => originalSize < 1e6 }));
    const known = files.filter(([file]) => /^(\w+\.(json|safetensors|csv)|inputs\/[\w-]+\.npy)$/.test(file));
    const target = path.join(folder, name);
    for (const [file, content] of known) {
      mkdirSync(path.dirname(path.join(target, file)), { recursive: true });
      writeFileSync(path.join(target, file), content);
    }
    return known.length > 0 ? [target] : [];
  } catch (error) {
    if (!isDamage(error)) throw error;
    return [];
  }
}

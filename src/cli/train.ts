/** `loom train LESSON`: a real training run, a line an epoch; and at the end the loss as a picture. */
import type { EpochResult } from '#shared/contract/engine';
import { prepareData } from '#shared/data/prepare';
import type { Document } from '#shared/document/document';
import { applyEdit } from '#shared/document/edits';
import { zipDocument } from '#shared/document/file-format';
import { initialTraining } from '#shared/document/training-settings';
import { isProblem, problem, type Problem } from '#shared/messages/problem';
import { observe } from '#shared/training/observe';
import { parametersOf, trainRequest } from '#shared/training/request';
import { openPlan } from './bundled';
import { createEngine } from './engine-host';
import { writeFresh } from './files';
import { openLayers } from './open-model';
import { print, printLine } from './output';
import type { Teller, TrainJob } from './protocol';
import { reasonOf } from './sentence';

/** Errors: what keeps the network from being trained, or its file from being written. */
export async function train(job: TrainJob, tell: Teller): Promise<Problem | undefined> {
  const opened = openLayers(job.model);
  if (isProblem(opened)) return opened;
  const plan = job.data ? openPlan(job.data) : opened.document.data;
  if (isProblem(plan)) return plan;
  const document = plan ? { ...opened.document, data: plan } : opened.document;
  const base = document.training ?? initialTraining;
  const settings = { ...base, epochs: job.epochs ?? base.epochs, seed: job.seed ?? base.seed };
  const rows = prepareData(document.data, settings);
  if (!isProblem(rows)) for (const note of rows.notes) tell.note(note);
  const found = trainRequest(document, settings, 'cpu', rows);
  if (isProblem(found)) return found;
  const { request, program } = found;
  const results: EpochResult[] = [];
  let trained = document;
  let failure: Problem | undefined;
  const classes = isProblem(rows) ? 0 : rows.training.classes.length;
  const engine = await createEngine();
  await engine.train(
    request,
    (event) => {
      if (event.kind === 'failed') failure = event.problem;
      if (event.kind !== 'epochs') return;
      for (const epoch of event.epochs) {
        results.push(epoch);
        printEpoch(epoch, observe(results, results.length - 1, classes), job.isJson);
        trained = applyEdit(document, {
          kind: 'set-parameters',
          parameters: parametersOf(program, epoch.values),
        });
      }
    },
    new AbortController().signal,
  );
  tell.ran();
  if (!job.isJson && results.length > 0) print(`\n${pictureOf(results)}`);
  return failure ?? save(trained, job);
}

function printEpoch({ epoch, loss, accuracy }: EpochResult, observation: string, isJson: boolean): void {
  if (isJson) {
    printLine({ epoch, loss, ...(accuracy !== undefined && { accuracy }), observation });
    return;
  }
  if (epoch === 1) print('Epoch  Loss   Accuracy  Observation\n');
  const share = accuracy === undefined ? '-' : accuracy.toFixed(2);
  print(`${String(epoch).padEnd(5)}  ${loss.toFixed(3)}  ${share.padEnd(8)}  ${observation}\n`);
}

/** A bar an epoch, the longest for the highest loss. */
function pictureOf(results: readonly EpochResult[]): string {
  const highest = Math.max(...results.map(({ loss }) => loss));
  const bars = results.map(
    ({ loss }) => `${loss.toFixed(1)} |${'*'.repeat(Math.round((loss / highest) * 40))}`,
  );
  return `Loss\n${bars.join('\n')}\n`;
}

function save(document: Document, { save: place }: TrainJob): Problem | undefined {
  if (!place) return undefined;
  try {
    writeFresh(place.path, zipDocument(document));
    return undefined;
  } catch (error) {
    return problem('output-not-written', { file: place.shown, reason: reasonOf(error) });
  }
}

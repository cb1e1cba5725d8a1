/** `loom train LESSON`: a real training run, a line an epoch; and at the end the loss as a picture. */
import type { EpochResult } from '#shared/contract/engine';
import type { Document } from '#shared/document/document';
import { applyEdit } from '#shared/document/edits';
import { zipDocument } from '#shared/document/file-format';
import { initialTraining } from '#shared/document/training-settings';
import { isProblem, problem, type Problem } from '#shared/messages/problem';
import { observe } from '#shared/training/observe';
import { parametersOf, trainRequest } from '#shared/training/request';
import { rowsFor } from '#shared/training/rows';
import { readAnew, type DataPlan } from '#shared/data/plan';
import { openPlan } from './bundled';
import { createEngine } from './engine-host';
import { writeOutput } from './files';
import { openLayers } from './open-model';
import { print, printLine } from './output';
import type { Teller, TrainJob } from './protocol';

/** Errors: what keeps the network from being trained, or its file from being written. */
export async function train(job: TrainJob, tell: Teller): Promise<Problem | undefined> {
  const opened = await openLayers(job.model);
  if (isProblem(opened)) return opened;
  // To begin with no weights at all is what training is for.
  for (const note of opened.notes) if (note.code !== 'weights-drawn') tell.note(note);
  const plan = planOf(job, opened.document);
  if (isProblem(plan)) return plan;
  const document = plan ? { ...opened.document, data: plan } : opened.document;
  const base = document.training ?? initialTraining;
  const settings = { ...base, epochs: job.epochs ?? base.epochs, seed: job.seed ?? base.seed };
  const rows = rowsFor(document.data, settings);
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
  return failure ?? (job.save && writeOutput(job.save, zipDocument(trained)));
}

/** The rows of the job, or the lesson's own, read and taken as the job says. Errors: what keeps them from it. */
function planOf({ data, reading, answer }: TrainJob, document: Document): DataPlan | undefined | Problem {
  const plan = data ? openPlan(data) : document.data;
  if (!plan || isProblem(plan)) return plan;
  const isAsked = Object.keys(reading).length > 0;
  if (isAsked && plan.source.kind !== 'table')
    return problem('data-not-a-text', { file: 'name' in plan.source ? plan.source.name : plan.source.id });
  const read = isAsked ? readAnew(plan, reading) : plan;
  return answer ? { ...read, preparation: { ...read.preparation, answer } } : read;
}

function printEpoch(result: EpochResult, observation: string, isJson: boolean): void {
  const { epoch, loss, accuracy, validation } = result;
  if (isJson) {
    printLine({ epoch, loss, accuracy, validation, observation });
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

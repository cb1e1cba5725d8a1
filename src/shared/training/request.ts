/** What the engine is asked to train a document: the models, the rows and where the weights start. */
import type { ProviderId, RunningSum, TrainedBatch, TrainRequest, TrainRows } from '../contract/engine';
import { wholeFeatures, type DataSet } from '../data/data-set';
import type { Split } from '../data/split';
import type { Document, FloatTensor } from '../document/document';
import type { TrainingSettings } from '../document/training-settings';
import { fill } from '../messages/fill';
import { isProblem, type Problem, type Repair } from '../messages/problem';
import { trainWithMessages } from '../messages/repairs';
import { compileScoring } from './compile-scoring';
import { compileTraining, startingValues, type TrainingProgram } from './compile-training';
import { rowsFor } from './rows';
import { ratesOf } from './schedule';

/**
 * From the document's weights, on its rows, which go with the request unless `give` says otherwise. Errors: what keeps
 * the document from being trained.
 */
export function trainRequest(
  document: Document,
  settings: TrainingSettings,
  provider: ProviderId,
  rows: Split<DataSet> | Problem = rowsFor(document.data, settings),
  give: (data: DataSet) => TrainRows = wholeRows,
): { readonly request: TrainRequest; readonly program: TrainingProgram } | Problem {
  if (isProblem(rows)) return rows;
  const { training, validation } = rows;
  const program = compileTraining(document, settings, training);
  if (isProblem(program)) return program;
  const scoring = validation && compileScoring(document, settings, validation);
  if (isProblem(scoring)) return scoring;
  const { models, parameters, input, target, keepsBatches } = program;
  const carried = program.carried.map(({ parts, ...each }) => ({
    ...each,
    parts: parts.map(({ value, shape }) => ({ value, shape: [...shape] })),
  }));
  const values = startingValues(document, program);
  const batch = Math.min(settings.batch, training.targets.length);
  const norms = parameters.flatMap(({ value, norm }) => (norm === undefined ? [] : [{ value, norm }]));
  const request: TrainRequest = {
    kind: 'train',
    provider,
    models: models.map(({ rows, model, masks, places }) => ({
      rows,
      model,
      masks: masks.map((mask) => ({ ...mask, shape: [...mask.shape] })),
      places: [...places],
    })),
    rows: give(training),
    ...(validation && scoring && { validation: { rows: give(validation), ...scoring } }),
    target,
    input: { value: input.value, row: [...input.row] },
    carried,
    values,
    norms,
    rates: ratesOf(settings),
    batch,
    epochs: settings.epochs,
    shuffle: settings.shuffle,
    seed: settings.seed,
    from: { epoch: 0, batch: 0, sum: emptySum },
    keepsBatches,
  };
  return { request, program };
}

function wholeRows({ features, targets }: DataSet): TrainRows {
  return { features: wholeFeatures(features), targets };
}

const emptySum: RunningSum = { rows: 0, loss: 0, correct: 0, batches: 0, norms: [] };

/** The same run, gone on with from the end of an epoch, or from within the one after it. */
export function resumeAfter(
  request: TrainRequest,
  epoch: number,
  values: ReadonlyMap<string, FloatTensor>,
  epochs: number,
  within?: Pick<TrainedBatch, 'batch' | 'sum'>,
): TrainRequest {
  // Values that are not fed back, such as frozen ones, stay as they were.
  const carriedOn = new Map([...request.values, ...values]);
  // Epochs beyond the plan go on at the rate it ended with.
  const last = request.rates.at(-1) ?? Number.NaN;
  const rates = Array.from(
    { length: Math.max(epochs, request.rates.length) },
    (_, at) => request.rates[at] ?? last,
  );
  const from = { epoch, batch: within?.batch ?? 0, sum: within?.sum ?? emptySum };
  return { ...request, values: carriedOn, rates, epochs, from };
}

/** Learned values by node and parameter name, as the document keeps them. */
export function parametersOf(
  program: TrainingProgram,
  values: ReadonlyMap<string, FloatTensor>,
): Record<string, Record<string, FloatTensor>> {
  const parameters: Record<string, Record<string, FloatTensor>> = {};
  for (const { node, name, value } of program.parameters) {
    const tensor = values.get(value);
    if (tensor) (parameters[node] ??= {})[name] = tensor;
  }
  return parameters;
}

/** What can be done when training ran away. */
export function withRepairs(found: Problem, { rate, clip }: TrainingSettings): Problem {
  if (found.code !== 'loss-not-finite') return found;
  const lower = Number((rate / 10).toPrecision(6));
  const repairs: Repair[] = [
    { kind: 'train-with', words: fill(trainWithMessages.rate, { rate: lower }), settings: { rate: lower } },
  ];
  if (clip === 'none')
    repairs.push({
      kind: 'train-with',
      words: trainWithMessages.clip,
      settings: { clip: 'norm', clipLimit: 1 },
    });
  return { ...found, repairs };
}

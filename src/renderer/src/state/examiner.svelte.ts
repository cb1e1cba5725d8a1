/** Looks at what a network has learned, with the weights of the epoch shown: its answers, its gradients, its map of the plane. */
import { firstRows, keptFeatures, type DataSet, type Features } from '#shared/data/data-set';
import { compileTrace, feedsOf } from '#shared/compile/compile';
import type { Document, FloatTensor, NodeId } from '#shared/document/document';
import { answeredIn, inferShapes, type NodeInference } from '#shared/document/infer';
import { inputOf, parameterOf } from '#shared/document/values';
import { predictMessages } from '#shared/messages/predict';
import { isProblem, problem, type Problem } from '#shared/messages/problem';
import { trainDataMessages } from '#shared/messages/train-data';
import { sizeOf } from '#shared/tensor/shape';
import { floatTensor, numberAt, type Tensor } from '#shared/tensor/tensor';
import { judge, type Answers, type Judged } from '#shared/training/answers';
import { answersValue, compileAnswers, type AnswersProgram } from '#shared/training/compile-answers';
import { compileGradients, type GradientsProgram } from '#shared/training/compile-gradients';
import { rowsFor } from '#shared/training/rows';
import type { EngineClient } from './engine-client';
import { Newest } from './newest.svelte';
import type { Trainer } from './trainer.svelte';

/** Rows in one run, and at most in all: beyond it the first stand for the rest. */
const rowsAtOnce = 512;
export const examinedRows = 20_000;
/** Points along each side of the plane. */
export const planeSide = 72;
/** Rows the gradients are of. */
const gradientRows = 256;

export interface Examined {
  readonly data: DataSet;
  readonly judged: readonly Judged[];
}

export interface Plane {
  readonly data: DataSet;
  /** What the two features range over, with a margin: low and high. */
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
  /** A row a point: left to right, then bottom to top. */
  readonly answers: Answers;
}

export interface Gradients {
  /** The rows they are the mean of. */
  readonly rows: number;
  readonly byParameter: readonly {
    readonly node: string;
    readonly name: string;
    readonly weight: FloatTensor;
    readonly gradient: FloatTensor;
  }[];
}

/** What the network says of one input, or of two. */
export interface Prediction {
  /** What every node answers, by input. */
  readonly traces: readonly ReadonlyMap<NodeId, Tensor>[];
  /** A number for each class, by input; the first row's where the input has several. */
  readonly said: readonly (readonly number[])[];
  readonly areProbabilities: boolean;
}

/** The same input and rows with the weights of two epochs. */
export interface Comparison {
  readonly stages: readonly { readonly node: NodeId; readonly values: readonly [Tensor, Tensor] }[];
  readonly judged: readonly [readonly Judged[], readonly Judged[]] | undefined;
}

export class Examiner {
  readonly #client: EngineClient;
  readonly #trainer: Trainer;
  readonly answers = new Newest<Examined>();
  readonly plane = new Newest<Plane>();
  readonly gradients = new Newest<Gradients>();
  readonly comparison = new Newest<Comparison>();
  readonly prediction = new Newest<Prediction>();
  /** By the number of rows at once. */
  readonly #answersPrograms = new Map<
    number,
    { readonly key: readonly unknown[]; readonly program: AnswersProgram }
  >();

  // Of their own, so that another epoch's weights do not split the rows anew.
  readonly #data = $derived.by(() => this.#trainer.document.data);
  readonly #settings = $derived.by(() => this.#trainer.settings);

  /** The rows there are to look at, those that are trained on first. */
  readonly sets = $derived.by((): readonly { readonly name: string; readonly data: DataSet }[] => {
    const rows = rowsFor(this.#data, this.#settings);
    if (isProblem(rows)) return [];
    const { training, validation, test } = rows;
    return [
      { name: trainDataMessages.training, data: training },
      ...(validation ? [{ name: trainDataMessages.validation, data: validation }] : []),
      ...(test ? [{ name: trainDataMessages.test, data: test }] : []),
    ];
  });

  constructor(client: EngineClient, trainer: Trainer) {
    this.#client = client;
    this.#trainer = trainer;
  }

  /** Every row beside what the network says of it. */
  askAnswers(document: Document, data: DataSet): void {
    this.answers.ask(async () => {
      const seen = firstRows(data, examinedRows);
      const answers = await this.#answer(document, seen, seen.features);
      return isProblem(answers) ? answers : { data: seen, judged: judge(answers, seen) };
    });
  }

  /** What the network says at every point of the plane that the rows' two features lie in. */
  askPlane(document: Document, data: DataSet): void {
    this.plane.ask(async () => {
      const x = rangeOf(data, 0);
      const y = rangeOf(data, 1);
      const points = new Float32Array(planeSide * planeSide * 2);
      for (let at = 0; at < planeSide * planeSide; at++) {
        points[at * 2] = between(x, (at % planeSide) + 0.5);
        points[at * 2 + 1] = between(y, Math.floor(at / planeSide) + 0.5);
      }
      const answers = await this.#answer(
        document,
        data,
        keptFeatures(floatTensor([planeSide ** 2, 2], points)),
      );
      return isProblem(answers) ? answers : { data, x, y, answers };
    });
  }

  /** The gradient of every parameter, over the first rows. */
  askGradients(document: Document, data: DataSet): void {
    const { settings } = this.#trainer;
    this.gradients.ask(async () => {
      const seen = firstRows(data, gradientRows);
      const rows = seen.targets.length;
      const program = compileGradients(document, settings, seen, rows);
      if (isProblem(program)) return program;
      const parameters = parameterFeeds(document, program.fed);
      const feeds = new Map(parameters)
        .set(program.input.value, floatTensor(program.input.shape, seen.features.take()))
        .set(program.target.value, floatTensor(program.target.shape, seen.targets));
      const reply = await this.#client.run(program.model, feeds);
      if (!reply.ok) return reply.problem;
      return { rows, byParameter: pairsOf(program, parameters, reply.value) };
    });
  }

  /** Two documents that differ in their numbers alone: every stage of the canvas's input, and every row where there are some. */
  askComparison(pair: readonly [Document, Document], data: DataSet | undefined): void {
    this.comparison.ask(async () => {
      const traces = await this.#traceAll(pair);
      if (isProblem(traces)) return traces;
      const [before, after] = traces;
      const stages = [...(before ?? [])].flatMap(([node, value]) => {
        const other = after?.get(node);
        return other ? [{ node, values: [value, other] as const }] : [];
      });
      const judged = data && (await this.#judgeBoth(pair, firstRows(data, examinedRows)));
      return isProblem(judged) ? judged : { stages, judged };
    });
  }

  /** Documents that differ in their input alone; `scored` is the node whose answer is read as the prediction. */
  askPrediction(documents: readonly Document[], scored: NodeInference, data: DataSet | undefined): void {
    this.prediction.ask(async () => {
      const traces = await this.#traceAll(documents);
      if (isProblem(traces)) return traces;
      const answers = traces.map((trace) => firstRow(trace.get(scored.node.id)));
      if (scored.layer?.givesProbabilities)
        return { traces, said: answers.map((answer) => [...answer]), areProbabilities: true };
      const likely = data && (await this.#likelihoods(documents, data));
      // Rows the network cannot be scored on leave its own numbers to be read.
      if (!likely || isProblem(likely))
        return { traces, said: answers.map((answer) => [...answer]), areProbabilities: false };
      return { traces, said: likely, areProbabilities: true };
    });
  }

  /** What the loss makes of the answer to each document's input; undefined where it makes no probabilities of it. */
  async #likelihoods(
    documents: readonly Document[],
    data: DataSet,
  ): Promise<readonly (readonly number[])[] | Problem | undefined> {
    const said: number[][] = [];
    for (const document of documents) {
      const program = this.#programFor(document, data, 1);
      if (isProblem(program)) return program;
      if (!program.areProbabilities) return undefined;
      const entry = [...inferShapes(document).nodes.values()].find(
        ({ emission }) => emission?.graphInputs.length,
      );
      const [graphInput] = entry?.emission?.graphInputs ?? [];
      if (!entry || !graphInput) return undefined;
      const features = firstRow(inputOf(document, entry.node.id, graphInput.shape));
      const row = keptFeatures(floatTensor([1, features.length], features));
      const answers = await this.#answer(document, data, row, 1);
      if (isProblem(answers)) return answers;
      // A single probability is that of the second of two classes.
      const [only = 0] = answers.values;
      said.push(answers.width === 1 ? [1 - only, only] : [...answers.values]);
    }
    return said;
  }

  /** What every node answers, document by document. */
  async #traceAll(documents: readonly Document[]): Promise<ReadonlyMap<NodeId, Tensor>[] | Problem> {
    const traces: ReadonlyMap<NodeId, Tensor>[] = [];
    for (const document of documents) {
      const inference = inferShapes(document);
      const { model } = compileTrace(inference);
      const reply = await this.#client.run(model, feedsOf(document, inference));
      if (!reply.ok) return reply.problem;
      const answer = answeredIn(inference, reply.value);
      const found = [...inference.nodes.keys()].flatMap((node): [NodeId, Tensor][] => {
        const tensor = answer(node);
        return tensor ? [[node, tensor]] : [];
      });
      traces.push(new Map(found));
    }
    return traces;
  }

  async #judgeBoth(
    [first, second]: readonly [Document, Document],
    data: DataSet,
  ): Promise<readonly [Judged[], Judged[]] | Problem> {
    const before = await this.#answer(first, data, data.features);
    if (isProblem(before)) return before;
    const after = await this.#answer(second, data, data.features);
    return isProblem(after) ? after : [judge(before, data), judge(after, data)];
  }

  /** Rows of features through the network, some at a time. */
  async #answer(
    document: Document,
    data: DataSet,
    features: Features,
    atOnce = rowsAtOnce,
  ): Promise<Answers | Problem> {
    const program = this.#programFor(document, data, atOnce);
    if (isProblem(program)) return program;
    const { input, parameters, width, areProbabilities, model } = program;
    const feeds = parameterFeeds(document, parameters);
    const each = sizeOf(input.shape) / atOnce;
    const [rows = 0] = features.shape;
    const values = new Float32Array(rows * width);
    for (let from = 0; from < rows; from += atOnce) {
      // Every run has as many rows as the model was made for; the last is filled up with zeros.
      const batch = new Float32Array(atOnce * each);
      batch.set(features.take(from, Math.min(rows, from + atOnce)));
      const reply = await this.#client.run(
        model,
        new Map(feeds).set(input.value, floatTensor(input.shape, batch)),
      );
      if (!reply.ok) return reply.problem;
      const said = reply.value.get(answersValue)?.values;
      if (!(said instanceof Float32Array))
        return problem('run-failed', { reason: predictMessages.noNumbers });
      values.set(said.subarray(0, (Math.min(rows, from + atOnce) - from) * width), from * width);
    }
    return { values, width, areProbabilities };
  }

  /** Epochs differ in their numbers alone, so one model does for all of them. */
  #programFor(document: Document, data: DataSet, rows: number): AnswersProgram | Problem {
    const { settings } = this.#trainer;
    const key = [document.nodes, document.edges, settings, data];
    const known = this.#answersPrograms.get(rows);
    if (known?.key.every((part, at) => part === key[at])) return known.program;
    const program = compileAnswers(document, settings, data, rows);
    if (!isProblem(program)) this.#answersPrograms.set(rows, { key, program });
    return program;
  }
}

/** Of a batch, the first row. */
function firstRow(tensor: Tensor | undefined): number[] {
  if (!tensor) return [];
  const rows = tensor.shape.length > 1 ? (tensor.shape[0] ?? 1) : 1;
  return Array.from({ length: sizeOf(tensor.shape) / Math.max(1, rows) }, (_, at) => numberAt(tensor, at));
}

function parameterFeeds(
  document: Document,
  fed: AnswersProgram['parameters'],
): ReadonlyMap<string, FloatTensor> {
  const wanted = new Set(fed.map(({ value }) => value));
  const feeds = new Map<string, FloatTensor>();
  for (const { node, emission } of inferShapes(document).nodes.values()) {
    for (const spec of emission?.parameters ?? [])
      if (wanted.has(spec.value)) feeds.set(spec.value, parameterOf(document, node.id, spec));
  }
  return feeds;
}

function pairsOf(
  { gradients }: GradientsProgram,
  parameters: ReadonlyMap<string, FloatTensor>,
  outputs: ReadonlyMap<string, { readonly values: unknown }>,
): Gradients['byParameter'] {
  return gradients.flatMap(({ node, name, value, gradient, shape }) => {
    const weight = parameters.get(value);
    const found = outputs.get(gradient)?.values;
    return weight && found instanceof Float32Array
      ? [{ node, name, weight, gradient: floatTensor(shape, found) }]
      : [];
  });
}

/** Low and high of one of two features, with a tenth to spare. */
function rangeOf({ features }: DataSet, feature: 0 | 1): readonly [number, number] {
  let low = Infinity;
  let high = -Infinity;
  const values = features.take();
  for (let at = feature; at < values.length; at += 2) {
    const value = values[at] ?? 0;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const margin = (high - low) / 10 || 1;
  return [low - margin, high + margin];
}

function between([low, high]: readonly [number, number], step: number): number {
  return low + ((high - low) * step) / planeSide;
}

/** Source and preparation to the rows a network learns from: encoded, complete, scaled and split. */
import { isProblem, problem, type Problem } from '../messages/problem';
import { sizeOf, type Shape } from '../tensor/shape';
import { answersOf, type AnswerKind, type Answers } from './answers';
import { valueLimit } from './arrays';
import { contentOf, type ArraysContent, type TableContent } from './content';
import { keptFeatures, type DataSet, type Features } from './data-set';
import {
  createEncoder,
  featuresFrom,
  fitFeatures,
  numberFeature,
  readFeatures,
  type Feature,
  type Fitted,
  type ReadRow,
  type Scale,
} from './features';
import { faultNote, gapNotes, noFeatures, tableNotes, unclearIn } from './notes';
import { categoryLimit, featuresOf, targetOf, type Preparation } from './preparation';
import type { DataPlan } from './plan';
import { drawSplit, type Shares, type Split } from './split';
import { isMissing, missingIn } from './table';

export interface PreparedData extends Split<DataSet> {
  /** Row of the source each row comes from, by part. */
  readonly places: Split<Int32Array>;
  /** Rows in the source, with those that are left out. */
  readonly rows: number;
  readonly scales: readonly Scale[];
  /** What was done to the rows, for the person to know. */
  readonly notes: readonly Problem[];
}

/** What has to go through the rows to be known: with it, any of them can be prepared. */
export interface Fit extends Fitted {
  readonly places: Split<Int32Array>;
  /** Rows that are left out. */
  readonly left: number;
}

/** Numbers of a part that are kept as they are; more are worked out when they are asked for. */
const keptValues = 1_000_000;
/** Ways to prepare one plan that are remembered. */
const keptWays = 8;

type Prepared = PreparedData | Problem;

/** By plan, and by shares: the same rows are asked for at every edit. */
const fits = new WeakMap<DataPlan, Map<string, Fit | Problem>>();
const known = new WeakMap<DataPlan, Map<string, Prepared>>();

/**
 * Numbers that may be classes are what is wanted. Errors: what keeps the rows from being learned from, with a repair
 * where there is one.
 */
export function prepareData(plan: DataPlan | undefined, shares: Shares, wanted?: AnswerKind): Prepared {
  if (!plan) return problem('training-without-rows');
  const key = [keyOf(shares), wanted].join();
  const found = known.get(plan)?.get(key);
  if (found) return found;
  const fit = fits.get(plan)?.get(keyOf(shares)) ?? fitAtOnce(plan, shares);
  const prepared = isProblem(fit) ? fit : preparedBy(plan, fit, wanted);
  remember(known, plan, key, prepared);
  return prepared;
}

function fitAtOnce(plan: DataPlan, shares: Shares): Fit | Problem {
  const turns = fitRows(plan, shares);
  let step = turns.next();
  while (!step.done) step = turns.next();
  rememberFit(plan, shares, step.value);
  return step.value;
}

/** What was found out about the rows, here or elsewhere. */
export function rememberFit(plan: DataPlan, shares: Shares, fit: Fit | Problem): void {
  remember(fits, plan, keyOf(shares), fit);
}

/** Whether it is known how the rows are prepared. */
export function isPrepared(plan: DataPlan, shares: Shares): boolean {
  return fits.get(plan)?.has(keyOf(shares)) === true;
}

function keyOf({ validation, test = 0, seed }: Shares): string {
  return [validation, test, seed].join();
}

function remember<T>(all: WeakMap<DataPlan, Map<string, T>>, plan: DataPlan, key: string, found: T): void {
  const ways = all.get(plan) ?? new Map<string, T>();
  const [oldest] = ways.keys();
  if (ways.size >= keptWays && oldest !== undefined) ways.delete(oldest);
  all.set(plan, ways.set(key, found));
}

/** Goes through the rows in turns, each of which yields how many numbers it went through. */
export function* fitRows(plan: DataPlan, shares: Shares): Generator<number, Fit | Problem> {
  const recipe = recipeOf(plan);
  if (isProblem(recipe)) return recipe;
  const { preparation } = plan;
  const usable = recipe.usable();
  if (usable.length === 0) {
    const hasGaps = recipe.rows > 0 && preparation.missing === 'drop';
    return hasGaps
      ? problem('data-every-row-has-gaps', {}, { kind: 'fill-gaps' })
      : problem('training-without-rows');
  }
  const drawn = drawSplit(usable.length, shares);
  const places = mapParts(drawn, (part) => part.map((at) => usable[at] ?? 0));
  const { features, read, row } = recipe;
  // What is kept aside stays unseen: means and ranges are those of the rows trained on. The dots of a picture stay as
  // bright against each other as they are.
  const fitted = yield* fitFeatures(features, read, places.training, preparation, row.length > 1);
  return { ...fitted, places, left: recipe.rows - usable.length };
}

function preparedBy(plan: DataPlan, fit: Fit, wanted: AnswerKind | undefined): Prepared {
  const recipe = recipeOf(plan, wanted);
  if (isProblem(recipe)) return recipe;
  const { rows, features, read, row, columns, answers } = recipe;
  const { places, scales } = fit;
  const encoder = createEncoder(features, read, fit);
  const featuresAt = (part: Int32Array): Features => {
    const shape = [part.length, ...row];
    if (sizeOf(shape) <= keptValues)
      return keptFeatures({ dtype: 'float32', shape, values: encoder.encode(part) });
    return {
      shape,
      take: (from, to) => encoder.encode(part.subarray(from, to)),
      at: (place, feature) => encoder.at(part[place] ?? -1, feature),
    };
  };
  const encode = (part: Int32Array): DataSet => ({
    features: featuresAt(part),
    targets: Float32Array.from(part, answers.at),
    columns,
    classes: answers.classes,
  });
  return { ...mapParts(places, encode), places, rows, scales, notes: recipe.notes(fit.left) };
}

function mapParts<T, U>({ training, validation, test }: Split<T>, change: (part: T) => U): Split<U> {
  return {
    training: change(training),
    validation: validation && change(validation),
    test: test && change(test),
  };
}

/** How the rows of a source are made ready, before any of them is looked at. */
interface Recipe {
  readonly rows: number;
  /** Rows that have all they need. */
  readonly usable: () => Int32Array;
  readonly features: readonly Feature[];
  readonly read: ReadRow;
  /** Sizes of one row. */
  readonly row: Shape;
  readonly columns: readonly string[];
  readonly answers: Answers;
  /** What a person should know, by how many rows are left out. */
  readonly notes: (left: number) => readonly Problem[];
}

function recipeOf({ source, preparation }: DataPlan, wanted?: AnswerKind): Recipe | Problem {
  const content = contentOf(source);
  if (isProblem(content)) return content;
  const recipe =
    content.kind === 'table'
      ? tableRecipe(content, preparation, wanted)
      : arraysRecipe(content, preparation, wanted);
  if (isProblem(recipe) || content.rowsLeft === 0) return recipe;
  const cut = problem('data-rows-cut', { rows: recipe.rows + content.rowsLeft, used: recipe.rows });
  return { ...recipe, notes: (left) => [cut, ...recipe.notes(left)] };
}

function tableRecipe(
  { table }: TableContent,
  preparation: Preparation,
  wanted: AnswerKind | undefined,
): Recipe | Problem {
  const target = targetOf(table.columns, preparation);
  const used = featuresOf(table.columns, preparation);
  if (!target || used.length === 0) return noFeatures(table.columns, target);
  const unclear = unclearIn([...used, target]);
  if (unclear) return unclear;
  for (const column of used) {
    if (column.kind === 'number' || column.categories.length <= categoryLimit) continue;
    const values = { column: column.name, count: column.categories.length };
    return problem('data-too-many-words', values, { kind: 'leave-out', column: column.name });
  }
  const answers = answersOf(target, preparation, wanted);
  if (isProblem(answers)) return answers;
  const features = used.flatMap(featuresFrom);
  const drops = preparation.missing === 'drop';
  const gappy = used.filter((column) => missingIn(column) > 0);
  return {
    rows: table.rows,
    usable: () =>
      rowsWhere(
        Math.min(table.rows, Math.floor(valueLimit / features.length)),
        (row) => !isMissing(target, row) && !(drops && gappy.some((column) => isMissing(column, row))),
      ),
    features,
    read: readFeatures(features),
    row: [features.length],
    columns: [...features.map(({ name }) => name), target.name],
    answers,
    notes: (left) => [
      ...tableNotes(table, preparation),
      ...answers.notes,
      ...gapNotes([...used, target], left, drops),
    ],
  };
}

function arraysRecipe(
  { rows, row, values, target, fault, faded }: ArraysContent,
  preparation: Preparation,
  wanted: AnswerKind | undefined,
): Recipe | Problem {
  const answers = answersOf(target, preparation, wanted);
  if (isProblem(answers)) return answers;
  const width = sizeOf(row);
  const features = Array.from({ length: width }, (_, at) =>
    numberFeature(`x${at + 1}`, (place) => values[place * width + at] ?? Number.NaN),
  );
  const drops = preparation.missing === 'drop';
  const isWhole = (place: number): boolean => {
    for (let at = place * width; at < (place + 1) * width; at++) if (Number.isNaN(values[at])) return false;
    return true;
  };
  const mayHaveGaps = drops && (values instanceof Float32Array || values instanceof Float64Array);
  return {
    rows,
    usable: () => rowsWhere(rows, (place) => !isMissing(target, place) && (!mayHaveGaps || isWhole(place))),
    features,
    read: (place, into) => {
      for (let at = 0; at < width; at++) into[at] = values[place * width + at] ?? Number.NaN;
    },
    row,
    columns: [...features.map(({ name }) => name), target.name],
    answers,
    notes: (left) => [
      ...(fault ? [problem('data-cell-too-large', { ...fault })] : []),
      ...(faded ? [problem('data-cell-too-small', { ...faded })] : []),
      ...faultNote(target),
      ...answers.notes,
      ...(left > 0 ? [problem('data-rows-with-gaps', { count: left, gaps: 'NaN' })] : []),
    ],
  };
}

function rowsWhere(count: number, isUsable: (row: number) => boolean): Int32Array {
  return Int32Array.from({ length: count }, (_, row) => row).filter(isUsable);
}

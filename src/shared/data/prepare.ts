/** Source and preparation to the rows a network learns from: encoded, complete, scaled and split. */
import { isProblem, problem, type Problem } from '../messages/problem';
import { sizeOf, type Shape } from '../tensor/shape';
import { answersOf, type AnswerKind, type Answers } from './answers';
import { valueLimit } from './arrays';
import { contentOf, type ArraysContent, type TableContent } from './content';
import type { DataSet } from './data-set';
import { encodeFeatures, featuresFrom, fitScales, numberFeature, type Feature, type Scale } from './features';
import { faultNote, gapNotes, noFeatures, tableNotes, unclearIn } from './notes';
import { categoryLimit, featuresOf, targetOf, type Preparation } from './preparation';
import type { DataPlan } from './plan';
import { drawSplit, type Shares, type Split } from './split';
import { isMissing } from './table';

export interface PreparedData extends Split<DataSet> {
  /** Row of the source each row comes from, by part. */
  readonly places: Split<Int32Array>;
  /** Rows in the source, with those that are left out. */
  readonly rows: number;
  readonly scales: readonly Scale[];
  /** What was done to the rows, for the person to know. */
  readonly notes: readonly Problem[];
}

/** The last one of each plan: the same rows are asked for at every edit. */
const known = new WeakMap<DataPlan, { readonly key: string; readonly prepared: PreparedData | Problem }>();

/**
 * Numbers that may be classes are what is wanted. Errors: what keeps the rows from being learned from, with a repair
 * where there is one.
 */
export function prepareData(
  plan: DataPlan | undefined,
  shares: Shares,
  wanted?: AnswerKind,
): PreparedData | Problem {
  if (!plan) return problem('training-without-rows');
  const key = [shares.validation, shares.test ?? 0, shares.seed, wanted].join();
  const last = known.get(plan);
  if (last?.key === key) return last.prepared;
  const prepared = prepare(plan, shares, wanted);
  known.set(plan, { key, prepared });
  return prepared;
}

function prepare(
  { source, preparation }: DataPlan,
  shares: Shares,
  wanted: AnswerKind | undefined,
): PreparedData | Problem {
  const content = contentOf(source);
  if (isProblem(content)) return content;
  const recipe =
    content.kind === 'table'
      ? tableRecipe(content, preparation, wanted)
      : arraysRecipe(content, preparation, wanted);
  if (isProblem(recipe)) return recipe;
  const { rows, usable, features, row, columns, answers } = recipe;
  if (usable.length === 0) {
    const hasGaps = rows > 0 && preparation.missing === 'drop';
    return hasGaps
      ? problem('data-every-row-has-gaps', {}, { kind: 'fill-gaps' })
      : problem('training-without-rows');
  }
  const drawn = drawSplit(usable.length, shares);
  const places = mapParts(drawn, (part) => part.map((at) => usable[at] ?? 0));
  // What is kept aside stays unseen: means and ranges are those of the rows trained on.
  const fills = features.map(({ fill }) => (preparation.missing === 'fill' ? fill(places.training) : 0));
  // The dots of a picture stay as bright against each other as they are.
  const scales = fitScales(features, places.training, preparation.scaling, row.length > 1);
  const encode = (part: Int32Array): DataSet => ({
    features: encodeFeatures(features, part, row, fills, scales),
    targets: Float32Array.from(part, answers.at),
    columns,
    classes: answers.classes,
  });
  const cut = { rows: rows + content.rowsLeft, used: rows };
  const notes = [...(content.rowsLeft > 0 ? [problem('data-rows-cut', cut)] : []), ...recipe.notes];
  return { ...mapParts(places, encode), places, rows, scales, notes };
}

function mapParts<T, U>({ training, validation, test }: Split<T>, change: (part: T) => U): Split<U> {
  return {
    training: change(training),
    validation: validation && change(validation),
    test: test && change(test),
  };
}

interface Recipe {
  readonly rows: number;
  /** Rows that have all they need. */
  readonly usable: Int32Array;
  readonly features: readonly Feature[];
  /** Sizes of one row. */
  readonly row: Shape;
  readonly columns: readonly string[];
  readonly answers: Answers;
  readonly notes: readonly Problem[];
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
  const usable = rowsWhere(
    Math.min(table.rows, Math.floor(valueLimit / features.length)),
    (row) => !isMissing(target, row) && !(drops && used.some((column) => isMissing(column, row))),
  );
  return {
    rows: table.rows,
    usable,
    features,
    row: [features.length],
    columns: [...features.map(({ name }) => name), target.name],
    answers,
    notes: [
      ...tableNotes(table, preparation),
      ...answers.notes,
      ...gapNotes([...used, target], table.rows - usable.length, drops),
    ],
  };
}

function arraysRecipe(
  { rows, row, values, target, fault }: ArraysContent,
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
  const usable = rowsWhere(rows, (place) => !isMissing(target, place) && (!drops || isWhole(place)));
  const left = rows - usable.length;
  const notes = [
    ...(fault ? [problem('data-cell-too-large', fault)] : []),
    ...faultNote(target),
    ...answers.notes,
    ...(left > 0 ? [problem('data-rows-with-gaps', { count: left, gaps: 'NaN' })] : []),
  ];
  return {
    rows,
    usable,
    features,
    row,
    columns: [...features.map(({ name }) => name), target.name],
    answers,
    notes,
  };
}

function rowsWhere(count: number, isUsable: (row: number) => boolean): Int32Array {
  return Int32Array.from({ length: count }, (_, row) => row).filter(isUsable);
}

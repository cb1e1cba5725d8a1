/** How rows are made ready for a network: chosen by the person, kept in the document. */
import * as v from 'valibot';
import type { Content } from './content';
import { kindOf, missingIn, type Column } from './table';

const columnName = v.pipe(v.string(), v.maxLength(200));

export const preparationSchema = v.object({
  /** The column to predict; the last one when not said. */
  target: v.exactOptional(columnName),
  /** What the target is taken as; guessed when not said. */
  answer: v.exactOptional(v.picklist(['class', 'number'])),
  leftOut: v.array(columnName),
  /** Rows with a gap are left out, or the gap filled with the mean, or the most frequent word. */
  missing: v.picklist(['drop', 'fill']),
  scaling: v.picklist(['none', 'standardise', '0 to 1']),
});
export type Preparation = v.InferOutput<typeof preparationSchema>;

export const initialPreparation: Preparation = { leftOut: [], missing: 'drop', scaling: 'none' };

/** Above this, columns are so large or so far from zero that training without scaling goes wrong. */
const largeFeature = 10;
/** More words than this would each become a feature of its own. */
export const categoryLimit = 100;

/** What suits rows nobody has prepared yet; it is written down, so that a later guess changes nothing. */
export function suggestPreparation(content: Content): Preparation {
  if (content.kind === 'arrays') {
    const isPicture = content.row.length > 1;
    return {
      ...initialPreparation,
      scaling: isPicture ? '0 to 1' : isLarge(content.values) ? 'standardise' : 'none',
    };
  }
  const { columns } = content.table;
  const useful = columns.filter((column) => !['id-like', 'empty'].includes(kindOf(column)));
  const target = useful.at(-1) ?? columns.at(-1);
  const features = columns.filter((column) => column !== target);
  const leftOut = features.filter((column) => !useful.includes(column) || hasManyWords(column));
  const isFar = features.some(
    (column) => !leftOut.includes(column) && column.kind === 'number' && isLarge(column.values),
  );
  return {
    ...initialPreparation,
    ...(target && target !== columns.at(-1) && { target: target.name }),
    leftOut: leftOut.map(({ name }) => name),
    scaling: isFar ? 'standardise' : 'none',
  };
}

function hasManyWords(column: Column): boolean {
  return column.kind === 'category' && column.categories.length > categoryLimit;
}

function isLarge(values: ArrayLike<number>): boolean {
  let sum = 0;
  let count = 0;
  for (let at = 0; at < values.length; at++) {
    const value = values[at] ?? Number.NaN;
    if (Number.isNaN(value)) continue;
    sum += Math.abs(value);
    count++;
  }
  return sum > largeFeature * count;
}

/** The column to predict. */
export function targetOf(columns: readonly Column[], { target }: Preparation): Column | undefined {
  return columns.find(({ name }) => name === target) ?? columns.at(-1);
}

/** The columns that are given to the network: neither target, nor left out, nor empty. */
export function featuresOf(columns: readonly Column[], preparation: Preparation): readonly Column[] {
  const target = targetOf(columns, preparation);
  return columns.filter(
    (column) =>
      column !== target &&
      !preparation.leftOut.includes(column.name) &&
      missingIn(column) < (column.kind === 'number' ? column.values : column.codes).length,
  );
}

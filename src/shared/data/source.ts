/** Where rows come from, as a document keeps it; a bundled set is kept as its id alone. */
import * as v from 'valibot';
import { schemaWants } from '../messages/schema';
import type { Tensor } from '../tensor/tensor';
import type { Reading } from './table';
import type { ToyId } from './toy';

export const cardSchema = v.object({
  title: v.string(schemaWants.anyText),
  summary: v.string(schemaWants.anyText),
  source: v.string(schemaWants.anyText),
  licence: v.string(schemaWants.anyText),
  classes: v.exactOptional(v.array(v.string(schemaWants.anyText), schemaWants.anyTexts)),
  order: v.number(schemaWants.anyNumber),
});
/** What a set is and whose it is. */
export type Card = v.InferOutput<typeof cardSchema>;

export interface ToySource {
  readonly kind: 'toy';
  readonly id: ToyId;
  readonly noise: number;
  readonly count: number;
  readonly seed: number;
}

/** A file of rows and columns, as its text. */
export interface TableSource extends Reading {
  readonly kind: 'table';
  /** Of the file. */
  readonly name: string;
  readonly text: string;
  /** Rows of the file that are not in the text, because there were too many. */
  readonly rowsLeft?: number;
}

/** Arrays of a NumPy file: the first index of both counts the rows. */
export interface ArraysSource {
  readonly kind: 'arrays';
  readonly name: string;
  readonly features: Tensor;
  readonly targets: Tensor;
  /** Names of the classes by index, where they are known. */
  readonly classes?: readonly string[];
  readonly rowsLeft?: number;
}

export interface BundledSource {
  readonly kind: 'bundled';
  readonly id: string;
  /** Read when the document is opened; missing where this version has no such set. */
  readonly set?: BundledSet;
}

export interface BundledSet {
  readonly card: Card;
  readonly content: TableSource | ArraysSource;
}

export type DataSource = ToySource | TableSource | ArraysSource | BundledSource;

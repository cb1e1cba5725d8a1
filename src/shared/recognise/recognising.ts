/** How a model is to be recognised. */
import type { ModelRecord } from './record';

export interface Recognising {
  /** What a run of the model found; without it shapes are known as far as rules here tell them. */
  readonly record?: ModelRecord | undefined;
  /** Values that no layer is to answer. */
  readonly asFile?: ReadonlySet<string>;
  /** What is not the same at other sizes that the file leaves open. */
  readonly parting?: Parting | undefined;
  /** Told how many ops of how many are accounted for. */
  readonly report?: (done: number, total: number) => void;
}

export interface Parting {
  /** The kinds of layers that a value is not the answer of. */
  readonly layers: ReadonlyMap<string, ReadonlySet<string>>;
  /** First answers of operators whose numbers are not known before they are run. */
  readonly unfolded: ReadonlySet<string>;
}

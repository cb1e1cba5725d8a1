/** How a model is to be recognised. */
import type { ModelRecord } from './record';

export interface Recognising {
  /** What a run of the model found; without it shapes are known as far as rules here tell them. */
  readonly record?: ModelRecord | undefined;
  /** Values that no layer is to answer. */
  readonly asFile?: ReadonlySet<string>;
  /** Told how many ops of how many are accounted for. */
  readonly report?: (done: number, total: number) => void;
}

/** The numbers of one run of a network: the one on screen, or another that was only asked for. */
import type { Answered, Inference } from '#shared/document/infer';
import type { Tensor } from '#shared/tensor/tensor';

export interface Numbers {
  readonly inference: Inference;
  /** What the model was fed, by its own names. */
  readonly feeds: ReadonlyMap<string, Tensor>;
  /** Whole. */
  readonly answer: Answered<Tensor>;
}

/** The numbers of one run of a network: the one on screen, or another that was only asked for. */
import type { NodeId } from '#shared/document/document';
import type { Inference } from '#shared/document/infer';
import type { Tensor } from '#shared/tensor/tensor';

export interface Numbers {
  readonly inference: Inference;
  /** What the model was fed, by its own names. */
  readonly feeds: ReadonlyMap<string, Tensor>;
  /** What a node answered, whole. */
  readonly answer: (node: NodeId | undefined) => Tensor | undefined;
}

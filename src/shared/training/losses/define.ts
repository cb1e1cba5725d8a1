/** The record every loss is described by; one file a loss, `index.ts` the only list. */
import type { Problem } from '../../messages/problem';
import type { OpBuilder } from '../../onnx/builder';
import type { Expression } from '../../tensor/expression';
import type { Shape } from '../../tensor/shape';

/** What the person chose of a loss; losses that do not take it pass it over. */
export interface LossSettings {
  /** Share of the right class that is given to all classes alike. */
  readonly labelSmoothing: number;
  /** How much each class counts; all alike where none is named. */
  readonly classWeights: readonly number[];
}

export const plainLoss: LossSettings = { labelSmoothing: 0, classWeights: [] };

export interface LossContext {
  readonly builder: OpBuilder;
  /** Name and shape of what the network answers, batch first. */
  readonly output: string;
  readonly shape: Shape;
  /** Class indices (int64, one a row) or numbers of the output's shape. */
  readonly target: string;
  readonly settings: LossSettings;
}

export interface LossValues {
  /** Mean over the minibatch, a scalar. */
  readonly loss: string;
  /** dLoss/dOutput, of the output's shape. */
  readonly gradient: string;
  /** How many rows were answered rightly, where that can be said; a scalar. */
  readonly correct?: string;
}

/** One row, as it is scored. */
export interface LossReadings {
  /** The numbers the network answers. */
  readonly scores: readonly Expression[];
  /** The right class, or the right number. */
  readonly answer: Expression;
  readonly settings: LossSettings;
}

export interface Loss {
  /** PyTorch's class name, verbatim. */
  readonly kind: string;
  readonly target: 'class' | 'number';
  readonly summary: string;
  /** Works out the softmax itself, so probabilities would pass through it twice. */
  readonly takesScores?: boolean;
  /** Why it cannot score this output. */
  check(shape: Shape): Problem | undefined;
  /** An answer it cannot be given, where not every number will do. */
  refuse?(targets: Float32Array): number | undefined;
  emit(context: LossContext): LossValues;
  /** What the network's answer says of each class, from 0 to 1, where the loss takes it for something else. */
  probabilities?(builder: OpBuilder, output: string): string;
  /** The arithmetic of one row's loss; its value is the engine's, to rounding. */
  explain(readings: LossReadings): Expression;
  /** How PyTorch writes it, and its right answers where they are not `y`; by its name alone where this is left out. */
  torch?(context: { readonly classes: number; readonly settings: LossSettings }): {
    readonly code: string;
    readonly target?: string;
  };
  /** It takes the settings that are its own in PyTorch, too. */
  readonly takesSettings?: boolean;
  /** What its gradient says to each number the network answers, in a sentence. */
  readonly backward: string;
}

/** The record every optimiser is described by; one file an optimiser, `index.ts` the only list. */
import type { OpBuilder } from '../../onnx/builder';
import type { Expression } from '../../tensor/expression';

export interface StepContext {
  readonly builder: OpBuilder;
  readonly parameter: string;
  readonly gradient: string;
  /** Scalars: the learning rate of this step, and how many steps there were with this one. */
  readonly rate: string;
  readonly step: string;
  /** Values this optimiser remembers for the parameter, zero at first. */
  readonly state: readonly string[];
  readonly settings: OptimiserSettings;
}

/** One weight of a parameter, and what goes into its step. */
export interface StepReadings {
  readonly weight: Expression;
  readonly gradient: Expression;
  readonly rate: Expression;
  /** How many steps there were with this one. */
  readonly step: number;
  /** What the optimiser remembers of this weight, zero at first. */
  readonly state: readonly Expression[];
  readonly settings: OptimiserSettings;
}

export interface OptimiserSettings {
  readonly momentum: number;
  readonly nesterov: boolean;
  readonly weightDecay: number;
}

export interface StepValues {
  readonly parameter: string;
  readonly state: readonly string[];
}

export interface Optimiser {
  /** PyTorch's class name, verbatim. */
  readonly kind: string;
  readonly summary: string;
  readonly formula: string;
  readonly usualRate: number;
  /** How many values it remembers for a parameter. */
  stateCount(settings: OptimiserSettings): number;
  emit(context: StepContext): StepValues;
  /** The arithmetic of the weight after the step; its value is the engine's, to rounding. */
  explain(readings: StepReadings): Expression;
}

/** What one step of a recurrent layer is told, as ops and as arithmetic; each kind of layer has a cell of its own. */
import type { OpBuilder } from '../../onnx/builder';
import { integers } from '../../ops/backward';
import { call, minus, number, quotient, sum, type Expression } from '../../tensor/expression';
import type { Recurrent } from './sequence';

export interface EmitStep {
  readonly builder: OpBuilder;
  /** What it makes of the input at this step: batch x gates · hidden_size. */
  readonly seen: string;
  /** What it makes of the hidden state before, and something added to it: of the same shape. */
  readonly heard: (added?: string) => string;
  /** bias_hh, where it is not in `seen` already. */
  readonly bias: string | undefined;
  /** The state before: the hidden state first. */
  readonly before: readonly string[];
  readonly attributes: Recurrent;
}

export interface ExplainStep {
  /** The terms of one gate, made of the input and of the hidden state before. */
  readonly seen: (gate: number) => readonly Expression[];
  readonly heard: (gate: number) => readonly Expression[];
  /** The first step has none, unless an initial state comes in. */
  readonly before: readonly Expression[] | undefined;
  /** Gives a number of this step and this unit its name. */
  readonly name: (letter: string, of: Expression) => Expression;
  readonly attributes: Recurrent;
}

export interface Cell {
  readonly gates: number;
  /** How many numbers a unit remembers. */
  readonly states: number;
  /** Whether both biases are only ever added up, so that it can be done once for all steps. */
  readonly joinsBiases: boolean;
  emit(step: EmitStep): readonly string[];
  explain(step: ExplainStep): readonly Expression[];
  /** What becomes of W x + b and U h + d, as lines of TeX. */
  tex(letters: TexLetters): readonly string[];
}

/** The affine maps of one cell, and its state with the marks of this cell. */
export interface TexLetters {
  readonly seen: string;
  readonly heard: string;
  readonly of: (letter: string, step: string) => string;
  readonly attributes: Recurrent;
}

/** The gates side by side, each of hidden_size numbers. */
export function splitGates(
  builder: OpBuilder,
  value: string,
  gates: number,
  size: number,
): readonly string[] {
  const sizes = integers(builder, new Array<number>(gates).fill(size));
  return builder.ops('Split', [value, sizes], gates, { axis: { int: 1 } });
}

/** 1 / (1 + exp(-z)) */
export function sigmoidOf(terms: readonly Expression[]): Expression {
  return quotient(number(1), sum([number(1), call('exp', minus(sum(terms)))]));
}

/** The record every ONNX operator is described by; one file an operator, `index.ts` the only list. */
import { commonMessages } from '../messages/common';
import type { Problem } from '../messages/problem';
import { problem } from '../messages/problem';
import type { OpBuilder } from '../onnx/builder';
import type { OpAttribute, OpAttributes } from '../onnx/graph';
import { broadcastShapes, formatShape, sizeOf, type Shape } from '../tensor/shape';
import { numberAt, type Tensor } from '../tensor/tensor';
import { sumTo } from './backward';

export interface OpInput {
  readonly shape: Shape;
  /** Known when the input is a constant, as a target shape is. */
  readonly values?: readonly number[];
}

/** What an op is told of a constant: whole numbers, which may be sizes or axes, with their values. */
export function describeConstant(tensor: Tensor): OpInput {
  const { shape } = tensor;
  if (!['int64', 'int32', 'bool'].includes(tensor.dtype)) return { shape };
  return { shape, values: Array.from({ length: tensor.values.length }, (_, at) => numberAt(tensor, at)) };
}

/** An input as its arithmetic is counted. */
export interface CountedInput {
  readonly shape: Shape;
  /** A parameter of the network, not something computed. */
  readonly isParameter: boolean;
}

/** Its values are 64-bit integers unless it says otherwise. */
export type SampleInput = OpInput & { readonly dtype?: 'float32' | 'bool' };

export interface OpSample {
  readonly inputs: readonly SampleInput[];
  readonly attributes?: OpAttributes;
  /** The operator is smooth above zero alone, as a logarithm is. */
  readonly positive?: boolean;
}

export interface GradientContext {
  /** Adds the backward ops. */
  readonly builder: OpBuilder;
  /** Names of the op's inputs and of its first output. */
  readonly inputs: readonly string[];
  readonly output: string;
  readonly shapes: readonly Shape[];
  readonly outputShape: Shape;
  readonly attributes: OpAttributes;
  /** Name of dLoss/dy, of the output's shape. */
  readonly dy: string;
  /** Every output, for operators with several: its shape, and dLoss/dy where anything was made of it. */
  readonly outputs: readonly { readonly shape: Shape; readonly dy: string | undefined }[];
}

/** dLoss/dx for each input, by name; undefined for an input no gradient flows to. */
export type GradientRule = (context: GradientContext) => readonly (string | undefined)[];

/** Why an operator has no rule, in words that fit after its name. */
export interface Unsupported {
  readonly unsupported: string;
}

export interface Op {
  /** ONNX's name, verbatim. */
  readonly type: string;
  /** First operator set whose form of the operator is the one emitted here. */
  readonly since: number;
  /** Shapes of the outputs, or why the inputs do not fit; never throws. */
  shape(inputs: readonly OpInput[], attributes: OpAttributes): readonly Shape[] | Problem;
  /** Why uses the runtime takes are refused all the same. */
  readonly refusesMore?: string;
  /** `constant` where the output does not change with its inputs, or only in jumps. */
  readonly gradient: GradientRule | 'constant' | Unsupported;
  /**
   * Products added up for these outputs, where a bare model is summarised. A parameter that is added on its own, as a
   * bias is, counts as one; sums of activations, windows without weights and functions such as exp count as none.
   */
  multiplyAdds(inputs: readonly CountedInput[], outputs: readonly Shape[], attributes: OpAttributes): number;
  /** Answers some of the numbers it is given: the greatest of each place. */
  readonly picks?: boolean;
  /** The runtime loses NaN that goes in: it compares, and NaN is neither less nor greater. */
  readonly losesNaN?: boolean;
  /** A function of each number on its own that is flat or rises, and has no slope where two numbers become one. */
  readonly neverFalls?: boolean;
  /** Legal uses, which the registry test runs through the engine. */
  readonly samples: readonly OpSample[];
}

/** No multiply-adds, unless the operator says otherwise. */
export const defineOp = (op: Omit<Op, 'multiplyAdds'> & Partial<Pick<Op, 'multiplyAdds'>>): Op => ({
  multiplyAdds: () => 0,
  ...op,
});

/** One for each number of the output where a parameter takes part. */
export const onePerNumber: Op['multiplyAdds'] = (inputs, [output = []]) =>
  inputs.some(({ isParameter }) => isParameter) ? sizeOf(output) : 0;

/** A problem for inputs an operator cannot take. */
export function misfit(type: string, inputs: readonly OpInput[]): Problem {
  return problem('op-inputs-misfit', {
    op: type,
    shapes: inputs.map(({ shape }) => formatShape(shape)).join(commonMessages.and),
  });
}

export function intOf(attribute: OpAttribute | undefined, otherwise: number): number {
  return attribute && 'int' in attribute ? attribute.int : otherwise;
}

export function floatOf(attribute: OpAttribute | undefined, otherwise: number): number {
  return attribute && 'float' in attribute ? attribute.float : otherwise;
}

export function intsOf(attribute: OpAttribute | undefined): readonly number[] | undefined {
  return attribute && 'ints' in attribute ? attribute.ints : undefined;
}

export function textOf(attribute: OpAttribute | undefined, otherwise: string): string {
  return attribute && 'text' in attribute ? attribute.text : otherwise;
}

export function textsOf(attribute: OpAttribute | undefined): readonly string[] | undefined {
  return attribute && 'texts' in attribute ? attribute.texts : undefined;
}

/** An operator that changes each number and no shape; `more` goes into its samples. */
export function defineElementwiseOp(
  type: string,
  since: number,
  gradient: Op['gradient'],
  more: Omit<OpSample, 'inputs'> = {},
): Op {
  return defineOp({
    type,
    since,
    shape: ([x]) => (x ? [x.shape] : misfit(type, [])),
    gradient,
    samples: [[2, 3], [1, 2, 3, 4], []].map((shape) => ({ inputs: [{ shape }], ...more })),
  });
}

/** An operator on pairs of numbers, sizes of 1 stretched. The rule is written as if none had been. */
export function defineBroadcastOp(
  type: string,
  since: number,
  gradient: GradientRule | 'constant',
  more: Omit<OpSample, 'inputs'> = {},
): Op {
  return defineOp({
    type,
    since,
    multiplyAdds: onePerNumber,
    shape(inputs) {
      const [a, b] = inputs;
      const shape = a && b && broadcastShapes(a.shape, b.shape);
      return shape ? [shape] : misfit(type, inputs);
    },
    gradient:
      gradient === 'constant'
        ? gradient
        : (context) =>
            gradient(context).map((full, at) =>
              full === undefined
                ? undefined
                : sumTo(context.builder, full, context.outputShape, context.shapes[at] ?? []),
            ),
    samples: [
      { inputs: [{ shape: [2, 3] }, { shape: [2, 3] }], ...more },
      { inputs: [{ shape: [2, 1, 4] }, { shape: [3, 1] }], ...more },
      { inputs: [{ shape: [2, 3] }, { shape: [] }], ...more },
    ],
  });
}

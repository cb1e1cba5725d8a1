/**
 * What ONNX's operators that read a sequence share. They keep the weights of both directions in one tensor, and the gates
 * in another order than PyTorch.
 */
import { operatorReasons } from '../messages/reasons';
import type { OpBuilder } from '../onnx/builder';
import { areShapesEqual, sizeOf, type Shape } from '../tensor/shape';
import { integers, reshapeTo } from './backward';
import { defineOp, intOf, misfit, textOf, type Op } from './define';

export interface Recurrence {
  /** For each of ONNX's gates, which of PyTorch's it is. */
  readonly gates: readonly number[];
  /** How many numbers a unit remembers. */
  readonly states: number;
}

/** By the operator: its gates are, in ONNX's order, those of the input, output, forget and cell; update, reset and hidden. */
export const recurrences = {
  RNN: { gates: [0], states: 1 },
  LSTM: { gates: [0, 3, 1, 2], states: 2 },
  GRU: { gates: [1, 0, 2], states: 1 },
} satisfies Record<string, Recurrence>;
export type RecurrentType = keyof typeof recurrences;

/** The names of PyTorch's weights for one direction. */
export interface DirectionWeights {
  readonly weight_ih: string;
  readonly weight_hh: string;
  /** Both or none. */
  readonly bias_ih?: string | undefined;
  readonly bias_hh?: string | undefined;
}

export interface RecurrentUse {
  readonly type: RecurrentType;
  /** Steps x batch x numbers. */
  readonly x: string;
  readonly features: number;
  readonly hidden: number;
  /** One, or the second from the end. */
  readonly directions: readonly DirectionWeights[];
  /** Directions x batch x hidden each; zeros where there are none. */
  readonly starts: readonly string[];
  readonly isRelu?: boolean;
}

/** The operator with PyTorch's weights: names of all steps' answers, and of the states it ends in. */
export function emitRecurrence(builder: OpBuilder, use: RecurrentUse): readonly string[] {
  const { type, x, features, hidden, directions, starts } = use;
  const { gates, states } = recurrences[type];
  const inOrder = (name: string): readonly string[] => {
    if (gates.length === 1) return [name];
    const sizes = integers(
      builder,
      gates.map(() => hidden),
    );
    const pieces = builder.ops('Split', [name, sizes], gates.length, { axis: { int: 0 } });
    return gates.map((gate) => pieces[gate] ?? '');
  };
  const packed = (names: readonly string[], shape: Shape) => {
    const pieces = builder.op('Concat', names.flatMap(inOrder), { axis: { int: 0 } });
    return reshapeTo(builder, pieces, [directions.length, ...shape]);
  };
  const rows = gates.length * hidden;
  const weights = [
    packed(
      directions.map(({ weight_ih }) => weight_ih),
      [rows, features],
    ),
    packed(
      directions.map(({ weight_hh }) => weight_hh),
      [rows, hidden],
    ),
  ];
  const biases = directions.flatMap(({ bias_ih, bias_hh }) => (bias_ih && bias_hh ? [bias_ih, bias_hh] : []));
  const bias = biases.length > 0 ? packed(biases, [2 * rows]) : '';
  const inputs = [x, ...weights, bias, '', ...starts];
  const last = inputs.findLastIndex((name) => name !== '');
  const activation = use.isRelu ? 'Relu' : 'Tanh';
  return builder.ops(type, inputs.slice(0, last + 1), 1 + states, {
    hidden_size: { int: hidden },
    direction: { text: directions.length === 2 ? 'bidirectional' : 'forward' },
    ...(type === 'GRU' && { linear_before_reset: { int: 1 } }),
    ...(type === 'RNN' && { activations: { texts: directions.map(() => activation) } }),
  });
}

export function defineRecurrentOp(type: RecurrentType): Op {
  const { gates, states } = recurrences[type];
  return defineOp({
    type,
    since: 14,
    shape(inputs, attributes) {
      const [x, w, r, ...others] = inputs.map(({ shape }) => shape);
      const [steps, batch, features] = x ?? [];
      const hidden = intOf(attributes.hidden_size, 0);
      const directions = textOf(attributes.direction, 'forward') === 'bidirectional' ? 2 : 1;
      if (x?.length !== 3 || steps === undefined || batch === undefined || features === undefined)
        return misfit(type, inputs);
      const rows = gates.length * hidden;
      const state = [directions, batch, hidden];
      // What may be left out is told apart by its shape: bias, lengths, states and peepholes.
      const possible = [[directions, 2 * rows], [batch], state, [directions, 3 * hidden]];
      const fits =
        hidden > 0 &&
        intOf(attributes.layout, 0) === 0 &&
        areShapesEqual(w ?? [], [directions, rows, features]) &&
        areShapesEqual(r ?? [], [directions, rows, hidden]) &&
        others.every((shape) => possible.some((one) => areShapesEqual(one, shape)));
      if (!fits) return misfit(type, inputs);
      return [[steps, directions, batch, hidden], ...new Array<Shape>(states).fill(state)];
    },
    gradient: { unsupported: operatorReasons.stepsWithin },
    multiplyAdds: ([x, ...others]) => {
      const [steps = 0, batch = 0] = x?.shape ?? [];
      const learned = others.filter(({ isParameter }, at) => isParameter && at < 3);
      return steps * batch * learned.reduce((total, { shape }) => total + sizeOf(shape), 0);
    },
    samples: [
      {
        inputs: [
          [3, 2, 4],
          [1, gates.length * 2, 4],
          [1, gates.length * 2, 2],
        ].map((shape) => ({ shape })),
        attributes: { hidden_size: { int: 2 } },
      },
      {
        inputs: [
          [2, 1, 3],
          [2, gates.length * 2, 3],
          [2, gates.length * 2, 2],
          [2, gates.length * 4],
        ].map((shape) => ({ shape })),
        attributes: { hidden_size: { int: 2 }, direction: { text: 'bidirectional' } },
      },
    ],
  });
}

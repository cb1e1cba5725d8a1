/** What recurrent layers share: a sequence read step by step, in several layers and perhaps from both ends. */
import { problem, type Problem } from '../../messages/problem';
import type { Shape } from '../../tensor/shape';
import { formatShape } from '../../tensor/shape';
import { flag, inferredInteger, integer, real, type AttributeValue } from '../attributes';
import type { LayerExample, ParameterSpec } from '../define';
import { checkDimensions } from '../dimensions';
import { pythonCall, type Named } from '../python';

/** Each step is ops of its own, and a network of more takes too long to be made ready. */
const mostSteps = 1000;

/** On top of each other. */
export const mostLayers = 16;

export const sizes = {
  input_size: inferredInteger({
    min: 1,
    max: 100_000,
    help: 'Numbers read at each step; empty follows the input.',
  }),
  hidden_size: integer({
    initial: 4,
    min: 1,
    max: 10_000,
    help: 'Units, and so the numbers it answers at each step.',
  }),
  num_layers: integer({
    initial: 1,
    min: 1,
    max: mostLayers,
    help: 'Layers on top of each other: each reads the one below.',
  }),
};

export const ways = {
  bias: flag({ initial: true, help: 'Whether each gate adds numbers of its own.' }),
  batch_first: flag({
    initial: true,
    help: 'Whether the input is batch x steps x numbers, as everywhere here; else it is steps x batch x numbers.',
  }),
  dropout: real({
    initial: 0,
    min: 0,
    max: 1,
    help: 'Share of the numbers between two of its layers that is silenced while training.',
  }),
  bidirectional: flag({
    initial: false,
    help: 'Whether a second set of units reads the sequence from its end.',
  }),
  initial_state: flag({
    initial: false,
    help: 'Whether the state before the first step comes in, as from an encoder; else it is zeros.',
  }),
};

export interface Recurrent {
  readonly input_size: number | null;
  readonly hidden_size: number;
  readonly num_layers: number;
  readonly bias: boolean;
  readonly batch_first: boolean;
  readonly dropout: number;
  readonly bidirectional: boolean;
  readonly initial_state: boolean;
}

/** Layers and directions in PyTorch's order: the states of a run end in one each. */
export interface Place {
  readonly layer: number;
  readonly isReverse: boolean;
  /** What PyTorch puts behind the names of its parameters. */
  readonly suffix: string;
}

export function placesOf({ num_layers, bidirectional }: Recurrent): readonly Place[] {
  return Array.from({ length: num_layers }, (_, layer) => layer).flatMap((layer) =>
    directions(bidirectional).map((isReverse) => ({
      layer,
      isReverse,
      suffix: `_l${layer}${isReverse ? '_reverse' : ''}`,
    })),
  );
}

/** Only an RNN is told its function. */
export const isRelu = (attributes: object & { readonly nonlinearity?: AttributeValue }): boolean =>
  attributes.nonlinearity === 'relu';

/** What a unit remembers, by PyTorch's letters: what it answers, and beside it an LSTM's memory. */
export const stateLetters = ['h', 'c'] as const;
const startPorts = stateLetters.map((letter) => `${letter}_0`);

export function inputsOf(states: number) {
  return ({ initial_state }: Pick<Recurrent, 'initial_state'>): readonly string[] => [
    'x',
    ...(initial_state ? startPorts.slice(0, states) : []),
  ];
}

/** What it answered at every step, the states every layer ends in, and the answer at the last step alone. */
export type Result = 'output' | 'h_n' | 'c_n' | 'last';

export function resultsOf(states: number): readonly Result[] {
  return states === 2 ? ['output', 'h_n', 'c_n', 'last'] : ['output', 'h_n', 'last'];
}

/** By port: which result it is. */
export const resultAt = (port: string): Result =>
  resultsOf(stateLetters.length).find((result) => result === port) ?? 'output';

/** Of a file from when one result was chosen. */
export function formerSequence({ result, ...attributes }: Readonly<Record<string, unknown>>) {
  return typeof result === 'string' ? { attributes, port: result } : undefined;
}

export const directions = (isBoth: boolean): readonly boolean[] => (isBoth ? [false, true] : [false]);

export function sequenceOf([first = 1, second = 1, features = 1]: Shape, isBatchFirst: boolean) {
  return isBatchFirst ? { batch: first, steps: second, features } : { batch: second, steps: first, features };
}

export function checkSequence(
  [x = [], ...starts]: readonly Shape[],
  attributes: Recurrent,
): Problem | undefined {
  const { input_size: expected, batch_first, initial_state } = attributes;
  const names = batch_first ? ['batch', 'steps', 'numbers'] : ['steps', 'batch', 'numbers'];
  const misfit = checkDimensions(x, names, [1, 5, x.at(-1) ?? 3]);
  if (misfit) return misfit;
  const { batch, steps, features: actual } = sequenceOf(x, batch_first);
  if (expected !== null && expected !== actual) {
    return problem(
      'row-length-mismatch',
      { expected, actual, shape: formatShape(x), attribute: 'input_size' },
      { kind: 'set-attribute', attribute: 'input_size', value: actual },
    );
  }
  const count = steps * placesOf(attributes).length;
  if (count > mostSteps) return problem('too-many-steps', { count, most: mostSteps });
  return initial_state ? checkStarts(starts, batch, attributes) : undefined;
}

function checkStarts(starts: readonly Shape[], batch: number, attributes: Recurrent): Problem | undefined {
  const wanted = formatShape([placesOf(attributes).length, batch, attributes.hidden_size]);
  const shapes = starts.map(formatShape);
  const odd = shapes.findIndex((shape) => shape !== wanted);
  if (odd < 0) return undefined;
  return problem(
    'initial-state-mismatch',
    { port: startPorts[odd] ?? '', wanted, shape: shapes[odd] ?? '' },
    { kind: 'set-attribute', attribute: 'initial_state', value: false },
  );
}

export function parametersOf(gates: number) {
  return ([x = []]: readonly Shape[], attributes: Recurrent): readonly ParameterSpec[] => {
    const { hidden_size: hidden, bias, bidirectional } = attributes;
    const bound = 1 / Math.sqrt(hidden);
    const below = hidden * directions(bidirectional).length;
    return placesOf(attributes).flatMap(({ layer, suffix }) => {
      const spec = (name: string, shape: Shape): ParameterSpec => ({
        name: `${name}${suffix}`,
        shape,
        initial: (random) => random.uniform(-bound, bound),
      });
      const rows = gates * hidden;
      const weights = [
        spec('weight_ih', [rows, layer === 0 ? (x.at(-1) ?? 1) : below]),
        spec('weight_hh', [rows, hidden]),
      ];
      return bias ? [...weights, spec('bias_ih', [rows]), spec('bias_hh', [rows])] : weights;
    });
  };
}

/** PyTorch answers a pair: every step, and the states it ends in, which are a pair of an LSTM. */
export function torchOf(
  kind: string,
  [x = '', ...starts]: readonly string[],
  attributes: Recurrent,
  more: Named = [],
) {
  const { input_size, hidden_size, num_layers, bias, batch_first, dropout, bidirectional } = attributes;
  const hasCells = kind === 'nn.LSTM';
  const start = hasCells && starts.length > 0 ? [`(${starts.join(', ')})`] : starts;
  return {
    module: pythonCall(
      kind,
      [input_size ?? 1, hidden_size],
      [
        ['num_layers', num_layers, 1],
        ...more,
        ['bias', bias, true],
        ['batch_first', batch_first, false],
        ['dropout', dropout, 0],
        ['bidirectional', bidirectional, false],
      ],
    ),
    call: (self: string) => `${self}(${[x, ...start].join(', ')})`,
    unpacked: {
      pattern([output = '_', ...states]: readonly string[]) {
        const ends = states.slice(0, hasCells ? 2 : 1);
        const isAsked = ends.some((name) => name !== '_');
        return `${output}, ${hasCells && isAsked ? `(${ends.join(', ')})` : (ends[0] ?? '_')}`;
      },
      made: {
        last: { of: 'output', code: (output: string) => `${output}[${batch_first ? ':, ' : ''}-1]` },
      },
    },
  };
}

/** Uses in which the state before the first step comes in. */
export function startedExamples(states: number): readonly LayerExample[] {
  const started = (x: Shape, state: Shape) => [x, ...Array.from({ length: states }, () => state)];
  return [
    {
      inputs: started([2, 2, 2], [2, 2, 2]),
      attributes: { hidden_size: 2, num_layers: 2, dropout: 0.5, initial_state: true },
    },
    {
      inputs: started([3, 1, 2], [2, 1, 3]),
      attributes: { hidden_size: 3, batch_first: false, bidirectional: true, initial_state: true },
    },
  ];
}

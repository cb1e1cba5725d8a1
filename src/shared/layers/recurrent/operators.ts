/** The same sequence in ONNX's own operators, one for each layer: what other programs write. */
import { integers, reshapeTo } from '../../ops/backward';
import { emitPlaces } from '../../ops/plain/places';
import { emitRecurrence, recurrences, type RecurrentType } from '../../ops/recurrence';
import type { Shape } from '../../tensor/shape';
import type { EmitContext, Guess } from '../define';
import type { Seen } from '../seen';
import { directions, isRelu, mostLayers, placesOf, resultsOf, sequenceOf, type Recurrent } from './sequence';

/**
 * What the last step is taken from: with one direction it is also the state of the top layer, which is the last or, of
 * one layer, the first.
 */
const lastWays = ['output', 'last state', 'first state'] as const;

/** For any batch, and any number of steps. */
export const exportedAs =
  (type: RecurrentType) =>
  (context: EmitContext<Recurrent>): readonly string[] =>
    emitOperators(type, context, 'end');

function emitOperators(
  type: RecurrentType,
  { builder, inputs, shapes: [shape = []], parameter, attributes }: EmitContext<Recurrent>,
  lastWay: (typeof lastWays)[number] | 'end',
): readonly string[] {
  const { batch_first, bias, bidirectional, hidden_size: hidden, num_layers } = attributes;
  const { batch, steps, features } = sequenceOf(shape, batch_first);
  const sides = directions(bidirectional).length;
  const width = sides * hidden;
  const turned = (value: string) =>
    batch_first ? builder.op('Transpose', [value], { perm: { ints: [1, 0, 2] } }) : value;
  const [x = '', ...starts] = inputs;

  const startOf = (start: string, layer: number) => {
    const cut = [[layer * sides], [(layer + 1) * sides], [0], [1]].map((list) => integers(builder, list));
    return num_layers === 1 ? start : builder.op('Slice', [start, ...cut]);
  };

  let read = turned(x);
  const layers: (readonly string[])[] = [];
  for (let layer = 0; layer < num_layers; layer++) {
    const [all = '', ...states] = emitRecurrence(builder, {
      type,
      x: read,
      features: layer === 0 ? features : width,
      hidden,
      directions: placesOf(attributes)
        .filter((place) => place.layer === layer)
        .map(({ suffix }) => ({
          weight_ih: parameter(`weight_ih${suffix}`),
          weight_hh: parameter(`weight_hh${suffix}`),
          ...(bias && { bias_ih: parameter(`bias_ih${suffix}`), bias_hh: parameter(`bias_hh${suffix}`) }),
        })),
      starts: starts.map((start) => startOf(start, layer)),
      isRelu: isRelu(attributes),
    });
    layers.push(states);
    const byStep = sides === 1 ? all : builder.op('Transpose', [all], { perm: { ints: [0, 2, 1, 3] } });
    read = reshapeTo(builder, byStep, [steps, batch, width]);
  }
  const stacked = (state: number) => {
    const each = layers.map((states) => states[state] ?? '');
    return num_layers === 1 ? (each[0] ?? '') : builder.op('Concat', each, { axis: { int: 0 } });
  };
  const lastOf = (value: string, all: Shape, axis: number) =>
    emitPlaces(builder, value, {
      ...{ shape: all, axis, start: (all[axis] ?? 1) - 1, sizes: [] },
      isCut: lastWay === 'first state',
    });
  const output = turned(read);
  const ends = Array.from({ length: recurrences[type].states }, (_, state) => stacked(state));
  const stepAxis = batch_first ? 1 : 0;
  if (lastWay === 'end') {
    const end = builder.constant({ dtype: 'int64', shape: [], values: BigInt64Array.of(-1n) });
    return [output, ...ends, builder.op('Gather', [output, end], { axis: { int: stepAxis } })];
  }
  const last =
    lastWay === 'output'
      ? lastOf(output, batch_first ? [batch, steps, width] : [steps, batch, width], stepAxis)
      : lastOf(ends[0] ?? '', [num_layers, batch, hidden], 0);
  return [output, ...ends, last];
}

/** What passes the numbers of a recurrent operator on. */
const around = new Set(['Concat', 'Reshape', 'Slice', 'Transpose']);

/** The operators that lie on each other, the one nearest to the answer first. */
function operatorsBelow(type: RecurrentType, y: Seen): readonly Seen[] {
  const found: Seen[] = [];
  for (let value = y; (value.type === type || around.has(value.type)) && found.length < mostLayers;) {
    if (value.type === type) found.push(value);
    // Of states side by side the last is that of the top.
    value = value.type === 'Concat' ? (value.inputs.at(-1) ?? value.back(0)) : value.back(0);
  }
  return found;
}

/** The layers they may be: all of them, or some that lie on others. */
export function guessOperators(type: RecurrentType, y: Seen): readonly Guess<Recurrent>[] {
  const [top, ...below] = operatorsBelow(type, y);
  if (!top) return [];
  return [top, ...below].flatMap((lowest, at) => {
    const [steps = 0, batch = 0, features = 0] = lowest.back(0).shape;
    const [hidden_size, bidirectional] = [
      lowest.int('hidden_size'),
      lowest.word('direction') === 'bidirectional',
    ];
    const starts = lowest.inputs
      .slice(5)
      .map(({ shape: [sides = 0, ...state] }) => [(at + 1) * sides, ...state]);
    const plain = {
      ...{ hidden_size, bidirectional, num_layers: at + 1 },
      bias: lowest.back(3).type !== '',
      initial_state: starts.length > 0,
    };
    return resultsOf(recurrences[type].states).flatMap((port) =>
      [true, false].flatMap((batch_first) =>
        lastWays
          .filter((way) => way === 'output' || !bidirectional)
          .map((way) => ({
            shapes: [batch_first ? [batch, steps, features] : [steps, batch, features], ...starts],
            ...{ attributes: { ...plain, batch_first }, port },
            emit: (context: EmitContext<Recurrent>) => emitOperators(type, context, way),
          })),
      ),
    );
  });
}

/**
 * A sequence as ops, a few for each step. One product makes all steps' inputs into gates; the pieces are split once, so
 * that their gradients are put side by side again instead of being added up.
 */
import { integers, reshapeTo } from '../../ops/backward';
import { floatTensor } from '../../tensor/tensor';
import type { EmitContext } from '../define';
import { emitDropout } from '../regularisation/define-dropout';
import type { Cell } from './cell';
import {
  directions,
  placesOf,
  resultsOf,
  sequenceOf,
  type Place,
  type Recurrent,
  type Result,
} from './sequence';

/** The state after each step, in the order of time, and the one it ends in. */
interface Read {
  readonly steps: readonly string[];
  readonly end: readonly string[];
}

export function emitSequence(cell: Cell, context: EmitContext<Recurrent>): readonly string[] {
  const {
    builder,
    inputs: [x = ''],
    shapes: [shape = []],
    attributes,
    mode,
  } = context;
  const { batch_first, bidirectional, dropout, hidden_size, num_layers } = attributes;
  const { batch, steps, features } = sequenceOf(shape, batch_first);
  const width = hidden_size * directions(bidirectional).length;
  const turned = (value: string) =>
    batch_first ? builder.op('Transpose', [value], { perm: { ints: [1, 0, 2] } }) : value;
  const sideBySide = (values: readonly string[]) =>
    values.length === 1 ? (values[0] ?? '') : builder.op('Concat', values, { axis: { int: 1 } });
  const inRows = (reads: readonly Read[]) =>
    sideBySide(reads.map((read) => builder.op('Concat', read.steps, { axis: { int: 0 } })));

  // Rows of all steps, step by step: steps · batch x numbers.
  let rows = reshapeTo(builder, turned(x), [steps * batch, features]);
  const starts = emitStarts(cell, context, batch);
  const reads: Read[] = [];
  for (let layer = 0; layer < num_layers; layer++) {
    if (layer > 0) {
      const below = inRows(reads.slice(-directions(bidirectional).length));
      rows = emitDropout(builder, below, [steps * batch, width], dropout, mode);
    }
    for (const place of placesOf(attributes).filter((each) => each.layer === layer))
      reads.push(emitRead(cell, context, place, rows, starts[reads.length] ?? []));
  }
  const top = reads.slice(-directions(bidirectional).length);
  const stacked = (state: number) => {
    const ends = reads.map(({ end }) => end[state] ?? '');
    const all = builder.op('Concat', ends, { axis: { int: 0 } });
    return reshapeTo(builder, all, [ends.length, batch, hidden_size]);
  };
  const results: Readonly<Record<Result, () => string>> = {
    output: () => turned(reshapeTo(builder, inRows(top), [steps, batch, width])),
    h_n: () => stacked(0),
    c_n: () => stacked(1),
    last: () => sideBySide(top.map((read) => read.steps.at(-1) ?? '')),
  };
  return resultsOf(cell.states).map((result) => results[result]());
}

/** The state of each place before the first step. */
function emitStarts(
  cell: Cell,
  { builder, inputs: [, ...starts], attributes }: EmitContext<Recurrent>,
  batch: number,
): readonly (readonly string[])[] {
  const { hidden_size: hidden, initial_state } = attributes;
  const places = placesOf(attributes);
  if (!initial_state) {
    const zeros = builder.constant(floatTensor([batch, hidden], new Float32Array(batch * hidden)));
    return places.map(() => new Array<string>(cell.states).fill(zeros));
  }
  const pieces = integers(
    builder,
    places.map(() => batch),
  );
  const split = starts.map((start) => {
    const rows = reshapeTo(builder, start, [places.length * batch, hidden]);
    return builder.ops('Split', [rows, pieces], places.length, { axis: { int: 0 } });
  });
  return places.map((_, at) => split.map((states) => states[at] ?? ''));
}

function emitRead(
  cell: Cell,
  { builder, shapes: [shape = []], parameter, attributes }: EmitContext<Recurrent>,
  { suffix, isReverse }: Place,
  rows: string,
  start: readonly string[],
): Read {
  const { batch, steps } = sequenceOf(shape, attributes.batch_first);
  const weight = (name: string) => parameter(`${name}${suffix}`);
  const { bias } = attributes;
  const ofState = bias ? weight('bias_hh') : undefined;
  const ofInput = bias ? weight('bias_ih') : undefined;
  const added = cell.joinsBiases && ofInput && ofState ? builder.op('Add', [ofInput, ofState]) : ofInput;
  const product = (left: string, right: string, more: string | undefined) =>
    builder.op('Gemm', more === undefined ? [left, right] : [left, right, more], { transB: { int: 1 } });
  const all = product(rows, weight('weight_ih'), added);
  const pieces = integers(builder, new Array<number>(steps).fill(batch));
  const seen = builder.ops('Split', [all, pieces], steps, { axis: { int: 0 } });

  let state = start;
  const states: string[] = [];
  for (const piece of isReverse ? seen.toReversed() : seen) {
    const [h = ''] = state;
    state = cell.emit({
      builder,
      seen: piece,
      heard: (more) => product(h, weight('weight_hh'), more),
      bias: cell.joinsBiases ? undefined : ofState,
      before: state,
      attributes,
    });
    states.push(state[0] ?? '');
  }
  return { steps: isReverse ? states.toReversed() : states, end: state };
}

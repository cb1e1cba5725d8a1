/** Where the greatest numbers are, as PyTorch counts: in the plane of one channel of the input, without a border. */
import type { OpBuilder } from '../../onnx/builder';
import { integers } from '../../ops/backward';
import { callOfAll, evaluate, number, sum, type Expression } from '../../tensor/expression';
import { offsetAt, sizeOf, type Shape } from '../../tensor/shape';
import type { Dtype } from '../../tensor/tensor';
import { flag, type AttributeValue } from '../attributes';
import { outputPort, type Unpacked } from '../define';
import type { Seen } from '../seen';

export const indicesPort = 'indices';

export const returnIndices = flag({
  initial: false,
  help: 'Whether it also says where the greatest numbers were: their places in the plane of a channel, row by row.',
});

/** Not every pool can be asked. */
export const isIndexed = (attributes: object & { readonly return_indices?: AttributeValue }): boolean =>
  attributes.return_indices === true;

export const indexedOutputs = (attributes: object): readonly string[] =>
  isIndexed(attributes) ? [outputPort, indicesPort] : [outputPort];

export function indexedDtype(inputs: readonly Dtype[], _: unknown, port: string): Dtype | undefined {
  if (inputs.some((dtype) => dtype !== 'float32')) return undefined;
  return port === indicesPort ? 'int64' : 'float32';
}

export const unpackedIndices = (attributes: object): { readonly unpacked?: Unpacked } =>
  isIndexed(attributes) ? { unpacked: { pattern: (names) => names.join(', ') } } : {};

/**
 * The operator counts through all of what it reads, whose planes are `within`: with steps of their own along each
 * dimension, which become those of the plane, from `start` on.
 */
export function emitInPlane(
  builder: OpBuilder,
  places: string,
  within: Shape,
  start: readonly number[],
  plane: Shape,
): string {
  const step = (axis: number) => (axis < 0 ? 0 : sizeOf(plane.slice(axis + 1)));
  // What a place is ahead of the row that it is in, of the plane, and so on, is so many steps more or fewer.
  const times = new Map<number, number>();
  for (let axis = -1; axis < within.length - 1; axis++) {
    const below = sizeOf(within.slice(axis + 1));
    const more = step(axis) - (within[axis + 1] ?? 1) * step(axis + 1);
    times.set(below, (times.get(below) ?? 0) + more);
  }
  const whole = (value: number) => integers(builder, [value]);
  const moved = [...times].reduce((total, [below, more]) => {
    if (more === 0) return total;
    const rows = builder.op('Mul', [builder.op('Div', [places, whole(below)]), whole(more)]);
    return builder.op('Add', [total, rows]);
  }, places);
  const first = start.reduce((sum, at, axis) => sum + at * step(axis), 0);
  return first === 0 ? moved : builder.op('Add', [moved, whole(first)]);
}

/** The same, by taking off where the first place of the plane is in all of the tensor. */
export function emitFromFirst(builder: OpBuilder, x: string, places: string, dimensions: number): string {
  const ones = { ints: new Array<number>(dimensions).fill(1) };
  const [, own = ''] = builder.ops('MaxPool', [x], 2, {
    ...{ kernel_shape: ones, strides: ones, dilations: ones },
    pads: { ints: new Array<number>(2 * dimensions).fill(0) },
  });
  let first = own;
  for (let axis = 0; axis < dimensions; axis++) {
    const cut = [0, 1, axis + 2, 1].map((value) => integers(builder, [value]));
    first = builder.op('Slice', [first, ...cut]);
  }
  return builder.op('Sub', [places, first]);
}

/** Which of the window's numbers is the greatest, and how far its place in the plane is from that. */
export function explainIndex(
  numbers: readonly Expression[],
  places: readonly (readonly number[])[],
  plane: Shape,
): Expression {
  const which = callOfAll('argmax', numbers);
  const at = evaluate(which);
  const ahead = offsetAt(plane, places[at] ?? []) - at;
  return ahead === 0 ? which : sum([which, number(ahead)]);
}

/** What turns places into those that PyTorch counts: nothing else is walked through. */
const counting: ReadonlySet<string> = new Set(['Add', 'Div', 'Mul', 'Sub']);

/** The places that an operator answers, behind what is made of them; the value itself where it is none. */
export function placesBehind(value: Seen): Seen {
  let place = value;
  for (let step = 0; step < longestCount && counting.has(place.type); step++) place = place.back(0);
  return place.origin.place === 1 ? place : value;
}

/** Of three dimensions. */
const longestCount = 8;

/** A value as the greatest numbers, alone or beside their places, or as these places, with what was pooled. */
export function seenIndices(value: Seen) {
  const y = placesBehind(value);
  return y === value
    ? [false, true].map((return_indices) => ({ y, port: outputPort, return_indices }))
    : [{ y, port: indicesPort, return_indices: true }];
}

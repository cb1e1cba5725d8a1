/** Numbers that only move: each is read from one place. Source: https://onnx.ai/onnx/operators/ */
import { call, evaluate, number, product, sum, type Expression } from '../../../tensor/expression';
import { broadcastIndex, indexAt, offsetAt, resolveAxis, sizeOf, type Shape } from '../../../tensor/shape';
import { numberAt } from '../../../tensor/tensor';
import {
  axesOf,
  upTo,
  valueOf,
  valuesOf,
  zero,
  type SumContext,
  type SumInput,
  type SumRule,
  type SumRules,
} from './define';

/** The number at the same place in the row that a file keeps, of the answer of this shape. */
function inRow(x: SumInput, shape: Shape | undefined, index: readonly number[]): Expression | undefined {
  const isSame = shape?.length === index.length && sizeOf(shape) === sizeOf(x.shape);
  return isSame ? x.at(indexAt(x.shape, offsetAt(shape, index))) : undefined;
}

const reshaped =
  (shapeOf: (x: SumInput, context: SumContext) => Shape | undefined): SumRule =>
  (context) => {
    const [x] = context.inputs;
    return x && inRow(x, shapeOf(x, context), context.index);
  };

function stated({ inputs: [x, shape], int }: SumContext): Shape | undefined {
  const sizes = valuesOf(shape);
  if (!x || !sizes) return undefined;
  const kept = sizes.map((size, axis) =>
    size === 0 && int('allowzero') === 0 ? (x.shape[axis] ?? 0) : size,
  );
  const rest = sizeOf(x.shape) / sizeOf(kept.filter((size) => size !== -1));
  return kept.map((size) => (size === -1 ? rest : size));
}

function flattened({ shape }: SumInput, { int }: SumContext): Shape | undefined {
  const axis = int('axis');
  const from = axis < 0 ? axis + shape.length : axis;
  return [sizeOf(shape.slice(0, from)), sizeOf(shape.slice(from))];
}

/** Before set 13 axes were an attribute. */
const namedAxes = ({ list, inputs: [, axes] }: SumContext): readonly number[] | undefined =>
  list('axes') ?? valuesOf(axes);

function squeezed({ shape }: SumInput, context: SumContext): Shape | undefined {
  const named = namedAxes(context);
  const axes = named ? axesOf(named, shape.length) : upTo(shape.length).filter((axis) => shape[axis] === 1);
  return axes && shape.filter((_, axis) => !axes.includes(axis));
}

function unsqueezed({ shape }: SumInput, context: SumContext): Shape | undefined {
  const named = namedAxes(context);
  const axes = named && axesOf(named, shape.length + named.length);
  if (!axes) return undefined;
  const left = [...shape];
  return upTo(shape.length + axes.length).map((axis) => (axes.includes(axis) ? 1 : (left.shift() ?? 1)));
}

const transposed: SumRule = ({ inputs: [x], index, list }) => {
  if (!x) return undefined;
  const order = list('perm') ?? upTo(x.shape.length).reverse();
  return x.at(upTo(x.shape.length).map((axis) => index[order.indexOf(axis)] ?? 0));
};

/** Before set 10 all but the input were attributes. */
const sliced: SumRule = ({ inputs, index, list }) => {
  const [x, ...named] = inputs;
  const [starts, ends, axes, steps] = ['starts', 'ends', 'axes', 'steps'].map(
    (name, at) => list(name) ?? valuesOf(named[at]),
  );
  if (!x || !starts || !ends || (named[2] && !axes) || (named[3] && !steps)) return undefined;
  const along = axesOf(axes ?? upTo(starts.length), x.shape.length);
  return (
    along &&
    x.at(
      index.map((at, axis) => {
        const which = along.indexOf(axis);
        if (which < 0) return at;
        const [length = 0, step = 1, start = 0] = [x.shape[axis], steps?.[which], starts[which]];
        const from = start < 0 ? start + length : start;
        return Math.min(step < 0 ? length - 1 : length, Math.max(0, from)) + step * at;
      }),
    )
  );
};

const joined: SumRule = ({ inputs, index, int }) => {
  const axis = resolveAxis(int('axis'), index.length) ?? 0;
  let left = index[axis] ?? 0;
  for (const input of inputs) {
    const length = input?.shape[axis] ?? 0;
    if (left < length) return input?.at(index.with(axis, left));
    left -= length;
  }
  return undefined;
};

const split: SumRule = ({ inputs: [x, sizes], index, int, list, output, outputs }) => {
  const axis = x && resolveAxis(int('axis'), x.shape.length);
  if (!x || axis === undefined) return undefined;
  const each = Math.ceil((x.shape[axis] ?? 0) / outputs);
  const lengths = list('split') ?? (sizes ? valuesOf(sizes) : upTo(outputs).map(() => each));
  const before = lengths?.slice(0, output).reduce((total, length) => total + length, 0);
  return before === undefined ? undefined : x.at(index.with(axis, (index[axis] ?? 0) + before));
};

/** Where a number that was read leads to on an axis; undefined where it leads nowhere. */
function leadsTo(place: Expression, length: number): number | undefined {
  const value = evaluate(place);
  const at = value < 0 ? value + length : value;
  return Number.isInteger(at) && at >= 0 && at < length ? at : undefined;
}

const gathered: SumRule = ({ inputs: [x, places], index, int }) => {
  const axis = x && resolveAxis(int('axis'), x.shape.length);
  if (!x || !places || axis === undefined) return undefined;
  const rank = places.shape.length;
  const place = places.at(index.slice(axis, axis + rank));
  const at = leadsTo(place, x.shape[axis] ?? 0);
  if (at === undefined) return undefined;
  return call('row', place, x.at([...index.slice(0, axis), at, ...index.slice(axis + rank)]));
};

const gatheredElements: SumRule = ({ inputs: [x, places], index, int }) => {
  const axis = x && resolveAxis(int('axis'), x.shape.length);
  if (!x || !places || axis === undefined) return undefined;
  const place = places.at(index);
  const at = leadsTo(place, x.shape[axis] ?? 0);
  return at === undefined ? undefined : call('row', place, x.at(index.with(axis, at)));
};

const gatheredDeep: SumRule = ({ inputs: [x, places], index, int }) => {
  if (!x || !places) return undefined;
  const shared = int('batch_dims');
  const outer = places.shape.length - 1;
  const read = upTo(places.shape[outer] ?? 0).map((at) => places.at([...index.slice(0, outer), at]));
  const found = read.flatMap((place, at) => leadsTo(place, x.shape[shared + at] ?? 0) ?? []);
  if (found.length !== read.length) return undefined;
  return x.at([...index.slice(0, shared), ...found, ...index.slice(outer)]);
};

/** Where a place beside an axis is filled from; undefined where it is not. */
function filledFrom(at: number, length: number, mode: string): number | undefined {
  switch (mode) {
    case 'edge':
      return Math.min(length - 1, Math.max(0, at));
    case 'wrap':
      return ((at % length) + length) % length;
    case 'reflect': {
      if (length < 2) return undefined;
      const round = 2 * (length - 1);
      const within = ((at % round) + round) % round;
      return Math.min(within, round - within);
    }
    default:
      return undefined;
  }
}

const padded: SumRule = ({ inputs: [x, pads, fill, along], index, list, text, float }) => {
  const counts = list('pads') ?? valuesOf(pads);
  const named = along ? valuesOf(along) : x && upTo(x.shape.length);
  const axes = x && named && axesOf(named, x.shape.length);
  if (!x || !axes || counts?.length !== 2 * axes.length) return undefined;
  const mode = text('mode');
  // What is cut off before it is filled is seen differently.
  if (mode !== 'constant' && counts.some((count) => count < 0)) return undefined;
  const at = index.map((one, axis) => one - (axes.includes(axis) ? (counts[axes.indexOf(axis)] ?? 0) : 0));
  const isBeside = at.map((one, axis) => one < 0 || one >= (x.shape[axis] ?? 0));
  if (mode === 'constant' && isBeside.includes(true)) {
    return list('pads') ? number(float('value')) : fill ? valueOf(fill) : zero;
  }
  const found = at.map((one, axis) => (isBeside[axis] ? filledFrom(one, x.shape[axis] ?? 0, mode) : one));
  const places = found.flatMap((one) => one ?? []);
  return places.length === index.length ? x.at(places) : undefined;
};

const depthToSpace: SumRule = ({ inputs: [x], index: [row = 0, channel = 0, y = 0, z = 0], int, text }) => {
  if (!x) return undefined;
  const size = int('blocksize');
  const block = (y % size) * size + (z % size);
  const depth = (x.shape[1] ?? 0) / (size * size);
  const mode = text('mode');
  if (!['', 'DCR', 'CRD'].includes(mode)) return undefined;
  const from = mode === 'CRD' ? channel * size * size + block : block * depth + channel;
  return x.at([row, from, Math.floor(y / size), Math.floor(z / size)]);
};

const spaceToDepth: SumRule = ({ inputs: [x], index: [row = 0, channel = 0, y = 0, z = 0], int }) => {
  if (!x) return undefined;
  const [size, depth = 1] = [int('blocksize'), x.shape[1]];
  const block = Math.floor(channel / depth);
  return x.at([row, channel % depth, y * size + Math.floor(block / size), z * size + (block % size)]);
};

const reversed: SumRule = ({ inputs: [x, lengths], index, int }) => {
  const [rows, time] = [int('batch_axis'), int('time_axis')];
  if (!x || !lengths) return undefined;
  const length = evaluate(lengths.at([index[rows] ?? 0]));
  const at = index[time] ?? 0;
  return x.at(index.with(time, at < length ? length - 1 - at : at));
};

const triangle: SumRule = ({ inputs: [x, shift], index, int }) => {
  if (!x) return undefined;
  const moved = shift ? valueOf(shift) : zero;
  if (!moved) return undefined;
  const across = (index.at(-1) ?? 0) - (index.at(-2) ?? 0);
  const isKept = int('upper') !== 0 ? across >= evaluate(moved) : across <= evaluate(moved);
  return isKept ? x.at(index) : zero;
};

const oneHot: SumRule = ({ inputs: [places, depth, values], index, int }) => {
  const size = valueOf(depth);
  const axis = places && resolveAxis(int('axis'), places.shape.length + 1);
  if (!places || !values || !size || axis === undefined) return undefined;
  const place = places.at(index.toSpliced(axis, 1));
  if (!Number.isInteger(evaluate(place))) return undefined;
  const counted = evaluate(place) < 0 ? sum([place, size]) : place;
  return call('where', call('equal', counted, number(index[axis] ?? 0)), values.at([1]), values.at([0]));
};

const filled: SumRule = ({ tensor, isStated }) => {
  if (!isStated('value')) return zero;
  const value = tensor('value');
  return value && number(numberAt(value, 0));
};

export const movementSums: SumRules = {
  Concat: joined,
  ConstantOfShape: filled,
  DepthToSpace: depthToSpace,
  Expand: ({ inputs: [x], index }) => x?.at(broadcastIndex(x.shape, index)),
  Flatten: reshaped(flattened),
  Gather: gathered,
  GatherElements: gatheredElements,
  GatherND: gatheredDeep,
  OneHot: oneHot,
  Pad: padded,
  Range: ({ inputs: [start, , step], index: [at = 0] }) => {
    const [from, by] = [valueOf(start), valueOf(step)];
    return from && by && sum([from, product(number(at), by)]);
  },
  Reshape: reshaped((_, context) => stated(context)),
  ReverseSequence: reversed,
  Slice: sliced,
  SpaceToDepth: spaceToDepth,
  Split: split,
  Squeeze: reshaped(squeezed),
  Tile: ({ inputs: [x], index }) => x?.at(x.shape.map((length, axis) => (index[axis] ?? 0) % length)),
  Transpose: transposed,
  Trilu: triangle,
  Unsqueeze: reshaped(unsqueezed),
};

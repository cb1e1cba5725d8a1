/**
 * Adaptive pooling: as many windows as numbers are wanted, side by side or overlapping by one, and the mean or the
 * greatest number of each: place i goes from ⌊i · size / wanted⌋ up to ⌈(i + 1) · size / wanted⌉.
 * Source: https://pytorch.org/docs/stable/generated/torch.nn.AdaptiveAvgPool2d.html
 */
import type { OpBuilder } from '../../onnx/builder';
import { integers } from '../../ops/backward';
import { callOfAll, number, quotient, sum, type Expression } from '../../tensor/expression';
import { indexAt, sizeOf, type Shape } from '../../tensor/shape';
import { perDimension, type Field, type Fields, type PerDimension } from '../attributes';
import { defineLayer, outputPort, type Layer, type LayerExample } from '../define';
import type { Seen } from '../seen';
import { pythonCall } from '../python';
import { texAt, texLines } from '../tex';
import {
  emitInPlane,
  explainIndex,
  indexedDtype,
  indexedOutputs,
  indicesPort,
  isIndexed,
  returnIndices,
  placesBehind,
  unpackedIndices,
} from './indices';
import { checkImage, each, texPlaces, texTaps, texUnder, thingOf, together } from '../window';

/** How the numbers of a window become one. */
interface Way {
  /** What it keeps of a window: `the mean of the numbers`. */
  readonly kept: string;
  readonly backward: string;
  readonly words: readonly string[];
  /** ONNX's pool of one window. */
  readonly op: 'AveragePool' | 'MaxPool';
  /** Whether it can say where the numbers that it keeps were. */
  readonly isPicking: boolean;
  /** Its name in formulas. */
  readonly name: string;
  readonly combine: (numbers: readonly Expression[]) => Expression;
}

const mean: Way = {
  kept: 'the mean of the numbers',
  backward: 'The gradient of each place is shared out evenly among the numbers of its window.',
  words: ['global average pooling', 'gap', 'average pooling', 'mean pooling'],
  op: 'AveragePool',
  isPicking: false,
  name: 'mean',
  combine: (numbers) => quotient(sum(numbers), number(numbers.length)),
};

const greatest: Way = {
  kept: 'the greatest number',
  backward:
    'Only the greatest number of each window gets that place’s gradient, the first of equals; the others get nothing.',
  words: ['global max pooling', 'maximum pooling'],
  op: 'MaxPool',
  isPicking: true,
  name: 'max',
  combine: (numbers) => callOfAll('max', numbers),
};

interface Variant {
  readonly kind: string;
  readonly dimensions: number;
  readonly examples: readonly LayerExample[];
}

export const defineAdaptiveAvgPool = (variant: Variant): Layer => defineAdaptivePool(mean, variant);
export const defineAdaptiveMaxPool = (variant: Variant): Layer => defineAdaptivePool(greatest, variant);

interface Along {
  readonly start: number;
  readonly length: number;
}

function defineAdaptivePool(way: Way, { kind, dimensions, examples }: Variant): Layer {
  const { kept, op, name, isPicking } = way;
  const fields: Fields & { readonly output_size: Field<PerDimension> } = {
    output_size: perDimension(dimensions, {
      initial: 1,
      min: 1,
      max: 1000,
      help: 'How many numbers are wanted; 1 pools over all of the input.',
    }),
    ...(isPicking && { return_indices: returnIndices }),
  };
  return defineLayer({
    kind,
    group: 'pooling',
    summary: `Splits the ${thingOf(dimensions)} into as many windows as output_size asks for, whatever its size, and keeps ${kept} of each. With output_size 1 that is one number a channel.`,
    formula: `y = ${name} of x under window i of output_size`,
    backward: way.backward,
    words: ['global pooling', 'adaptive pooling', ...way.words],
    attributes: fields,
    outputs: indexedOutputs,
    dtype: indexedDtype,
    check: ([x = []]) => checkImage(x, dimensions),
    emit({ builder, inputs: [x = ''], shapes: [shape = []], attributes }) {
      const wanted = each(attributes.output_size, dimensions);
      const windows = shape.slice(2).map((size, axis) => windowsAlong(size, wanted[axis] ?? 1));
      if (isIndexed(attributes)) return poolWithPlaces(builder, x, shape.slice(2), windows);
      // Said without the sizes of the input, so that a model that leaves them open can.
      if (wanted.every((count) => count === 1)) return builder.op(`Global${op}`, [x]);
      const even = windows.map(evenOf);
      if (even.every((along) => along !== undefined)) return poolOf(builder, op, x, even);
      // From the last dimension on, so that of equals the greatest is the first in reading order.
      let value = x;
      for (let axis = dimensions - 1; axis >= 0; axis--) {
        value = poolAlong(builder, op, value, axis, windows);
      }
      return value;
    },
    recognise(y) {
      const output_size = together(y.shape.slice(2));
      const zeros = (count: number) => new Array<number>(count).fill(0);
      // One pool for all dimensions, or one dimension after the other.
      let along = y;
      for (let axis = 0; axis < dimensions; axis++)
        along = along.type === 'Concat' ? along.back(0, 0, 0) : along.back(0);
      const plain = [y.back(0), along].map(({ shape }) => ({
        shapes: [shape],
        attributes: { output_size, ...(isPicking && { return_indices: false }) },
      }));
      if (!isPicking || !isJoinedFrom(y)) return plain;
      // Window by window: each cut out along one dimension after the other.
      const inner = y.back(...zeros(dimensions));
      const places = placesBehind(inner);
      const { shape } = places.back(...zeros(dimensions + 1));
      const port = places === inner ? outputPort : indicesPort;
      return [...plain, { shapes: [shape], port, attributes: { output_size, return_indices: true } }];
    },
    explain({ input, shapeOf, attributes, index, output }) {
      const wanted = each(attributes.output_size, dimensions);
      const [, , ...plane] = shapeOf('x');
      const here = plane.map((size, axis) => windowAt(size, wanted[axis] ?? 1, index[axis + 2] ?? 0));
      const lengths = here.map(({ length }) => length);
      const places = Array.from({ length: sizeOf(lengths) }, (_, flat) =>
        indexAt(lengths, flat).map((at, axis) => at + (here[axis]?.start ?? 0)),
      );
      const numbers = places.map((at) => input('x', [...index.slice(0, 2), ...at]));
      return output?.port === indicesPort ? explainIndex(numbers, places, plane) : way.combine(numbers);
    },
    torch: ({ attributes }) => ({
      module: pythonCall(
        `nn.${kind}`,
        [attributes.output_size],
        isIndexed(attributes) ? [['return_indices', true]] : [],
      ),
      ...unpackedIndices(attributes),
    }),
    tex({ inputs: [x = ''], outputs, shapes: [shape = []], attributes }) {
      const wanted = each(attributes.output_size, dimensions);
      const [taps, places] = [texTaps(dimensions), texPlaces(dimensions)];
      const ranges = taps.map((tap, axis) =>
        texAlong(tap, places[axis] ?? '', shape[axis + 2] ?? 1, wanted[axis] ?? 1),
      );
      const lines = outputs.map((output, at) => {
        const left = texAt(output, 'n', 'c', ...places);
        const kept = at === 0 ? name : 'argmax';
        return `${left} = \\operatorname*{${kept}}_{${texUnder(...ranges)}} ${texAt(x, 'n', 'c', ...taps)}`;
      });
      return texLines(lines);
    },
    examples,
  });
}

function windowAt(size: number, wanted: number, place: number): Along {
  const start = Math.floor((place * size) / wanted);
  return { start, length: Math.ceil(((place + 1) * size) / wanted) - start };
}

const windowsAlong = (size: number, wanted: number): readonly Along[] =>
  Array.from({ length: wanted }, (_, place) => windowAt(size, wanted, place));

/** Length and stride of windows that are equally long and equally far apart; undefined for others. */
function evenOf(windows: readonly Along[]): { readonly length: number; readonly stride: number } | undefined {
  const length = windows[0]?.length ?? 1;
  const stride = windows[1]?.start ?? 1;
  const isEven = windows.every((window, at) => window.length === length && window.start === at * stride);
  return isEven && stride > 0 ? { length, stride } : undefined;
}

function poolOf(
  builder: OpBuilder,
  op: string,
  x: string,
  along: readonly { readonly length: number; readonly stride: number }[],
): string {
  return builder.op(op, [x], {
    kernel_shape: { ints: along.map(({ length }) => length) },
    strides: { ints: along.map(({ stride }) => stride) },
  });
}

/** Whether it is made of as many windows as it has places: only then is it worth to write them all. */
function isJoinedFrom(y: Seen): boolean {
  let value = y;
  return y.shape.slice(2).every((count) => {
    const isJoined = value.type === 'Concat' && value.inputs.length === count;
    value = value.back(0);
    return isJoined;
  });
}

/** One dimension pooled: in one go where its windows are even, else window by window. */
function poolAlong(
  builder: OpBuilder,
  op: string,
  x: string,
  axis: number,
  windows: readonly (readonly Along[])[],
): string {
  const along = windows[axis] ?? [];
  const only = (length: number, stride: number) =>
    windows.map((_, other) => (other === axis ? { length, stride } : { length: 1, stride: 1 }));
  const even = evenOf(along);
  if (even) return poolOf(builder, op, x, only(even.length, even.stride));
  const pooled = along.map(({ start, length }) => {
    const cut = [[start], [start + length], [axis + 2], [1]].map((list) => integers(builder, list));
    return poolOf(builder, op, builder.op('Slice', [x, ...cut]), only(length, 1));
  });
  return builder.op('Concat', pooled, { axis: { int: axis + 2 } });
}

/** Window by window, with where in the plane its greatest number is. */
function poolWithPlaces(
  builder: OpBuilder,
  x: string,
  plane: Shape,
  windows: readonly (readonly Along[])[],
): readonly [values: string, places: string] {
  const poolFrom = (here: readonly Along[], value: string): readonly [string, string] => {
    const [along = []] = windows.slice(here.length);
    const axis = here.length + 2;
    if (axis === plane.length + 2) return poolOne(here, value);
    const pooled = along.map((window) => {
      const cut = [[window.start], [window.start + window.length], [axis], [1]].map((list) =>
        integers(builder, list),
      );
      return poolFrom([...here, window], builder.op('Slice', [value, ...cut]));
    });
    const joined = (which: 0 | 1) =>
      builder.op(
        'Concat',
        pooled.map((each) => each[which]),
        { axis: { int: axis } },
      );
    return [joined(0), joined(1)];
  };
  const poolOne = (here: readonly Along[], value: string): readonly [string, string] => {
    const within = here.map(({ length }) => length);
    const kernel = { kernel_shape: { ints: within } };
    const [y = '', places = ''] = builder.ops('MaxPool', [value], 2, kernel);
    const start = here.map((along) => along.start);
    return [y, emitInPlane(builder, places, within, start, plane)];
  };
  return poolFrom([], x);
}

/** What a window goes over: `\lfloor 5i / 3 \rfloor \le u < \lceil 5(i + 1) / 3 \rceil`. */
function texAlong(tap: string, place: string, size: number, wanted: number): string {
  if (wanted === 1) return `0 \\le ${tap} < ${size}`;
  if (size % wanted === 0) {
    const length = size / wanted === 1 ? '' : String(size / wanted);
    return `${length}${place} \\le ${tap} < ${length}${length === '' ? `${place} + 1` : `(${place} + 1)`}`;
  }
  const times = size === 1 ? '' : String(size);
  return `\\lfloor ${times}${place} / ${wanted} \\rfloor \\le ${tap} < \\lceil ${times}(${place} + 1) / ${wanted} \\rceil`;
}

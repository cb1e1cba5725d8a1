/** Layers that make one number of many: along one dimension, or of all there are. */
import type { Expression } from '../../tensor/expression';
import { indexAt, resolveAxis, sizeOf, type Shape } from '../../tensor/shape';
import { flag, integer, optional, type AttributesOf } from '../attributes';
import { checkAxis } from '../axis';
import { defineLayer, outputPort, type LayerBuilder, type LayerDefinition } from '../define';
import { pythonCall } from '../python';
import type { Seen } from '../seen';
import { texLines } from '../tex';

const fields = {
  dim: optional(
    integer({
      initial: -1,
      min: -8,
      max: 7,
      help: 'The dimension that is taken together; -1 is the last, and empty takes all numbers together.',
    }),
    'all numbers',
  ),
  keepdim: flag({ initial: false, help: 'Whether the dimension stays, with a size of 1.' }),
};

interface Places {
  readonly port: string;
  readonly emit: (builder: LayerBuilder, x: string, axis: number, keepDims: boolean) => string;
  readonly explain: (numbers: readonly Expression[]) => Expression;
  readonly tex: string;
  /** What a value that may be such places was reduced from. */
  readonly source: (value: Seen) => Seen | undefined;
}

interface Reduction extends Pick<
  LayerDefinition<typeof fields>,
  'kind' | 'summary' | 'formula' | 'backward' | 'words'
> {
  /** The ops along one axis, or along all where none is named; returns the output's name. */
  /** `count` is how many numbers there are. */
  readonly emit: (
    builder: LayerBuilder,
    x: string,
    axes: readonly number[],
    keepDims: boolean,
    count: number,
  ) => string;
  readonly explain: (numbers: readonly Expression[], isAlongOne: boolean) => Expression;
  /** PyTorch's function. */
  readonly function: string;
  /** Where a dimension is named, it also answers where along it the numbers that it keeps are. */
  readonly places?: Places;
  /** What the numbers are put into, in TeX. */
  readonly tex: string;
}

export function defineReduction({
  emit,
  explain,
  function: name,
  places,
  tex,
  ...layer
}: Reduction): LayerDefinition<typeof fields> {
  return defineLayer({
    ...layer,
    group: 'arithmetic',
    attributes: fields,
    outputs: ({ dim }) => (places && dim !== null ? [outputPort, places.port] : [outputPort]),
    dtype: (inputs, _, port) => {
      if (inputs.some((dtype) => dtype !== 'float32')) return undefined;
      return port === places?.port ? 'int64' : 'float32';
    },
    check: ([x = []], { dim }) => (dim === null ? undefined : checkAxis('dim', dim, x)),
    emit({ builder, inputs: [x = ''], shapes: [shape = []], attributes: { dim, keepdim } }) {
      const axis = dim === null ? undefined : resolveAxis(dim, shape.length);
      const all = shape.map((_, at) => at);
      if (axis === undefined) return emit(builder, x, all, false, sizeOf(shape));
      const y = emit(builder, x, [axis], keepdim, sizeOf(shape));
      return places ? [y, places.emit(builder, x, axis, keepdim)] : y;
    },
    recognise(y) {
      const place = places?.source(y);
      const guess = ({ shape }: Seen, dims: readonly (number | null)[], port: string) =>
        dims.flatMap((dim) =>
          [false, true].map((keepdim) => ({ shapes: [shape], attributes: { dim, keepdim }, port })),
        );
      return [
        ...sourcesOf(y).flatMap((source) => guess(source, [null, ...source.shape.keys()], outputPort)),
        ...(place ? guess(place, [...place.shape.keys()], places?.port ?? '') : []),
      ];
    },
    explain({ input, shapeOf, attributes, index, output }) {
      const numbers = indicesOf(shapeOf('x'), attributes, index).map((at) => input('x', at));
      return places && output?.port === places.port
        ? places.explain(numbers)
        : explain(numbers, attributes.dim !== null);
    },
    torch: ({ inputs: [x = ''], attributes: { dim, keepdim } }) => ({
      expression:
        dim === null
          ? `${name}(${x})`
          : pythonCall(
              name,
              [{ code: x }],
              [
                ['dim', dim],
                ['keepdim', keepdim, false],
              ],
            ),
      ...(places && dim !== null && { unpacked: { pattern: (names) => names.join(', ') } }),
    }),
    tex({ inputs: [x = ''], outputs, attributes: { dim } }) {
      const along = dim === null ? '' : `_{\\text{dim }${dim}}`;
      const lines = outputs.map(
        (output, at) => `${output} = ${at === 0 ? tex : (places?.tex ?? '')}${along}\\, ${x}`,
      );
      return texLines(lines);
    },
    examples: [
      { inputs: [[1, 4]], attributes: { dim: -1, keepdim: false } },
      { inputs: [[2, 3, 4]], attributes: { dim: 1, keepdim: true } },
      { inputs: [[2, 3]], attributes: { dim: null, keepdim: false } },
    ],
  });
}

/** What may have been reduced: directly, or as ArgMax does, before its place is made a number. */
function sourcesOf(y: Seen): readonly Seen[] {
  if (y.type.startsWith('Reduce')) return [y.back(0)];
  return y.type === 'Cast' ? [y.back(0, 0), y.back(0, 0, 0)] : [];
}

/** Where the numbers taken together are. */
function indicesOf(
  shape: Shape,
  { dim, keepdim }: AttributesOf<typeof fields>,
  index: readonly number[],
): readonly (readonly number[])[] {
  if (dim === null) return Array.from({ length: sizeOf(shape) }, (_, offset) => indexAt(shape, offset));
  const axis = resolveAxis(dim, shape.length) ?? 0;
  return Array.from({ length: shape[axis] ?? 0 }, (_, at) =>
    keepdim ? index.with(axis, at) : index.toSpliced(axis, 0, at),
  );
}

/** Layers that make one number of many: along one dimension, or of all there are. */
import type { Expression } from '../../tensor/expression';
import { indexAt, resolveAxis, sizeOf, type Shape } from '../../tensor/shape';
import { flag, integer, optional, type AttributesOf } from '../attributes';
import { checkAxis } from '../axis';
import { defineLayer, type LayerBuilder, type LayerDefinition } from '../define';
import { pythonCall } from '../python';
import type { Seen } from '../seen';

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
  /** PyTorch's function, and what of its answer is taken where a dimension is named. */
  readonly function: string;
  readonly part?: string;
  /** What the numbers are put into, in TeX. */
  readonly tex: string;
}

export function defineReduction({
  emit,
  explain,
  function: name,
  part = '',
  tex,
  ...layer
}: Reduction): LayerDefinition<typeof fields> {
  return defineLayer({
    ...layer,
    group: 'arithmetic',
    attributes: fields,
    check: ([x = []], { dim }) => (dim === null ? undefined : checkAxis('dim', dim, x)),
    emit({ builder, inputs: [x = ''], shapes: [shape = []], attributes: { dim, keepdim } }) {
      const axis = dim === null ? undefined : resolveAxis(dim, shape.length);
      const all = shape.map((_, at) => at);
      return axis === undefined
        ? emit(builder, x, all, false, sizeOf(shape))
        : emit(builder, x, [axis], keepdim, sizeOf(shape));
    },
    recognise: (y) =>
      sourcesOf(y).flatMap(({ shape }) =>
        [null, ...shape.keys()].flatMap((dim) =>
          [false, true].map((keepdim) => ({ shapes: [shape], attributes: { dim, keepdim } })),
        ),
      ),
    explain: ({ input, shapeOf, attributes, index }) =>
      explain(
        indicesOf(shapeOf('x'), attributes, index).map((at) => input('x', at)),
        attributes.dim !== null,
      ),
    torch: ({ inputs: [x = ''], attributes: { dim, keepdim } }) => ({
      expression:
        dim === null
          ? `${name}(${x})`
          : `${pythonCall(
              name,
              [{ code: x }],
              [
                ['dim', dim],
                ['keepdim', keepdim, false],
              ],
            )}${part}`,
    }),
    tex: ({ inputs: [x = ''], output, attributes: { dim } }) =>
      `${output} = ${tex}${dim === null ? '' : `_{\\text{dim }${dim}}`}\\, ${x}`,
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

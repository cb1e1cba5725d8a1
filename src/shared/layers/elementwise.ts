/** Layers that change each number by itself and no shape. */
import type { Expression } from '../tensor/expression';
import type { Attributes, AttributesOf, Fields } from './attributes';
import { defineLayer, type LayerBuilder, type LayerDefinition } from './define';
import { pythonCall } from './python';
import type { Seen } from './seen';

interface Elementwise<F extends Fields> extends Pick<
  LayerDefinition<F>,
  'kind' | 'group' | 'summary' | 'formula' | 'backward' | 'attributes'
> {
  readonly words?: readonly string[];
  check?: LayerDefinition<F>['check'];
  /** Attributes PyTorch has no default for. */
  readonly required?: readonly (keyof F)[];
  /** The ops for `x`; returns the output's name. */
  readonly emit: (builder: LayerBuilder, x: string, attributes: AttributesOf<F>) => string;
  /** The attributes that may have made a value, read off its ops; none unless it says so. */
  readonly read?: (y: Seen) => readonly Partial<AttributesOf<F>>[];
  /** The arithmetic for one number. */
  readonly explain: (x: Expression, attributes: AttributesOf<F>) => Expression;
  /** What follows `y =`. */
  readonly tex: (x: string, attributes: AttributesOf<F>) => string;
  /** The function of PyTorch, where it has no module: `torch.exp`. Its attributes follow the input. */
  readonly function?: string;
  /** It takes numbers above zero alone. */
  readonly isPositive?: boolean;
  /** Attribute values shown in the examples, beside those it starts with. */
  readonly also?: readonly Attributes[];
}

/** A module of PyTorch whose arguments are the attributes by name, or a function of it. */
export function defineElementwise<const F extends Fields>({
  emit,
  read = () => [{}],
  explain,
  tex,
  function: name,
  also = [],
  isPositive,
  words = [],
  required = [],
  ...layer
}: Elementwise<F>): LayerDefinition<F> {
  const initial = Object.fromEntries(
    Object.entries(layer.attributes).map(([field, { initial: value }]) => [field, value]),
  );
  return defineLayer<F>({
    ...layer,
    words,
    emit: ({ builder, inputs: [x = ''], attributes }) => emit(builder, x, attributes),
    recognise: (y) => read(y).map((attributes) => ({ shapes: [y.shape], attributes })),
    explain: ({ input, index, attributes }) => explain(input('x', index), attributes),
    torch({ inputs: [x = ''], attributes }) {
      const chosen = attributes as Attributes;
      const named = Object.entries(layer.attributes).map(([field, { initial: value }]) =>
        required.includes(field)
          ? ([field, chosen[field] ?? null] as const)
          : ([field, chosen[field] ?? null, value] as const),
      );
      return name === undefined
        ? { module: pythonCall(`nn.${layer.kind}`, [], named) }
        : { expression: pythonCall(name, [{ code: x }], named) };
    },
    tex: ({ inputs: [x = ''], output, attributes }) => `${output} = ${tex(x, attributes)}`,
    examples: [
      { inputs: [[1, 4]], attributes: initial, ...(isPositive && { isPositive }) },
      ...(also.length > 0 ? also : [{}]).map((more) => ({
        inputs: [[2, 3, 4]],
        attributes: { ...initial, ...more },
        ...(isPositive && { isPositive }),
      })),
    ],
  });
}

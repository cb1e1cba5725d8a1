/** Examples of layers drawn at random, for tests that run for every one of them. */
import fc from 'fast-check';
import { isProblem } from '../messages/problem';
import type { Shape } from '../tensor/shape';
import type { Attributes, AttributeValue, Field } from './attributes';
import type { Layer, LayerExample } from './define';

const pool: readonly AttributeValue[] = [
  ...[null, true, false, 0.25, 1e-3],
  ...Array.from({ length: 14 }, (_, at) => at - 4),
  ...[[1], [3], [1, 3], [2, 3, 4], [1, 2, 3, 4]],
  'same',
];

export function legalValues(name: string, field: Field): readonly AttributeValue[] {
  const legal = [...pool, ...(field.options ?? [])].filter((value) => !isProblem(field.check(name, value)));
  return legal.some((value) => JSON.stringify(value) === JSON.stringify(field.initial))
    ? legal
    : [...legal, field.initial];
}

/** Legal attributes, and shapes that often belong together: an example's, some of them changed, or any at all. */
export function anyExample(layer: Layer): fc.Arbitrary<LayerExample> {
  return fc.constantFrom(...layer.examples).chain((example) => {
    const attributes = fc.record(
      Object.fromEntries(
        Object.entries(layer.attributes).map(([name, field]) => [
          name,
          fc.oneof(
            { weight: 3, arbitrary: fc.constant(example.attributes?.[name] ?? field.initial) },
            { weight: 1, arbitrary: fc.constantFrom(...legalValues(name, field)) },
          ),
        ]),
      ),
    ) as fc.Arbitrary<Attributes>;
    const size = fc.integer({ min: 1, max: 5 });
    const near = (example.inputs[0] ?? []).map((length) =>
      fc.oneof({ weight: 3, arbitrary: fc.constant(length) }, { weight: 1, arbitrary: size }),
    );
    const shape = fc.oneof(
      { weight: 1, arbitrary: fc.array(size, { minLength: 1, maxLength: 4 }) },
      { weight: 2, arbitrary: fc.tuple(...near) },
    );
    return fc
      .tuple(attributes, shape)
      .chain(([chosen, first]) => withShapes(layer, chosen, first, example.inputs))
      .map((drawn) => ({ ...drawn, isPositive: example.isPositive ?? false }));
  });
}

/** A first shape, and others made from it or the example's own. */
function withShapes(
  layer: Layer,
  attributes: Attributes,
  first: Shape,
  own: readonly Shape[],
): fc.Arbitrary<LayerExample> {
  const [, ...others] = layer.inputs(attributes);
  if (layer.inputs(attributes).length === 0) return fc.constant({ inputs: [], attributes });
  const related = (at: number): fc.Arbitrary<Shape> =>
    fc.oneof(
      { weight: 8, arbitrary: fc.constant(own[at] ?? first) },
      { weight: 6, arbitrary: fc.constant(first) },
      { weight: 1, arbitrary: fc.tuple(...first.map((length) => fc.constantFrom(length, 1))) },
      { weight: 1, arbitrary: fc.nat(first.length - 1).map((lead) => first.slice(lead)) },
      {
        weight: 1,
        arbitrary: fc.nat(first.length - 1).map((axis) => first.with(axis, (first[axis] ?? 0) + 1)),
      },
    );
  return fc
    .tuple(...others.map((_, at) => related(at + 1)))
    .map((rest) => ({ inputs: [first, ...rest], attributes }));
}

/** Bilinear: y = x1 W x2 + b for each neuron's own matrix W. Source: https://pytorch.org/docs/stable/generated/torch.nn.Bilinear.html */
import { problem } from '../../messages/problem';
import { reshapeTo, sumOver } from '../../ops/backward';
import { product, sum } from '../../tensor/expression';
import type { Random } from '../../tensor/random';
import { formatShape, type Shape } from '../../tensor/shape';
import { flag, inferredInteger, integer } from '../attributes';
import { defineLayer } from '../define';
import { pythonCall } from '../python';

const limit = 10_000;
const features = (which: string) =>
  inferredInteger({ min: 1, max: limit, help: `Numbers in a row of ${which}; empty follows the input.` });
const lastOf = (shape: Shape | undefined) => shape?.at(-1) ?? 1;

export const bilinear = defineLayer({
  kind: 'Bilinear',
  group: 'dense',
  summary:
    'Every output is a weighted sum of all products of a number of the first input with one of the second, plus a bias. It learns which pairs of numbers matter together.',
  formula: 'y = x1 W x2 + b',
  backward:
    'Each input collects, from every neuron, the neuron’s gradient times its weights times the other input. A weight’s gradient is its neuron’s gradient times the two numbers it multiplied.',
  words: ['bilinear form', 'interaction', 'pairwise'],
  attributes: {
    in1_features: features('x1'),
    in2_features: features('x2'),
    out_features: integer({
      initial: 4,
      min: 1,
      max: limit,
      help: 'Numbers in a row of the output: one a neuron.',
    }),
    bias: flag({ initial: true, help: 'Whether each neuron adds a number of its own.' }),
  },
  inputs: () => ['x1', 'x2'],
  check([a = [], b = []], { in1_features, in2_features }) {
    if (a.length === 0 || a.slice(0, -1).join() !== b.slice(0, -1).join() || b.length === 0)
      return problem('rows-differ', { a: formatShape(a), b: formatShape(b) });
    for (const [shape, expected, attribute] of [
      [a, in1_features, 'in1_features'],
      [b, in2_features, 'in2_features'],
    ] as const) {
      const actual = lastOf(shape);
      if (expected !== null && expected !== actual)
        return problem(
          'size-mismatch',
          { expected, actual, shape: formatShape(shape), attribute },
          { kind: 'set-attribute', attribute, value: actual },
        );
    }
    return undefined;
  },
  resolve: ([a, b], attributes) => ({ ...attributes, in1_features: lastOf(a), in2_features: lastOf(b) }),
  parameters([a, b], { out_features, bias }) {
    // PyTorch's default: uniform within 1 / √in1_features, for weight and bias alike.
    const bound = 1 / Math.sqrt(lastOf(a));
    const initial = (random: Random) => random.uniform(-bound, bound);
    const weight = { name: 'weight', shape: [out_features, lastOf(a), lastOf(b)], initial };
    return bias ? [weight, { name: 'bias', shape: [out_features], initial }] : [weight];
  },
  emit({ builder, inputs: [x1 = '', x2 = ''], shapes: [a = [], b = []], parameter, attributes }) {
    const { out_features, bias } = attributes;
    const rows = a.slice(0, -1);
    // W as in1 x (out · in2): each row of x1 times it is one row of weights for x2 a neuron.
    const turned = builder.op('Transpose', [parameter('weight')], { perm: { ints: [1, 0, 2] } });
    const flat = reshapeTo(builder, turned, [lastOf(a), out_features * lastOf(b)]);
    const weighed = builder.op('MatMul', [x1, flat]);
    const apart = reshapeTo(builder, weighed, [...rows, out_features, lastOf(b)]);
    const each = builder.op('Mul', [apart, reshapeTo(builder, x2, [...rows, 1, lastOf(b)])]);
    const y = sumOver(builder, each, [a.length], false);
    return bias ? builder.op('Add', [y, parameter('bias')]) : y;
  },
  recognise(y) {
    const out_features = y.shape.at(-1) ?? 0;
    return [true, false].map((bias) => {
      const products = bias ? y.back(0, 0) : y.back(0);
      const shapes = [products.back(0, 0, 0).shape, products.back(1, 0).shape];
      return { shapes, attributes: { out_features, bias } };
    });
  },
  explain({ input, parameter, shapeOf, attributes, index }) {
    const neuron = index.at(-1) ?? 0;
    const row = index.slice(0, -1);
    const terms = Array.from({ length: lastOf(shapeOf('x1')) }, (_, i) =>
      Array.from({ length: lastOf(shapeOf('x2')) }, (_other, j) =>
        product(input('x1', [...row, i]), parameter('weight', [neuron, i, j]), input('x2', [...row, j])),
      ),
    ).flat();
    return sum(attributes.bias ? [...terms, parameter('bias', [neuron])] : terms);
  },
  torch: ({ attributes: { in1_features, in2_features, out_features, bias } }) => ({
    module: pythonCall(
      'nn.Bilinear',
      [in1_features ?? 1, in2_features ?? 1, out_features],
      [['bias', bias, true]],
    ),
  }),
  tex({ inputs: [a = '', b = ''], output, attributes: { bias }, parameter }) {
    const form = `{${a}}^\\top ${parameter('weight', 'W')}[o]\\, ${b}`;
    return `${output}[o] = ${form}${bias ? ` + ${parameter('bias', 'b')}[o]` : ''}`;
  },
  examples: [
    {
      inputs: [
        [1, 2],
        [1, 3],
      ],
      attributes: { in1_features: 2, in2_features: null, out_features: 2, bias: true },
    },
    {
      inputs: [
        [2, 2, 3],
        [2, 2, 2],
      ],
      attributes: { in1_features: null, in2_features: null, out_features: 3, bias: false },
    },
  ],
});

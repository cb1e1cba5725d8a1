/**
 * Linear: y = x Wᵀ + b along the last dimension; W is kept out x in.
 * Source: https://pytorch.org/docs/stable/generated/torch.nn.Linear.html
 */
import { problem } from '../../messages/problem';
import { product, sum } from '../../tensor/expression';
import { formatShape, sizeOf } from '../../tensor/shape';
import { flag, inferredInteger, integer } from '../attributes';
import { defineLayer } from '../define';
import { pythonCall } from '../python';

const limit = 100_000;

export const linear = defineLayer({
  kind: 'Linear',
  group: 'dense',
  summary:
    'Every output is a weighted sum of every input, plus a bias. Each output is a neuron with weights of its own, which training sets.',
  formula: 'y = x Wᵀ + b',
  backward:
    'Gradients go back along the weights: an input collects, from every neuron, the neuron’s gradient times its weight. A weight’s gradient is its neuron’s gradient times the input it multiplied.',
  words: ['dense', 'fully connected', 'fc', 'gemm', 'matmul', 'perceptron'],
  attributes: {
    in_features: inferredInteger({
      min: 1,
      max: limit,
      help: 'Numbers in a row of the input; empty follows the input.',
    }),
    out_features: integer({
      min: 1,
      max: limit,
      initial: 4,
      help: 'Numbers in a row of the output: one a neuron.',
    }),
    bias: flag({ initial: true, help: 'Whether each neuron adds a number of its own.' }),
  },
  check([x = []], { in_features: expected }) {
    const actual = x.at(-1);
    if (actual === undefined) {
      return problem('rank-too-low', { shape: formatShape(x), rank: 1 });
    }
    if (expected === null || expected === actual) return undefined;
    const isFlattened = x.length > 2 && sizeOf(x.slice(1)) === expected;
    return problem(
      'features-mismatch',
      { expected, actual, shape: formatShape(x), alternative: isFlattened ? ', or insert Flatten' : '' },
      ...(isFlattened ? [{ kind: 'insert-layer', layer: 'Flatten', port: 'x' } as const] : []),
      { kind: 'set-attribute', attribute: 'in_features', value: actual },
    );
  },
  resolve: ([x = []], attributes) => ({ ...attributes, in_features: x.at(-1) ?? 1 }),
  parameters([x = []], { out_features, bias }) {
    const inFeatures = x.at(-1) ?? 1;
    // PyTorch's default: kaiming_uniform with a = sqrt(5), which is this bound for weight and bias alike.
    const bound = 1 / Math.sqrt(inFeatures);
    const initial = (random: { uniform(low: number, high: number): number }) => random.uniform(-bound, bound);
    const weight = { name: 'weight', shape: [out_features, inFeatures], initial };
    return bias ? [weight, { name: 'bias', shape: [out_features], initial }] : [weight];
  },
  emit({ builder, inputs: [x = ''], shapes: [shape = []], parameter, attributes: { bias } }) {
    const weight = parameter('weight');
    if (shape.length === 2) {
      return builder.op('Gemm', bias ? [x, weight, parameter('bias')] : [x, weight], { transB: { int: 1 } });
    }
    const y = builder.op('MatMul', [x, builder.op('Transpose', [weight])]);
    return bias ? builder.op('Add', [y, parameter('bias')]) : y;
  },
  recognise(y) {
    const out_features = y.shape.at(-1) ?? 0;
    return [
      { shapes: [y.back(0).shape], attributes: { out_features, bias: y.inputs.length === 3 } },
      { shapes: [y.back(0, 0).shape], attributes: { out_features } },
    ];
  },
  explain({ input, parameter, shapeOf, attributes, index }) {
    const neuron = index.at(-1) ?? 0;
    const row = index.slice(0, -1);
    const terms = Array.from({ length: shapeOf('x').at(-1) ?? 0 }, (_, feature) =>
      product(input('x', [...row, feature]), parameter('weight', [neuron, feature])),
    );
    return sum(attributes.bias ? [...terms, parameter('bias', [neuron])] : terms);
  },
  torch: ({ attributes: { in_features, out_features, bias } }) => ({
    module: pythonCall('nn.Linear', [in_features ?? 1, out_features], [['bias', bias, true]]),
  }),
  tex({ inputs: [x = ''], output, attributes: { bias }, parameter }) {
    const product = `${x} ${parameter('weight', 'W')}^\\top`;
    return `${output} = ${product}${bias ? ` + ${parameter('bias', 'b')}` : ''}`;
  },
  examples: [
    { inputs: [[1, 3]], attributes: { in_features: 3, out_features: 4, bias: true } },
    { inputs: [[5, 2]], attributes: { in_features: null, out_features: 1, bias: false } },
    { inputs: [[2, 3, 4]], attributes: { in_features: 4, out_features: 3, bias: true } },
    { inputs: [[4]], attributes: { in_features: 4, out_features: 2, bias: true } },
  ],
});

/**
 * PReLU: y = max(0, x) + weight min(0, x), with one weight or one a channel that is learned.
 * Sources: He and others, "Delving Deep into Rectifiers", 2015; https://pytorch.org/docs/stable/generated/torch.nn.PReLU.html
 */
import { problem } from '../../messages/problem';
import { call, number, product, sum } from '../../tensor/expression';
import { formatShape } from '../../tensor/shape';
import { integer, real } from '../attributes';
import { defineLayer } from '../define';
import { pythonCall } from '../python';

export const prelu = defineLayer({
  kind: 'PReLU',
  group: 'activation',
  summary:
    'A LeakyReLU that learns what numbers below zero are multiplied by. It has one weight for all numbers, or one a channel.',
  formula: 'y = max(0, x) + weight · min(0, x)',
  backward:
    'The gradient passes where the number was above zero; elsewhere it is multiplied by the weight, which collects each gradient times its number.',
  words: ['parametric relu', 'learnable leaky relu'],
  attributes: {
    num_parameters: integer({
      initial: 1,
      min: 1,
      max: 100_000,
      help: 'Weights that are learned: 1 for all numbers, or as many as there are channels.',
    }),
    init: real({ initial: 0.25, min: -100, max: 100, help: 'What each weight starts with.' }),
  },
  check([x = []], { num_parameters: count }) {
    if (count === 1) return undefined;
    const channels = x[1] ?? 1;
    if (channels === count) return undefined;
    return problem(
      'channels-mismatch',
      { expected: count, actual: channels, shape: formatShape(x), attribute: 'num_parameters' },
      { kind: 'set-attribute', attribute: 'num_parameters', value: channels },
    );
  },
  parameters: (_, { num_parameters, init }) => [
    { name: 'weight', shape: [num_parameters], initial: () => init },
  ],
  emit({
    builder,
    inputs: [x = ''],
    shapes: [shape = []],
    parameter,
    attributes: { num_parameters: count },
  }) {
    const places = shape.slice(2).map(() => 1);
    const weight = parameter('weight');
    if (count === 1 || places.length === 0) return builder.op('PRelu', [x, weight]);
    const target = BigInt64Array.from([count, ...places].map(BigInt));
    const across = builder.constant({ dtype: 'int64', shape: [target.length], values: target });
    return builder.op('PRelu', [x, builder.op('Reshape', [weight, across])]);
  },
  recognise(y) {
    const [, weight = y] = y.inputs;
    const kept = weight.type === 'Reshape' ? weight.back(0) : weight;
    return [{ shapes: [y.shape], attributes: { num_parameters: kept.shape[0] ?? 0 } }];
  },
  explain({ input, parameter, attributes: { num_parameters: count }, index }) {
    const x = input('x', index);
    const weight = parameter('weight', [count === 1 ? 0 : (index[1] ?? 0)]);
    return sum([call('max', number(0), x), product(weight, call('min', x, number(0)))]);
  },
  torch: ({ attributes: { num_parameters, init } }) => ({
    module: pythonCall(
      'nn.PReLU',
      [],
      [
        ['num_parameters', num_parameters, 1],
        ['init', init, 0.25],
      ],
    ),
  }),
  tex: ({ inputs: [x = ''], output, parameter }) =>
    `${output} = \\max(0,\\, ${x}) + ${parameter('weight', 'a')} \\min(0,\\, ${x})`,
  examples: [
    { inputs: [[1, 4]], attributes: { num_parameters: 1, init: 0.25 } },
    { inputs: [[2, 3, 4]], attributes: { num_parameters: 3, init: -0.5 } },
    { inputs: [[2, 3]], attributes: { num_parameters: 3, init: 0.25 } },
  ],
});

/** LogSoftmax: y = x - log(sum(exp(x))) along dim. Source: https://pytorch.org/docs/stable/generated/torch.nn.LogSoftmax.html */
import { call, number, product, sum } from '../../tensor/expression';
import { resolveAxis } from '../../tensor/shape';
import { integer } from '../attributes';
import { checkAxis } from '../axis';
import { defineLayer } from '../define';
import { pythonCall } from '../python';

export const logSoftmax = defineLayer({
  kind: 'LogSoftmax',
  group: 'activation',
  summary:
    'Turns scores into logarithms of probabilities: no number is above zero. NLLLoss takes them as they are.',
  formula: 'y = x - log Σ exp(x)',
  backward: 'Every answer depends on every score, so each score collects from all of them.',
  words: ['log probabilities', 'logarithm'],
  attributes: {
    dim: integer({
      initial: -1,
      min: -8,
      max: 7,
      help: 'The dimension whose probabilities add up to 1; -1 is the last.',
    }),
  },
  check: ([x = []], { dim }) => checkAxis('dim', dim, x),
  emit: ({ builder, inputs: [x = ''], attributes: { dim } }) =>
    builder.op('LogSoftmax', [x], { axis: { int: dim } }),
  recognise: (y) => [{ shapes: [y.shape], attributes: { dim: y.int('axis') } }],
  explain({ input, shapeOf, attributes: { dim }, index }) {
    const shape = shapeOf('x');
    const axis = resolveAxis(dim, shape.length) ?? 0;
    const all = Array.from({ length: shape[axis] ?? 0 }, (_, at) =>
      call('exp', input('x', index.with(axis, at))),
    );
    return sum([input('x', index), product(number(-1), call('log', sum(all)))]);
  },
  torch: ({ attributes: { dim } }) => ({ module: pythonCall('nn.LogSoftmax', [], [['dim', dim]]) }),
  tex: ({ inputs: [x = ''], output, attributes: { dim } }) =>
    `${output} = ${x} - \\log \\sum_{\\text{dim }${dim}} e^{${x}}`,
  examples: [
    { inputs: [[1, 2]], attributes: { dim: -1 } },
    { inputs: [[2, 3, 4]], attributes: { dim: 1 } },
  ],
});

/** Softmax: y = exp(x) / sum(exp(x)) along dim. Source: https://pytorch.org/docs/stable/generated/torch.nn.Softmax.html */
import { call, evaluate, number, quotient, sum, type Expression } from '../../tensor/expression';
import { resolveAxis } from '../../tensor/shape';
import { integer } from '../attributes';
import { checkAxis } from '../axis';
import { defineLayer, type ExplainContext } from '../define';
import { pythonCall } from '../python';

export const softmax = defineLayer({
  kind: 'Softmax',
  group: 'activation',
  summary:
    'Turns scores into probabilities: every number lies between 0 and 1, and along dim they add up to 1. A score that is larger by one gets 2.72 times as much.',
  formula: 'y = exp(x) / Σ exp(x)',
  backward: 'Every probability depends on every score, so each score collects from all of them.',
  words: ['probabilities', 'normalized exponential'],
  givesProbabilities: true,
  attributes: {
    dim: integer({
      initial: -1,
      min: -8,
      max: 7,
      help: 'The dimension whose numbers add up to 1; -1 is the last.',
    }),
  },
  check: ([x = []], { dim }) => checkAxis('dim', dim, x),
  emit: ({ builder, inputs: [x = ''], attributes: { dim } }) =>
    builder.op('Softmax', [x], { axis: { int: dim } }),
  recognise: (y) => [{ shapes: [y.shape], attributes: { dim: y.int('axis') } }],
  explain: (context) => softmaxOf(context, (x) => x),
  torch: ({ attributes: { dim } }) => ({ module: pythonCall('nn.Softmax', [], [['dim', dim]]) }),
  tex: ({ inputs: [x = ''], output, attributes: { dim } }) =>
    `${output} = \\frac{e^{${x}}}{\\sum_{\\text{dim }${dim}} e^{${x}}}`,
  examples: [
    { inputs: [[1, 2]], attributes: { dim: -1 } },
    { inputs: [[2, 3, 4]], attributes: { dim: 1 } },
  ],
});

/** exp(x) / Σ exp(x), of what `score` makes of each number. */
export function softmaxOf(
  { input, shapeOf, attributes: { dim }, index }: ExplainContext<{ readonly dim: number }>,
  score: (x: Expression) => Expression,
): Expression {
  const shape = shapeOf('x');
  const axis = resolveAxis(dim, shape.length) ?? 0;
  const scores = Array.from({ length: shape[axis] ?? 0 }, (_, at) => score(input('x', index.with(axis, at))));
  const largest = Math.max(...scores.map(evaluate));
  // Beyond this exp leaves the range of float32; the engine takes the largest off first, which cancels out.
  const shift = largest > 80 ? [number(-largest)] : [];
  const powers = scores.map((each) => call('exp', shift.length > 0 ? sum([each, ...shift]) : each));
  return quotient(powers[index[axis] ?? 0] ?? number(Number.NaN), sum(powers));
}

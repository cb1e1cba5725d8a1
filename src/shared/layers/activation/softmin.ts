/** Softmin: y = exp(-x) / sum(exp(-x)) along dim. Source: https://pytorch.org/docs/stable/generated/torch.nn.Softmin.html */
import { minus } from '../../tensor/expression';
import { defineLayer } from '../define';
import { pythonCall } from '../python';
import { softmax, softmaxOf } from './softmax';

export const softmin = defineLayer({
  kind: 'Softmin',
  group: 'activation',
  summary:
    'Turns distances into probabilities: along dim they add up to 1. The smallest number gets the most.',
  formula: 'y = exp(-x) / Σ exp(-x)',
  backward: 'Every probability depends on every number, so each number collects from all of them.',
  words: ['probabilities', 'inverse softmax'],
  givesProbabilities: true,
  attributes: softmax.attributes,
  check: (inputs, attributes, mode) => softmax.check(inputs, attributes, mode),
  emit: ({ builder, inputs: [x = ''], attributes: { dim } }) =>
    builder.op('Softmax', [builder.op('Neg', [x])], { axis: { int: dim } }),
  recognise: (y) => softmax.recognise(y),
  explain: (context) => softmaxOf(context, minus),
  torch: ({ attributes: { dim } }) => ({ module: pythonCall('nn.Softmin', [], [['dim', dim]]) }),
  tex: ({ inputs: [x = ''], output, attributes: { dim } }) =>
    `${output} = \\frac{e^{-${x}}}{\\sum_{\\text{dim }${dim}} e^{-${x}}}`,
  examples: softmax.examples,
});

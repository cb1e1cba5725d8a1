/** Dropout: y = x while predicting; only training drops. Source: https://pytorch.org/docs/stable/generated/torch.nn.Dropout.html */
import { scalar } from '../../ops/backward';
import { real } from '../attributes';
import { defineLayer } from '../define';
import { pythonCall } from '../python';

export const dropout = defineLayer({
  kind: 'Dropout',
  group: 'regularisation',
  summary:
    'While training it silences each number with probability p. In a forward pass like this one every number passes unchanged.',
  formula: 'y = x',
  backward:
    'Shown as it predicts: every gradient passes unchanged. While training it passes only where a number was kept.',
  words: ['regularization'],
  attributes: {
    p: real({ initial: 0.5, min: 0, max: 1, help: 'Share of the numbers silenced while training.' }),
  },
  emit({ builder, inputs: [x = ''], shapes: [shape = []], attributes: { p }, mode }) {
    if (mode === 'eval' || p === 0) return builder.op('Identity', [x]);
    if (p === 1) return builder.op('Mul', [x, scalar(builder, 0)]);
    // What is left is made larger, so that sums stay about the same.
    const kept = builder.op('Mul', [x, builder.mask(shape, 1 - p)]);
    return builder.op('Div', [kept, scalar(builder, 1 - p)]);
  },
  explain: ({ input, index }) => input('x', index),
  torch: ({ attributes: { p } }) => ({ module: pythonCall('nn.Dropout', [], [['p', p, 0.5]]) }),
  tex: ({ inputs: [x = ''], output }) => `${output} = ${x}`,
  examples: [{ inputs: [[1, 4]], attributes: { p: 0.5 } }],
});

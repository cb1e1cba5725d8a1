/** Parameter: y = numbers that are learned and read from nowhere. Source: https://pytorch.org/docs/stable/generated/torch.nn.parameter.Parameter.html */
import { choice, sizes } from '../attributes';
import { defineLayer } from '../define';

/** What PyTorch's functions of these names fill a tensor with. */
const fillings = {
  zeros: () => 0,
  ones: () => 1,
  randn: (random: { normal(): number }) => random.normal(),
} as const;

export const parameter = defineLayer({
  kind: 'Parameter',
  group: 'arithmetic',
  summary: 'Numbers of its own that are learned like weights. Whatever is wired to them reads them.',
  formula: 'y = the numbers it keeps',
  backward: 'Its numbers get the gradient as it is, and learn from it.',
  words: ['learnable', 'weight', 'variable', 'trainable'],
  attributes: {
    shape: sizes({ initial: [1, 3], limit: 4_000_000, help: 'Sizes along each dimension.' }),
    init: choice({
      initial: 'zeros',
      options: ['zeros', 'ones', 'randn'],
      help: 'What it starts with: zeros, ones, or random numbers around zero.',
    }),
  },
  inputs: () => [],
  parameters: (_, { shape, init }) => [{ name: 'value', shape, initial: fillings[init] }],
  // Of numbers that are not called weight or bias it counts none.
  uses: () => 0,
  emit: ({ builder, parameter: value }) => builder.op('Identity', [value('value')]),
  recognise: (y) => [{ shapes: [], attributes: { shape: y.shape } }],
  explain: ({ parameter: value, index }) => value('value', index),
  torch: ({ attributes: { shape, init } }) => ({ kept: `nn.Parameter(torch.${init}(${shape.join(', ')}))` }),
  tex: ({ output, outputShape, parameter: value }) =>
    `${output} = ${value('value', '\\theta')} \\in \\mathbb{R}^{${outputShape.join(' \\times ')}}`,
  examples: [
    { inputs: [], attributes: { shape: [1, 3], init: 'zeros' } },
    { inputs: [], attributes: { shape: [2, 2, 2], init: 'randn' } },
  ],
});

/** ConvTranspose1d: transposed convolution along a sequence. Source: https://pytorch.org/docs/stable/generated/torch.nn.ConvTranspose1d.html */
import { defineTransposedConvolution } from './transposed';

export const convTranspose1d = defineTransposedConvolution({
  kind: 'ConvTranspose1d',
  dimensions: 1,
  words: ['sequence', 'signal'],
  examples: [
    { inputs: [[1, 2, 4]], attributes: { in_channels: 2, out_channels: 3 } },
    {
      inputs: [[2, 1, 3]],
      attributes: { out_channels: 2, kernel_size: 4, stride: 3, padding: 1, output_padding: 2 },
    },
    { inputs: [[1, 4, 3]], attributes: { out_channels: 2, groups: 2, dilation: 2, bias: false } },
  ],
});

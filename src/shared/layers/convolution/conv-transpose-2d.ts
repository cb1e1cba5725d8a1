/** ConvTranspose2d: transposed convolution of images. Source: https://pytorch.org/docs/stable/generated/torch.nn.ConvTranspose2d.html */
import { defineTransposedConvolution } from './transposed';

export const convTranspose2d = defineTransposedConvolution({
  kind: 'ConvTranspose2d',
  dimensions: 2,
  words: ['image', 'generator', 'autoencoder', 'segmentation', 'u-net'],
  examples: [
    { inputs: [[1, 2, 3, 3]], attributes: { in_channels: 2, out_channels: 2, kernel_size: 2, stride: 2 } },
    {
      inputs: [[1, 1, 3, 2]],
      attributes: {
        ...{ out_channels: 2, kernel_size: [3, 2], stride: [2, 3], padding: [1, 0], bias: false },
        output_padding: [1, 2],
      },
    },
    { inputs: [[2, 4, 2, 3]], attributes: { out_channels: 6, groups: 2, padding: 1, dilation: 2 } },
  ],
});

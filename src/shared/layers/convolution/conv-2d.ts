/** Conv2d: convolution over images. Source: https://pytorch.org/docs/stable/generated/torch.nn.Conv2d.html */
import { defineConvolution } from './convolution';

export const conv2d = defineConvolution({
  kind: 'Conv2d',
  dimensions: 2,
  words: ['image', 'depthwise', 'pointwise', 'dilated', 'atrous'],
  examples: [
    { inputs: [[1, 1, 5, 5]], attributes: { in_channels: 1, out_channels: 2 } },
    {
      inputs: [[2, 2, 6, 5]],
      attributes: { in_channels: null, out_channels: 3, stride: 2, padding: 1, bias: false },
    },
    { inputs: [[1, 4, 7, 7]], attributes: { out_channels: 6, kernel_size: 2, dilation: 3, groups: 2 } },
    { inputs: [[2, 3, 4, 4]], attributes: { out_channels: 3, padding: 2, groups: 3 } },
    {
      inputs: [[1, 2, 5, 6]],
      attributes: { out_channels: 2, kernel_size: [2, 3], stride: [1, 2], padding: [0, 2], dilation: [2, 1] },
    },
    { inputs: [[1, 1, 4, 5]], attributes: { out_channels: 2, kernel_size: [2, 3], padding: 'same' } },
    {
      inputs: [[1, 2, 4, 3]],
      attributes: { out_channels: 1, padding: [2, 1], padding_mode: 'replicate', bias: false },
    },
    {
      inputs: [[1, 1, 3, 4]],
      attributes: { out_channels: 2, kernel_size: 4, padding: 'same', padding_mode: 'reflect' },
    },
    {
      inputs: [[1, 2, 3, 4]],
      attributes: { out_channels: 1, kernel_size: [2, 4], padding: 'same', padding_mode: 'circular' },
    },
  ],
});

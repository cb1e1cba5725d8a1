/** Conv3d: convolution over volumes, such as videos and scans. Source: https://pytorch.org/docs/stable/generated/torch.nn.Conv3d.html */
import { defineConvolution } from './convolution';

export const conv3d = defineConvolution({
  kind: 'Conv3d',
  dimensions: 3,
  words: ['volume', 'video', 'voxel', 'scan'],
  examples: [
    { inputs: [[1, 1, 3, 4, 3]], attributes: { in_channels: 1, out_channels: 2, kernel_size: 2 } },
    {
      inputs: [[1, 2, 3, 3, 4]],
      attributes: { out_channels: 2, kernel_size: [1, 2, 3], stride: [1, 2, 1], groups: 2, bias: false },
    },
    { inputs: [[1, 1, 2, 3, 3]], attributes: { out_channels: 1, padding: 'same', dilation: 2 } },
    {
      inputs: [[1, 1, 2, 2, 3]],
      attributes: { out_channels: 1, kernel_size: 2, padding: [1, 0, 2], padding_mode: 'reflect' },
    },
    {
      inputs: [[1, 1, 2, 2, 3]],
      attributes: { out_channels: 1, padding: [1, 0, 2], kernel_size: 2, padding_mode: 'circular' },
    },
  ],
});

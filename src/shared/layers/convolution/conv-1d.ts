/** Conv1d: convolution along a sequence. Source: https://pytorch.org/docs/stable/generated/torch.nn.Conv1d.html */
import { defineConvolution } from './convolution';

export const conv1d = defineConvolution({
  kind: 'Conv1d',
  dimensions: 1,
  words: ['sequence', 'signal', 'time series', 'temporal'],
  examples: [
    { inputs: [[1, 1, 6]], attributes: { in_channels: 1, out_channels: 2 } },
    {
      inputs: [[2, 2, 7]],
      attributes: { out_channels: 3, kernel_size: 2, stride: 2, padding: 1, bias: false },
    },
    { inputs: [[1, 4, 7]], attributes: { out_channels: 2, dilation: 2, groups: 2, padding: 'same' } },
    { inputs: [[1, 2, 5]], attributes: { out_channels: 1, padding: 2, padding_mode: 'reflect' } },
    { inputs: [[1, 2, 4]], attributes: { out_channels: 2, padding: 4, padding_mode: 'circular' } },
  ],
});

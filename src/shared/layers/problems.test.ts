/** What layers of windows and channels say when their input does not fit, and the repair they offer. */
import { expect, test } from 'vitest';
import { describeProblem, type Repair } from '../messages/problem';
import { describeRepair } from '../messages/repairs';
import type { Shape } from '../tensor/shape';
import { checkAttributes, type Attributes } from './attributes';
import { layers } from './index';

test.each<[string, Attributes, Shape, string, Repair[]]>([
  [
    'Conv2d',
    {},
    [1, 28, 28],
    'It needs 4 dimensions (batch, channels, height, width) but gets 1 x 28 x 28. Give the Input a shape such as 1 x 1 x 28 x 28.',
    [],
  ],
  [
    'Conv2d',
    { in_channels: 3 },
    [1, 1, 8, 8],
    'It expects 3 channels but gets 1 x 1 x 8 x 8, which has 1. Set in_channels to 1.',
    [{ kind: 'set-attribute', attribute: 'in_channels', value: 1 }],
  ],
  [
    'Conv2d',
    { out_channels: 8, groups: 5 },
    [1, 6, 8, 8],
    'It cannot split 6 channels in and 8 out into 5 equal groups. Set groups to 2.',
    [{ kind: 'set-attribute', attribute: 'groups', value: 2 }],
  ],
  [
    'Conv2d',
    { kernel_size: 5, dilation: 2 },
    [1, 1, 6, 9],
    'It lays a window of 9 x 9 over 1 x 1 x 6 x 9, which is too small for it even with its padding. Set kernel_size to 3.',
    [{ kind: 'set-attribute', attribute: 'kernel_size', value: 3 }],
  ],
  [
    'MaxPool2d',
    { kernel_size: 3, padding: 2 },
    [1, 1, 6, 6],
    'It pads by 2, more than half its kernel_size of 3. Set padding to 1.',
    [{ kind: 'set-attribute', attribute: 'padding', value: 1 }],
  ],
  [
    'AvgPool2d',
    {},
    [1, 1, 1, 1],
    'It lays a window of 2 x 2 over 1 x 1 x 1 x 1, which is too small for it even with its padding. Set kernel_size to 1.',
    [{ kind: 'set-attribute', attribute: 'kernel_size', value: 1 }],
  ],
  [
    'Conv1d',
    {},
    [1, 1, 8, 8],
    'It needs 3 dimensions (batch, channels, length) but gets 1 x 1 x 8 x 8. Give the Input a shape such as 1 x 1 x 28.',
    [],
  ],
  [
    'MaxPool3d',
    {},
    [1, 4, 8, 8],
    'It needs 5 dimensions (batch, channels, depth, height, width) but gets 1 x 4 x 8 x 8. Give the Input a shape such as 1 x 1 x 4 x 8 x 8.',
    [],
  ],
  [
    'Conv2d',
    { kernel_size: [2, 7], padding: [0, 1] },
    [1, 1, 8, 4],
    'It lays a window of 2 x 7 over 1 x 1 x 8 x 4, which is too small for it even with its padding. Set kernel_size to 2 x 6.',
    [{ kind: 'set-attribute', attribute: 'kernel_size', value: [2, 6] }],
  ],
  [
    'Conv2d',
    { padding: 'same', stride: [1, 2] },
    [1, 1, 8, 8],
    "It has padding 'same', which keeps the size of its input, but moves by 1 x 2 at a time. Set stride to 1.",
    [{ kind: 'set-attribute', attribute: 'stride', value: 1 }],
  ],
  [
    'Conv2d',
    { padding: 4, padding_mode: 'reflect' },
    [1, 1, 8, 4],
    'It mirrors 4 x 4 numbers of 1 x 1 x 8 x 4 at its border, which needs one more than that. Set padding to 3.',
    [{ kind: 'set-attribute', attribute: 'padding', value: 3 }],
  ],
  [
    'Conv1d',
    { kernel_size: 9, padding: 'same', padding_mode: 'reflect' },
    [1, 1, 4],
    'It mirrors 4 numbers of 1 x 1 x 4 at its border, which needs one more than that. Set kernel_size to 7.',
    [{ kind: 'set-attribute', attribute: 'kernel_size', value: 7 }],
  ],
  [
    'Conv2d',
    { padding: [3, 5], padding_mode: 'circular' },
    [1, 1, 8, 4],
    'It puts 3 x 5 numbers of the other side of 1 x 1 x 8 x 4 at its border, more than there are. Set padding to 3 x 4.',
    [{ kind: 'set-attribute', attribute: 'padding', value: [3, 4] }],
  ],
  [
    'Conv1d',
    { kernel_size: 12, padding: 'same', padding_mode: 'circular' },
    [1, 1, 5],
    'It puts 6 numbers of the other side of 1 x 1 x 5 at its border, more than there are. Set kernel_size to 11.',
    [{ kind: 'set-attribute', attribute: 'kernel_size', value: 11 }],
  ],
  [
    'ConvTranspose2d',
    { stride: [2, 3], output_padding: [1, 3] },
    [1, 1, 4, 4],
    'It has an output_padding of 1 x 3, which must be smaller than its stride of 2 x 3 or its dilation of 1. Set output_padding to 1 x 2.',
    [{ kind: 'set-attribute', attribute: 'output_padding', value: [1, 2] }],
  ],
  [
    'ConvTranspose1d',
    { padding: 3 },
    [1, 1, 3],
    'It cuts 3 off every side of its output, and nothing is left. Set padding to 2.',
    [{ kind: 'set-attribute', attribute: 'padding', value: 2 }],
  ],
  [
    'MaxPool1d',
    { kernel_size: 2, stride: 1, padding: 1, dilation: 3 },
    [1, 1, 2],
    'It would lay its window where all it reads is padding, because its numbers are 3 apart. Set padding to 0.',
    [{ kind: 'set-attribute', attribute: 'padding', value: 0 }],
  ],
  [
    'AvgPool3d',
    { kernel_size: [3, 2, 2], padding: 1 },
    [1, 1, 2, 3, 3],
    'It has a window of 3 x 2 x 2, and 1 x 1 x 2 x 3 x 3 is smaller: here padding does not make up for it. Set kernel_size to 2 x 2 x 2.',
    [{ kind: 'set-attribute', attribute: 'kernel_size', value: [2, 2, 2] }],
  ],
  [
    'Pad',
    {},
    [3],
    'It pads the last 2 dimensions, but 3 has fewer. Set pad to 1 x 1: two numbers a dimension.',
    [{ kind: 'set-attribute', attribute: 'pad', value: [1, 1] }],
  ],
  [
    'Pad',
    { mode: 'reflect' },
    [3, 4],
    'It has mode reflect, which works on the last 2 of 3 or 4 dimensions, but gets 3 x 4. Set mode to constant, or give pad two numbers for each dimension after batch and channels.',
    [{ kind: 'set-attribute', attribute: 'mode', value: 'constant' }],
  ],
  [
    'Pad',
    { mode: 'reflect', pad: [1, 4] },
    [1, 1, 4],
    'It mirrors 4 numbers of 1 x 1 x 4 at its border, which needs one more than that. Set pad to 1 x 3.',
    [{ kind: 'set-attribute', attribute: 'pad', value: [1, 3] }],
  ],
  [
    'Pad',
    { mode: 'circular', pad: [1, 6] },
    [1, 1, 4],
    'It puts 6 numbers of the other side of 1 x 1 x 4 at its border, more than there are. Set pad to 1 x 4.',
    [{ kind: 'set-attribute', attribute: 'pad', value: [1, 4] }],
  ],
  [
    'PixelShuffle',
    { upscale_factor: 3 },
    [1, 12, 4, 4],
    'It makes squares of 3 x 3 numbers of its channels, but 12 channels are no multiple of 9. Set upscale_factor to 2.',
    [{ kind: 'set-attribute', attribute: 'upscale_factor', value: 2 }],
  ],
  [
    'BatchNorm1d',
    {},
    [1, 3, 8, 8],
    'It needs 2 dimensions (batch, features) or 3 (batch, channels, length) but gets 1 x 3 x 8 x 8. Insert Flatten, or use BatchNorm2d.',
    [{ kind: 'insert-layer', layer: 'Flatten', port: 'x' }],
  ],
  [
    'BatchNorm2d',
    { num_features: 4 },
    [1, 3, 8, 8],
    'It expects 4 channels but gets 1 x 3 x 8 x 8, which has 3. Set num_features to 3.',
    [{ kind: 'set-attribute', attribute: 'num_features', value: 3 }],
  ],
  [
    'BatchNorm3d',
    {},
    [1, 3, 8, 8],
    'It needs 5 dimensions (batch, channels, depth, height, width) but gets 1 x 3 x 8 x 8. Give the Input a shape such as 1 x 1 x 8 x 8 x 8.',
    [],
  ],
  [
    'LayerNorm',
    { normalized_shape: [4] },
    [2, 3, 5],
    'It normalises 4 together, but 2 x 3 x 5 does not end in that. Set normalized_shape to 5.',
    [{ kind: 'set-attribute', attribute: 'normalized_shape', value: [5] }],
  ],
  [
    'GroupNorm',
    { num_groups: 4 },
    [2, 6, 5],
    'It cannot split 6 channels into 4 equal groups. Set num_groups to 2.',
    [{ kind: 'set-attribute', attribute: 'num_groups', value: 2 }],
  ],
  [
    'InstanceNorm1d',
    {},
    [2, 6, 1],
    'It compares the numbers of each channel with one another, and in 2 x 6 x 1 each has only one. Give the Input larger sizes after its channels.',
    [],
  ],
  [
    'Embedding',
    { num_embeddings: 5, padding_idx: 5 },
    [2, 3],
    'It has rows 0 to 4, so row 5 cannot be the padding. Set padding_idx to 4.',
    [{ kind: 'set-attribute', attribute: 'padding_idx', value: 4 }],
  ],
  [
    'LSTM',
    {},
    [5, 3],
    'It needs 3 dimensions (batch, steps, numbers) but gets 5 x 3. Give the Input a shape such as 1 x 5 x 3.',
    [],
  ],
  [
    'GRU',
    { input_size: 4 },
    [1, 5, 3],
    'It expects 4 numbers in a row but gets 1 x 5 x 3, which has 3. Set input_size to 3.',
    [{ kind: 'set-attribute', attribute: 'input_size', value: 3 }],
  ],
  [
    'RNN',
    { num_layers: 2, bidirectional: true },
    [1, 300, 3],
    'It would take 1200 steps, all its layers and directions counted, and 1000 are the most. Shorten the sequence.',
    [],
  ],
  [
    'TransformerEncoderLayer',
    { nhead: 4 },
    [1, 5, 6],
    'It cannot split rows of 6 numbers into 4 equal heads. Set nhead to 2.',
    [{ kind: 'set-attribute', attribute: 'nhead', value: 2 }],
  ],
])('%s with %j refuses %j', (kind, chosen, shape, sentence, repairs) => {
  const layer = layers.get(kind)!;
  const found = layer.check([shape], checkAttributes(layer.attributes, chosen) as Attributes, 'eval')!;
  expect(describeProblem({ ...found, values: { ...found.values, name: 'It' } })).toBe(sentence);
  expect(found.repairs).toEqual(repairs);
});

test.each<[string, readonly Shape[], string]>([
  [
    'GRU',
    [
      [5, 2, 3],
      [2, 5, 4],
    ],
    'It expects h_0 to be 4 x 5 x 4 (layers and directions, batch, hidden_size) but gets 2 x 5 x 4. Give it that shape, or set initial_state to False.',
  ],
  [
    'LSTM',
    [
      [5, 2, 3],
      [4, 5, 4],
      [4, 2, 4],
    ],
    'It expects c_0 to be 4 x 5 x 4 (layers and directions, batch, hidden_size) but gets 4 x 2 x 4. Give it that shape, or set initial_state to False.',
  ],
])('%s does not start from %j', (kind, shapes, sentence) => {
  const layer = layers.get(kind)!;
  const chosen = { num_layers: 2, bidirectional: true, initial_state: true };
  const found = layer.check(shapes, checkAttributes(layer.attributes, chosen) as Attributes, 'eval')!;
  expect(describeProblem({ ...found, values: { ...found.values, name: 'It' } })).toBe(sentence);
  expect(found.repairs.map(describeRepair)).toEqual(['Set initial_state to False']);
});

test.each<[string, readonly Shape[], string]>([
  [
    'TransformerDecoderLayer',
    [
      [1, 5, 4],
      [1, 3, 6],
    ],
    'It reads 1 x 3 x 6 beside 1 x 5 x 4: both must have the same batch and as many numbers in a row. Make these sizes equal.',
  ],
  [
    'ScaledDotProductAttention',
    [
      [1, 5, 4],
      [1, 3, 6],
      [1, 3, 6],
    ],
    'It compares queries of 1 x 5 x 4 with keys of 1 x 3 x 6: only the last size but one may differ. Make the other sizes equal.',
  ],
  [
    'MultiheadAttention',
    [
      [1, 5, 4],
      [1, 3, 4],
      [1, 2, 4],
    ],
    'It takes a value for each key, but keys of 1 x 3 x 4 and values of 1 x 2 x 4 do not pair up. Make their sizes before the last equal.',
  ],
])('%s refuses %j together', (kind, shapes, sentence) => {
  const layer = layers.get(kind)!;
  const found = layer.check(shapes, checkAttributes(layer.attributes, {}) as Attributes, 'eval')!;
  expect(describeProblem({ ...found, values: { ...found.values, name: 'It' } })).toBe(sentence);
});

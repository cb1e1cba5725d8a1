/** PixelShuffle: channels laid out as squares of an image that is larger. Source: https://pytorch.org/docs/stable/generated/torch.nn.PixelShuffle.html */
import { problem } from '../../messages/problem';
import { reshapeTo } from '../../ops/backward';
import { integer } from '../attributes';
import { defineLayer } from '../define';
import { pythonCall } from '../python';
import { texAt } from '../tex';
import { checkImage } from '../window';

export const pixelShuffle = defineLayer({
  kind: 'PixelShuffle',
  group: 'shape',
  summary:
    'Makes images larger out of their channels: the numbers of several channels at one place become a square of places. No number changes.',
  formula: 'y = x with channels laid out as squares',
  backward: 'Each gradient goes back to the place its number came from, unchanged.',
  words: ['sub-pixel convolution', 'super resolution', 'depth to space', 'upscale'],
  attributes: {
    upscale_factor: integer({
      initial: 2,
      min: 1,
      max: 100,
      help: 'How many times as large height and width get; channels get fewer by its square.',
    }),
  },
  check([x = []], { upscale_factor: factor }) {
    const misfit = checkImage(x);
    if (misfit) return misfit;
    const [, channels = 1] = x;
    const divides = (count: number) => channels % count ** 2 === 0;
    if (divides(factor)) return undefined;
    let fit = factor;
    while (!divides(fit)) fit--;
    return problem(
      'channels-do-not-shuffle',
      { channels, factor, squared: factor ** 2, fit },
      { kind: 'set-attribute', attribute: 'upscale_factor', value: fit },
    );
  },
  emit({ builder, inputs: [x = ''], shapes: [shape = []], attributes: { upscale_factor: factor } }) {
    const [batch = 1, channels = 1, height = 1, width = 1] = shape;
    const left = channels / factor ** 2;
    const apart = reshapeTo(builder, x, [batch, left, factor, factor, height, width]);
    const woven = builder.op('Transpose', [apart], { perm: { ints: [0, 1, 4, 2, 5, 3] } });
    return reshapeTo(builder, woven, [batch, left, height * factor, width * factor]);
  },
  recognise(y) {
    const { shape } = y.back(0, 0, 0);
    return [{ shapes: [shape], attributes: { upscale_factor: (y.shape[2] ?? 0) / (shape[2] ?? 1) } }];
  },
  explain({ input, attributes: { upscale_factor: factor }, index: [row = 0, channel = 0, i = 0, j = 0] }) {
    const from = (channel * factor + (i % factor)) * factor + (j % factor);
    return input('x', [row, from, Math.floor(i / factor), Math.floor(j / factor)]);
  },
  torch: ({ attributes: { upscale_factor } }) => ({
    module: pythonCall('nn.PixelShuffle', [upscale_factor]),
  }),
  tex({ inputs: [x = ''], output, attributes: { upscale_factor: factor } }) {
    const channel = `${factor ** 2} c + ${factor} (i \\bmod ${factor}) + (j \\bmod ${factor})`;
    const place = (letter: string) => `\\lfloor ${letter} / ${factor} \\rfloor`;
    return `${texAt(output, 'n', 'c', 'i', 'j')} = ${texAt(x, 'n', channel, place('i'), place('j'))}`;
  },
  examples: [
    { inputs: [[1, 4, 2, 3]] },
    { inputs: [[2, 9, 1, 2]], attributes: { upscale_factor: 3 } },
    { inputs: [[1, 8, 2, 2]], attributes: { upscale_factor: 2 } },
  ],
});

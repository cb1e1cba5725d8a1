/** Pad: numbers put around the last dimensions. Source: https://pytorch.org/docs/stable/generated/torch.nn.functional.pad.html */
import { problem, type Problem } from '../../messages/problem';
import { number } from '../../tensor/expression';
import { formatShape, type Shape } from '../../tensor/shape';
import { choice, integers, real } from '../attributes';
import { defineLayer } from '../define';
import { borderIn, borderPlace, checkBorder, mostAround, padded } from '../padding';
import { pythonCall } from '../python';

export const pad = defineLayer({
  kind: 'Pad',
  group: 'shape',
  summary:
    'Puts numbers around the last dimensions, so that the tensor gets larger. They are one number again and again, the border mirrored or repeated, or the other side.',
  formula: 'y = x with a border around it',
  backward:
    'Each gradient goes back to the place its number came from; one that was copied into the border collects several. A constant border has no use for its gradients.',
  words: [
    'padding',
    'border',
    'zero padding',
    'reflect',
    'mirror',
    'replicate',
    'wrap around',
    'ZeroPad2d',
    'ReflectionPad2d',
    'CircularPad2d',
  ],
  attributes: {
    pad: integers({
      initial: [1, 1, 1, 1],
      lengths: [2, 4, 6],
      min: 0,
      max: 10_000,
      help: 'How much at the start and the end of the last dimension, then of the one before it, and so on.',
    }),
    mode: choice({
      initial: 'constant',
      options: ['constant', 'reflect', 'replicate', 'circular'],
      help: 'What is put around: a number, the border mirrored, the border repeated, or the other side (circular).',
    }),
    value: real({
      initial: 0,
      min: -1e6,
      max: 1e6,
      help: 'The number put around, where mode is constant.',
    }),
  },
  check([x = []], { pad: pads, mode }) {
    const count = pads.length / 2;
    if (mode === 'constant') return x.length < count ? tooFew(x, pads) : undefined;
    if (x.length !== count + 1 && x.length !== count + 2) {
      return problem(
        'border-needs-channels',
        { mode, count, least: count + 1, most: count + 2, shape: formatShape(x) },
        { kind: 'set-attribute', attribute: 'mode', value: 'constant' },
      );
    }
    const limits = pads.map((_, at) => mostAround(mode, x[x.length - 1 - Math.floor(at / 2)] ?? 1));
    return checkBorder(mode, x, 'pad', pads, borderOf(pads), limits);
  },
  emit: ({ builder, inputs: [x = ''], shapes: [shape = []], attributes: { pad: pads, mode, value } }) =>
    padded(builder, x, shape, borderOf(pads), mode, value),
  recognise(y) {
    const { x, mode, before, after } = borderIn(y);
    const { value } = y.back(2);
    // Dimensions before the last that are padded by nothing may have been left out.
    return [1, 2, 3].map((count) => ({
      shapes: [x.shape],
      attributes: {
        pad: Array.from({ length: count }, (_, at) => [
          before.at(-1 - at) ?? -1,
          after.at(-1 - at) ?? -1,
        ]).flat(),
        mode,
        value: Number.isNaN(value) ? 0 : value,
      },
    }));
  },
  explain({ input, shapeOf, attributes: { pad: pads, mode, value }, index }) {
    const { before } = borderOf(pads);
    const shape = shapeOf('x');
    const whole = index.length - before.length;
    const places = index.map((place, axis) =>
      borderPlace(mode, place - (before[axis - whole] ?? 0), shape[axis] ?? 1),
    );
    return places.every((place) => place !== undefined) ? input('x', places) : number(value);
  },
  torch({ inputs: [x = ''], attributes: { pad: pads, mode, value } }) {
    const named = [
      ['mode', mode, 'constant'] as const,
      ['value', mode === 'constant' ? value : 0, 0] as const,
    ];
    return { expression: pythonCall('nn.functional.pad', [{ code: x }, pads], named) };
  },
  tex({ inputs: [x = ''], output, attributes: { pad: pads, mode, value } }) {
    const name = mode === 'constant' ? 'pad' : mode;
    const filled = mode === 'constant' && value !== 0 ? `^{${value}}` : '';
    return `${output} = \\operatorname{${name}}_{${pads.join(', ')}}${filled}(${x})`;
  },
  examples: [
    { inputs: [[1, 2, 3, 3]] },
    { inputs: [[2, 3]], attributes: { pad: [1, 2], value: -1.5 } },
    { inputs: [[1, 2, 3, 4]], attributes: { pad: [3, 0, 1, 2], mode: 'reflect' } },
    { inputs: [[1, 1, 2, 3]], attributes: { pad: [2, 1, 0, 3], mode: 'replicate' } },
    { inputs: [[2, 4]], attributes: { pad: [2, 3], mode: 'reflect' } },
    { inputs: [[1, 2, 3, 4]], attributes: { pad: [4, 1, 0, 2], mode: 'circular' } },
    { inputs: [[1, 2, 2, 2, 3]], attributes: { pad: [2, 1, 1, 1, 0, 1], mode: 'reflect' } },
  ],
});

/** PyTorch's list starts with the last dimension; these with the first that is padded. */
function borderOf(pads: readonly number[]) {
  const pairs = Array.from({ length: pads.length / 2 }, (_, at) => pads.slice(2 * at, 2 * at + 2)).reverse();
  return { before: pairs.map(([start = 0]) => start), after: pairs.map(([, end = 0]) => end) };
}

function tooFew(x: Shape, pads: readonly number[]): Problem {
  const count = pads.length / 2;
  const fit = pads.slice(0, 2 * x.length);
  const shape = formatShape(x);
  if (x.length === 0) return problem('rank-too-low', { shape, rank: count });
  return problem(
    'pad-needs-more-dimensions',
    { count, shape, fit: fit.join(' x ') },
    { kind: 'set-attribute', attribute: 'pad', value: fit },
  );
}

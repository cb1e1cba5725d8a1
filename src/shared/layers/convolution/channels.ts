/** What layers of convolution share: channels in and out, split into groups, and how their parameters are drawn. */
import { problem, type Problem } from '../../messages/problem';
import { formatShape, sizeOf, type Shape } from '../../tensor/shape';
import { flag, inferredInteger, integer } from '../attributes';
import type { ParameterSpec } from '../define';

const limit = 100_000;

export const inChannels = inferredInteger({
  min: 1,
  max: limit,
  help: 'Channels of the input; empty follows the input.',
});
export const outChannels = integer({
  initial: 8,
  min: 1,
  max: limit,
  help: 'Channels of the output: one a filter.',
});
export const groups = integer({
  initial: 1,
  min: 1,
  max: limit,
  help: 'Parts the channels are split into, each with filters of its own.',
});
export const bias = flag({ initial: true, help: 'Whether each filter adds a number of its own.' });

export interface Channels {
  readonly in_channels: number | null;
  readonly out_channels: number;
  readonly groups: number;
}

export function checkChannels(
  x: Shape,
  { in_channels: expected, out_channels: outputs, groups: parts }: Channels,
): Problem | undefined {
  const [, inputs = 1] = x;
  if (expected !== null && expected !== inputs) {
    return problem(
      'channels-mismatch',
      { expected, actual: inputs, shape: formatShape(x), attribute: 'in_channels' },
      { kind: 'set-attribute', attribute: 'in_channels', value: inputs },
    );
  }
  const divides = (count: number) => inputs % count === 0 && outputs % count === 0;
  if (divides(parts)) return undefined;
  let fit = Math.min(parts, inputs, outputs);
  while (!divides(fit)) fit--;
  return problem(
    'groups-do-not-divide',
    { inputs, outputs, groups: parts, fit },
    { kind: 'set-attribute', attribute: 'groups', value: fit },
  );
}

/** PyTorch's default: kaiming_uniform with a = √5, which is this bound for weight and bias alike. */
export function drawnParameters(shape: Shape, outputs: number, hasBias: boolean): readonly ParameterSpec[] {
  const bound = 1 / Math.sqrt(sizeOf(shape.slice(1)));
  const initial: ParameterSpec['initial'] = (random) => random.uniform(-bound, bound);
  const weight = { name: 'weight', shape, initial };
  return hasBias ? [weight, { name: 'bias', shape: [outputs], initial }] : [weight];
}

/** The first channel of its group in TeX, for a channel `of` one of `size` on the other side: `2 \lfloor o / 3 \rfloor + c`. */
export function texChannel(parts: number, depth: number, of: string, size: number): string {
  return parts === 1 ? 'c' : `${depth === 1 ? '' : `${depth} `}\\lfloor ${of} / ${size} \\rfloor + c`;
}

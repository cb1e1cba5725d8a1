/** What norms have for each channel: a scale and a shift that are learned, and running statistics. */
import { problem, type Problem } from '../../messages/problem';
import { reshapeTo, scalar } from '../../ops/backward';
import { call, minus, number, product, quotient, sum, type Expression } from '../../tensor/expression';
import { formatShape, sizeOf, type Shape } from '../../tensor/shape';
import { floatTensor } from '../../tensor/tensor';
import { inferredInteger, real } from '../attributes';
import type { EmitContext, ExplainContext, ParameterSpec, TexContext } from '../define';
import type { Seen } from '../seen';
import { texNumber } from '../tex';
import { texStandardised } from './standardise';

export const channelCount = inferredInteger({
  min: 1,
  max: 100_000,
  help: 'Channels, or features of a row; empty follows the input.',
});
export const momentum = real({
  initial: 0.1,
  min: 0,
  max: 1,
  help: 'How much of each minibatch goes into the running mean and variance.',
});

interface Chosen {
  readonly eps: number;
  readonly momentum: number;
  readonly affine: boolean;
}

const channelsOf = (shape: Shape): number => shape[1] ?? 1;

/** How many numbers a channel of one example has. */
export const placesOf = (shape: Shape): number => sizeOf(shape.slice(2));

/** The axes after batch and channels. */
export const placeAxes = (shape: Shape): readonly number[] => shape.slice(2).map((_, axis) => axis + 2);

export function checkChannels(shape: Shape, attribute: string, expected: number | null): Problem | undefined {
  const actual = channelsOf(shape);
  if (expected === null || expected === actual) return undefined;
  return problem(
    'channels-mismatch',
    { expected, actual, shape: formatShape(shape), attribute },
    { kind: 'set-attribute', attribute, value: actual },
  );
}

export function learnedOf(shape: Shape): readonly ParameterSpec[] {
  return filled(shape, [
    ['weight', 1],
    ['bias', 0],
  ]);
}

export function runningOf(shape: Shape): readonly ParameterSpec[] {
  const specs = filled(shape, [
    ['running_mean', 0],
    ['running_var', 1],
  ]);
  return specs.map((spec) => ({ ...spec, isBuffer: true }));
}

function filled(shape: Shape, values: readonly (readonly [string, number])[]): readonly ParameterSpec[] {
  return values.map(([name, value]) => ({ name, shape: [channelsOf(shape)], initial: () => value }));
}

/** y = normal · weight + bias, each channel its own. */
export function emitLearned(
  { builder, parameter }: Pick<EmitContext<unknown>, 'builder' | 'parameter'>,
  normal: string,
  shape: Shape,
): string {
  const across = (name: string) =>
    reshapeTo(builder, parameter(name), [channelsOf(shape), ...shape.slice(2).map(() => 1)]);
  return builder.op('Add', [builder.op('Mul', [normal, across('weight')]), across('bias')]);
}

export function explainLearned(
  { parameter, index }: Pick<ExplainContext<unknown>, 'parameter' | 'index'>,
  normal: Expression,
): Expression {
  const channel = index.slice(1, 2);
  return sum([product(normal, parameter('weight', channel)), parameter('bias', channel)]);
}

export const texLearned = ({ parameter }: Pick<TexContext<unknown>, 'parameter'>): string =>
  ` \\odot ${parameter('weight', '\\gamma')} + ${parameter('bias', '\\beta')}`;

/** By the running statistics: y = (x - running_mean) / √(running_var + eps), then what is learned. */
export function emitRunning({
  builder,
  inputs: [x = ''],
  shapes: [shape = []],
  parameter,
  attributes: { eps, affine },
}: EmitContext<Chosen>): string {
  const channels = channelsOf(shape);
  const all = (value: number) =>
    builder.constant(floatTensor([channels], new Array<number>(channels).fill(value)));
  const learned = affine ? [parameter('weight'), parameter('bias')] : [all(1), all(0)];
  const running = [parameter('running_mean'), parameter('running_var')];
  return builder.op('BatchNormalization', [x, ...learned, ...running], { epsilon: { float: eps } });
}

export function guessRunning(y: Seen) {
  return [true, false].map((affine) => ({
    shapes: [y.shape],
    attributes: { affine, eps: y.real('epsilon') },
  }));
}

export function explainRunning(context: ExplainContext<Chosen>): Expression {
  const { input, parameter, attributes, index } = context;
  const channel = index.slice(1, 2);
  const spread = call('sqrt', sum([parameter('running_var', channel), number(attributes.eps)]));
  const normal = quotient(sum([input('x', index), minus(parameter('running_mean', channel))]), spread);
  return attributes.affine ? explainLearned(context, normal) : normal;
}

export function texRunning(context: TexContext<Chosen>): string {
  const {
    inputs: [x = ''],
    output,
    attributes,
    parameter,
  } = context;
  const [mean, variance] = [parameter('running_mean', 'm'), parameter('running_var', 'v')];
  const normal = texStandardised(x, mean, variance, texNumber(attributes.eps));
  return `${output} = ${normal}${attributes.affine ? texLearned(context) : ''}`;
}

/** Blends a minibatch's statistics, one number a channel, each made of `count` numbers, into the running ones. */
export function updateRunning(
  { builder, shapes: [shape = []], parameter, attributes }: EmitContext<Chosen>,
  mean: string,
  variance: string,
  count: number,
): void {
  const { momentum: share } = attributes;
  const blend = (name: string, seen: string, weight: number) => {
    const kept = builder.op('Mul', [parameter(name), scalar(builder, 1 - share)]);
    const flat = reshapeTo(builder, seen, [channelsOf(shape)]);
    builder.update(name, builder.op('Add', [kept, builder.op('Mul', [flat, scalar(builder, weight)])]));
  };
  blend('running_mean', mean, share);
  // PyTorch keeps the unbiased variance, though it normalises by the biased one.
  blend('running_var', variance, (share * count) / (count - 1));
}

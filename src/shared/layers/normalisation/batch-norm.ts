/**
 * Batch normalisation: each channel shifted and scaled to mean 0 and variance 1, then by numbers that are learned.
 * While training the minibatch's own mean and variance are used, and running ones kept for predicting.
 * Source: Ioffe and Szegedy, "Batch Normalization", 2015; https://pytorch.org/docs/stable/generated/torch.nn.BatchNorm2d.html
 */
import { problem, type Problem } from '../../messages/problem';
import { scalar } from '../../ops/backward';
import { call, number, product, quotient, sum } from '../../tensor/expression';
import { formatShape, sizeOf, type Shape } from '../../tensor/shape';
import { floatTensor } from '../../tensor/tensor';
import { flag, inferredInteger, real, type AttributesOf } from '../attributes';
import { defineLayer, type EmitContext, type LayerDefinition, type LayerExample } from '../define';
import { pythonCall } from '../python';
import { texNumber } from '../tex';

const fields = {
  num_features: inferredInteger({
    min: 1,
    max: 100_000,
    help: 'Channels, or features of a row; empty follows the input.',
  }),
  eps: real({ initial: 1e-5, min: 0, max: 1, help: 'Added to the variance, so that it is never zero.' }),
  momentum: real({
    initial: 0.1,
    min: 0,
    max: 1,
    help: 'How much of each minibatch goes into the running mean and variance.',
  }),
  affine: flag({ initial: true, help: 'Whether a scale and a shift for each channel are learned.' }),
};

type Chosen = AttributesOf<typeof fields>;

interface Variant {
  readonly kind: string;
  readonly words: readonly string[];
  readonly examples: readonly LayerExample[];
  /** Why it does not take a tensor of this rank. */
  readonly checkRank: (shape: Shape) => Problem | undefined;
}

export function defineBatchNorm({
  kind,
  words,
  examples,
  checkRank,
}: Variant): LayerDefinition<typeof fields> {
  return defineLayer({
    kind,
    group: 'normalisation',
    summary:
      'Shifts and scales each channel to mean 0 and variance 1, then by a scale and a shift that are learned. It predicts with the means and variances it saw while training.',
    formula: 'y = (x - mean) / √(var + eps) · weight + bias',
    backward:
      'Shown as it predicts: mean and variance stand still, so each gradient is multiplied by weight / √(var + eps). While training they come from the minibatch, and every row of it has a say.',
    words: ['batch normalization', ...words],
    attributes: fields,
    check([x = []], { num_features: expected }, mode) {
      const misfit = checkRank(x);
      if (misfit) return misfit;
      const [, actual = 1] = x;
      if (expected !== null && expected !== actual) {
        return problem(
          'channels-mismatch',
          { expected, actual, shape: formatShape(x), attribute: 'num_features' },
          { kind: 'set-attribute', attribute: 'num_features', value: actual },
        );
      }
      return mode === 'train' && countOf(x) < 2
        ? problem('too-few-to-normalise', { shape: formatShape(x) })
        : undefined;
    },
    resolve: ([x = []], attributes) => ({ ...attributes, num_features: x[1] ?? 1 }),
    parameters([x = []], { affine }) {
      const each = (name: string, value: number, isBuffer: boolean) => ({
        name,
        shape: [x[1] ?? 1],
        initial: () => value,
        ...(isBuffer && { isBuffer }),
      });
      const learned = affine ? [each('weight', 1, false), each('bias', 0, false)] : [];
      return [...learned, each('running_mean', 0, true), each('running_var', 1, true)];
    },
    emit: (context) => (context.mode === 'train' ? emitTraining(context) : emitPrediction(context)),
    explain({ input, parameter, attributes: { eps, affine }, index }) {
      const channel = index.slice(1, 2);
      const mean = product(number(-1), parameter('running_mean', channel));
      const spread = call('sqrt', sum([parameter('running_var', channel), number(eps)]));
      const normal = quotient(sum([input('x', index), mean]), spread);
      return affine
        ? sum([product(normal, parameter('weight', channel)), parameter('bias', channel)])
        : normal;
    },
    torch: ({ attributes: { num_features, eps, momentum, affine } }) => ({
      module: pythonCall(
        `nn.${kind}`,
        [num_features ?? 1],
        [
          ['eps', eps, 1e-5],
          ['momentum', momentum, 0.1],
          ['affine', affine, true],
        ],
      ),
    }),
    tex({ inputs: [x = ''], output, attributes: { eps, affine }, parameter }) {
      const spread = `\\sqrt{${parameter('running_var', 'v')} + ${texNumber(eps)}}`;
      const normal = `\\frac{${x} - ${parameter('running_mean', 'm')}}{${spread}}`;
      const learned = affine
        ? ` \\odot ${parameter('weight', '\\gamma')} + ${parameter('bias', '\\beta')}`
        : '';
      return `${output} = ${normal}${learned}`;
    },
    examples,
  });
}

/** How many numbers of each channel there are. */
function countOf([batch = 1, , ...places]: Shape): number {
  return batch * sizeOf(places);
}

function emitPrediction({
  builder,
  inputs: [x = ''],
  shapes: [shape = []],
  parameter,
  attributes: { eps, affine },
}: EmitContext<Chosen>): string {
  const channels = shape[1] ?? 1;
  const all = (value: number) =>
    builder.constant(floatTensor([channels], new Array<number>(channels).fill(value)));
  const learned = affine ? [parameter('weight'), parameter('bias')] : [all(1), all(0)];
  return builder.op(
    'BatchNormalization',
    [x, ...learned, parameter('running_mean'), parameter('running_var')],
    {
      epsilon: { float: eps },
    },
  );
}

function emitTraining({
  builder,
  inputs: [x = ''],
  shapes: [shape = []],
  parameter,
  attributes,
}: EmitContext<Chosen>): string {
  const { eps, momentum, affine } = attributes;
  const [, channels = 1, ...places] = shape;
  const axes = { axes: { ints: [0, ...places.map((_, axis) => axis + 2)] } };
  const target = (sizes: readonly number[]) =>
    builder.constant({
      dtype: 'int64',
      shape: [sizes.length],
      values: BigInt64Array.from(sizes.map(BigInt)),
    });
  const across = (value: string) =>
    builder.op('Reshape', [value, target([channels, ...places.map(() => 1)])]);
  const flat = (value: string) => builder.op('Reshape', [value, target([channels])]);
  const mean = builder.op('ReduceMean', [x], axes);
  const centred = builder.op('Sub', [x, mean]);
  const variance = builder.op('ReduceMean', [builder.op('Mul', [centred, centred])], axes);
  const spread = builder.op('Sqrt', [builder.op('Add', [variance, scalar(builder, eps)])]);
  const normal = builder.op('Div', [centred, spread]);

  const blend = (name: string, seen: string, share: number) => {
    const kept = builder.op('Mul', [parameter(name), scalar(builder, 1 - momentum)]);
    builder.update(name, builder.op('Add', [kept, builder.op('Mul', [flat(seen), scalar(builder, share)])]));
  };
  const count = countOf(shape);
  blend('running_mean', mean, momentum);
  // PyTorch keeps the unbiased variance, though it normalises by the biased one.
  blend('running_var', variance, (momentum * count) / (count - 1));

  if (!affine) return normal;
  const scaled = builder.op('Mul', [normal, across(parameter('weight'))]);
  return builder.op('Add', [scaled, across(parameter('bias'))]);
}

/** Uses of operators, each run by the engine in the test of sums: functions, pairs, reductions, products, norms, moves. */
import type { OpAttribute } from '../../../onnx/graph';
import type { Dtype, Tensor } from '../../../tensor/tensor';
import { reals, row, scalar, tensorOf, wholes, type Sample } from './testing';

type Attributes = Readonly<Record<string, OpAttribute>>;
type More = Omit<Sample, 'type' | 'inputs' | 'attributes' | 'set'> & { readonly set?: number };

export const use = (
  type: string,
  inputs: readonly (Tensor | undefined)[],
  attributes: Attributes = {},
  { set = 17, ...more }: More = {},
): Sample => ({ type, inputs, attributes, set, ...more });

export const int = (value: number): OpAttribute => ({ int: value });
export const ints = (...values: number[]): OpAttribute => ({ ints: values });
export const float = (value: number): OpAttribute => ({ float: value });
export const text = (value: string): OpAttribute => ({ text: value });

const untold = { isUntold: true } as const;
const edges = (dtype: Dtype = 'float32') =>
  tensorOf(dtype, [10], [-0, 0, 0.5, -0.5, 1.5, 2.5, -2.5, 30, -30, Infinity]);
const odd = tensorOf('float32', [4], [Number.NaN, Infinity, -Infinity, 1]);
const truths = (...shape: number[]) => wholes(shape, 0, 2, 'bool');

const plainFunctions = [
  ...['Abs', 'Acos', 'Acosh', 'Asin', 'Asinh', 'Atan', 'Atanh', 'Ceil', 'Cos', 'Cosh', 'Elu', 'Erf', 'Exp'],
  ...['Floor', 'HardSigmoid', 'HardSwish', 'Identity', 'LeakyRelu', 'Log', 'Neg', 'Reciprocal', 'Relu'],
  ...['Round', 'Selu', 'Sigmoid', 'Sign', 'Sin', 'Sinh', 'Softplus', 'Softsign', 'Sqrt', 'Tan', 'Tanh'],
  ...['ThresholdedRelu', 'Shrink', 'Celu'],
];
/** Which the engine says nothing sure of at infinity. */
const isBounded = (type: string) => ['Sin', 'Cos', 'Tan', 'Celu', 'HardSwish'].includes(type);

const functions: readonly Sample[] = [
  ...plainFunctions.flatMap((type) => [
    use(type, [reals([2, 3])]),
    use(type, [reals([2, 1, 2], 0.5)]),
    use(type, [isBounded(type) ? reals([], 20) : edges()]),
  ]),
  ...['Abs', 'Neg', 'Sign', 'Identity'].map((type) => use(type, [wholes([2, 3], -9, 9, 'int32')])),
  use('Abs', [tensorOf('int8', [1], [-128])], {}, { isUntold: true }),
  ...['Sqrt', 'Exp', 'Ceil'].map((type) => use(type, [reals([2, 3], 1, 'float64', 3)])),
  use('Elu', [reals([2, 3])], { alpha: float(0.7) }),
  use('Celu', [reals([2, 3])], { alpha: float(0.7) }),
  use('LeakyRelu', [reals([2, 3])], { alpha: float(0.3) }),
  use('HardSigmoid', [reals([2, 3])], { alpha: float(0.4), beta: float(0.2) }),
  use('Selu', [reals([2, 3])], { alpha: float(1.2), gamma: float(2) }),
  use('ThresholdedRelu', [reals([2, 3])], { alpha: float(0.3) }),
  use('Shrink', [reals([2, 6])], { lambd: float(1), bias: float(0.5) }),
  use('IsNaN', [odd]),
  use('IsInf', [odd]),
  use('IsInf', [odd], { detect_negative: int(0) }),
  use('IsInf', [odd], { detect_positive: int(0) }),
  use('IsInf', [odd], { detect_positive: int(0), detect_negative: int(0) }),
  use('Not', [truths(2, 3)]),
  use('Mish', [reals([2, 3], 4)], {}, { set: 18 }),
  use('Swish', [reals([2, 3])], {}, { set: 24 }),
  use('Swish', [reals([2, 3])], { alpha: float(0.4) }, { set: 24 }),
  use('Gelu', [reals([2, 3])], {}, { set: 20 }),
  use('Gelu', [reals([2, 3])], { approximate: text('tanh') }, { set: 20 }),
  use('Gelu', [reals([2, 3])], {}, { domain: 'com.microsoft' }),
  use('FastGelu', [reals([2, 3]), reals([3])], {}, { domain: 'com.microsoft' }),
  use('FastGelu', [reals([2, 3])], {}, { domain: 'com.microsoft' }),
  use('QuickGelu', [reals([2, 3])], {}, { domain: 'com.microsoft' }),
  use('PRelu', [reals([2, 3, 2]), reals([3, 1])]),
  use('PRelu', [reals([2, 3]), reals([2, 3])]),
  // float32, uint8, int32, int64, bool, float16, float64
  ...[1, 6, 7, 9, 10, 11].map((to) => use('Cast', [reals([2, 3], 8)], { to: int(to) })),
  use('Cast', [reals([6], 9, 'float32', 40)], { to: int(2) }),
  use('Cast', [tensorOf('float32', [1], [300])], { to: int(2) }, untold),
  use('Cast', [wholes([2, 3], -5, 5)], { to: int(1) }),
  use('Cast', [wholes([2, 3], -5, 5)], { to: int(9) }),
  use('Cast', [truths(4)], { to: int(1) }),
  use('Cast', [reals([2])], { to: int(8) }, untold),
  use('CastLike', [reals([2, 3], 8), wholes([1], 0, 2)]),
  use('Clip', [reals([2, 3])]),
  use('Clip', [tensorOf('float32', [2], [-Infinity, Infinity])], {}, untold),
  use('Clip', [reals([2, 3]), scalar(-0.5), scalar(0.5)]),
  use('Clip', [reals([2, 3]), undefined, scalar(0.5)]),
  use('Clip', [reals([2, 3]), scalar(1), scalar(-1)]),
  use('Clip', [wholes([2, 3], -9, 9), scalar(-3, 'int64')]),
  use('Clip', [reals([2, 3])], { min: float(-0.25) }, { set: 6 }),
  use('Clip', [reals([2, 3])], { min: float(-0.25), max: float(0.25) }, { set: 10 }),
  use('Dropout', [reals([2, 3])]),
  use('Dropout', [reals([2, 3]), scalar(0.3), scalar(0, 'bool')]),
];

const pairs: readonly Sample[] = [
  ...['Add', 'Sub', 'Mul', 'Div'].flatMap((type) => [
    use(type, [reals([2, 3]), reals([2, 3])]),
    use(type, [reals([2, 1, 4]), reals([3, 1])]),
    use(type, [reals([3]), reals([2, 1])]),
    use(type, [reals([2, 3]), reals([])]),
    use(type, [wholes([2, 4], -20, 20), wholes([4], 1, 6)]),
    use(type, [wholes([2, 4], -20, 20, 'int32'), wholes([1], -5, -1, 'int32')]),
    use(type, [reals([2, 3], 2, 'float64'), reals([3], 1, 'float64', 2)]),
  ]),
  use('Add', [tensorOf('uint8', [1], [200]), tensorOf('uint8', [1], [100])], {}, untold),
  use('Sub', [tensorOf('uint8', [1], [1]), tensorOf('uint8', [1], [2])], {}, untold),
  use('Mul', [tensorOf('int32', [1], [2 ** 30]), tensorOf('int32', [1], [4])], {}, untold),
  use('Sub', [row(2 ** 53 + 2), row(2 ** 53)], {}, untold),
  use('Pow', [reals([2, 3], 1, 'float32', 4), reals([3])]),
  use('Pow', [reals([2, 3]), scalar(3)]),
  use('Pow', [wholes([2, 3], -5, 5), wholes([3], 0, 4)]),
  use('Pow', [wholes([2, 3], 1, 5, 'int32'), tensorOf('float32', [], [0.5])]),
  use('Mod', [wholes([2, 6], -20, 20), wholes([6], 1, 6)]),
  use('Mod', [wholes([2, 6], -20, 20), wholes([6], -6, -1)]),
  use('Mod', [wholes([2, 6], -20, 20, 'int32'), wholes([6], -6, -1, 'int32')], { fmod: int(1) }),
  use('Mod', [reals([2, 6], 9), reals([6])], { fmod: int(1) }),
  ...['Max', 'Min', 'Sum', 'Mean'].flatMap((type) => [
    use(type, [reals([2, 3])]),
    use(type, [reals([2, 3]), reals([3]), reals([2, 1])]),
  ]),
  ...['Max', 'Min'].map((type) => use(type, [wholes([2, 3], -9, 9), wholes([3], -9, 9)])),
  ...['And', 'Or', 'Xor'].map((type) => use(type, [truths(2, 4), truths(4)])),
  ...['Equal', 'Greater', 'GreaterOrEqual', 'Less', 'LessOrEqual'].flatMap((type) => [
    use(type, [wholes([3, 4], 0, 3), wholes([4], 0, 3)]),
    use(type, [reals([2, 5]), reals([1, 5], 1)]),
  ]),
  use('Equal', [odd, odd]),
  use('BitShift', [wholes([2, 4], 0, 16, 'uint8'), wholes([4], 0, 4, 'uint8')], { direction: text('LEFT') }),
  use('BitShift', [wholes([2, 4], 0, 255, 'uint32'), wholes([4], 0, 4, 'uint32')], {
    direction: text('RIGHT'),
  }),
  use(
    'BitShift',
    [tensorOf('uint8', [1], [255]), tensorOf('uint8', [1], [1])],
    { direction: text('LEFT') },
    untold,
  ),
  use('Where', [truths(2, 3), reals([2, 3]), reals([3])]),
  use('Where', [truths(3), wholes([2, 1], 0, 9), wholes([], 0, 9)]),
  use('Where', [
    ...[tensorOf('bool', [2], [1, 0]), tensorOf('float32', [2], [1, Number.NaN])],
    tensorOf('float32', [2], [Number.NaN, 2]),
  ]),
];

const reducing = ['L1', 'L2', 'LogSum', 'LogSumExp', 'Max', 'Mean', 'Min', 'Prod', 'SumSquare'];
const reductions: readonly Sample[] = [
  ...reducing.flatMap((name) => {
    const type = `Reduce${name}`;
    const x = () => reals([2, 3, 2], 1, 'float32', 3);
    return [
      use(type, [x()]),
      use(type, [x()], { axes: ints(1) }),
      use(type, [x()], { axes: ints(-1, 0), keepdims: int(0) }, { set: 13 }),
      use(type, [x()], { keepdims: int(0) }),
      use(type, [x(), row(-2)], {}, { set: 18 }),
      use(type, [x(), row(0, 2)], { keepdims: int(0) }, { set: 18 }),
      use(type, [x()], {}, { set: 18 }),
      use(type, [reals([2, 2], 1, 'float64', 3)], { axes: ints(1) }),
    ];
  }),
  ...['L1', 'Max', 'Min', 'Prod', 'SumSquare'].map((name) =>
    use(`Reduce${name}`, [wholes([2, 3], -5, 5, 'int32')], { axes: ints(1) }),
  ),
  use('ReduceMean', [wholes([2, 3], -5, 5, 'int32')], { axes: ints(1) }, untold),
  ...['Max', 'Mean', 'Min', 'Prod'].map((name) =>
    use(`Reduce${name}`, [reals([2, 3])], { noop_with_empty_axes: int(1) }, { set: 18 }),
  ),
  use('ReduceLogSumExp', [tensorOf('float32', [2], [1000, 1001])], {}, untold),
  use('ReduceLogSumExp', [tensorOf('float32', [2], [200, 201])]),
  use('ReduceSum', [reals([2, 3, 2])]),
  use('ReduceSum', [reals([2, 3, 2])], { axes: ints(1) }, { set: 11 }),
  use('ReduceSum', [reals([2, 3, 2]), row(-1, 0)], { keepdims: int(0) }),
  use('ReduceSum', [reals([2, 3, 2]), tensorOf('int64', [0], [])]),
  use('ReduceSum', [reals([2, 3]), tensorOf('int64', [0], [])], { noop_with_empty_axes: int(1) }),
  use('ReduceSum', [wholes([2, 3], -9, 9), row(1)]),
  ...['ArgMax', 'ArgMin'].flatMap((type) => [
    use(type, [reals([3, 4])]),
    use(type, [wholes([3, 6], 0, 3, 'int32')], { axis: int(1), keepdims: int(0) }),
    use(type, [wholes([3, 6], 0, 3, 'int32')], { axis: int(-1), select_last_index: int(1) }),
  ]),
  ...[{}, { exclusive: int(1) }, { reverse: int(1) }, { exclusive: int(1), reverse: int(1) }].flatMap(
    (attributes) => [
      use('CumSum', [reals([3, 4]), scalar(1, 'int64')], attributes),
      use('CumSum', [wholes([3, 2], -9, 9, 'int32'), scalar(-2, 'int32')], attributes),
    ],
  ),
];

const bytes = (...shape: number[]) => wholes(shape, 0, 256, 'uint8');
const einsums: readonly (readonly [string, ...number[][]])[] = [
  ['ij,jk->ik', [2, 3], [3, 4]],
  ['ij,jk', [2, 3], [3, 4]],
  ['bij, bjk -> bik', [2, 2, 3], [2, 3, 2]],
  ['ij->ji', [2, 3]],
  ['ij->i', [2, 3]],
  ['ii->i', [3, 3]],
  ['ij->', [2, 3]],
  ['ij,ij->', [2, 3], [2, 3]],
  ['...ij,...jk->...ik', [2, 2, 3], [2, 3, 2]],
  ['...ii->...i', [2, 3, 3]],
  ['bhid,bhjd->bhij', [1, 2, 3, 2], [1, 2, 3, 2]],
  ['i,j,k->ijk', [2], [3], [2]],
];
const products: readonly Sample[] = [
  use('MatMul', [reals([2, 3]), reals([3, 4])]),
  use('MatMul', [reals([3]), reals([3])]),
  use('MatMul', [reals([3]), reals([3, 2])]),
  use('MatMul', [reals([2, 2, 3]), reals([3])]),
  use('MatMul', [reals([2, 1, 2, 3]), reals([3, 3, 2])]),
  use('MatMul', [wholes([2, 3], -9, 9, 'int32'), wholes([3, 2], -9, 9, 'int32')]),
  use('Gemm', [reals([2, 3]), reals([3, 4])]),
  use('Gemm', [reals([2, 3]), reals([3, 4]), reals([4])]),
  use('Gemm', [reals([3, 2]), reals([4, 3]), reals([2, 1])], { transA: int(1), transB: int(1) }),
  use('Gemm', [reals([2, 3]), reals([3, 4]), reals([])], { alpha: float(0.5), beta: float(2) }),
  use('Gemm', [reals([2, 3]), reals([3, 4]), reals([1, 4])], {}, { set: 9 }),
  use('MatMulInteger', [bytes(2, 3), bytes(3, 2)]),
  use('MatMulInteger', [bytes(2, 3), wholes([3, 2], -9, 9, 'int8'), scalar(7, 'uint8'), scalar(2, 'int8')]),
  use('MatMulInteger', [bytes(2, 3), bytes(3, 4), scalar(7, 'uint8'), bytes(4)]),
  ...einsums.map(([equation, ...shapes]) =>
    use(
      'Einsum',
      shapes.map((shape) => reals(shape)),
      { equation: text(equation) },
    ),
  ),
  ...[{}, { alpha: float(0.5) }, { transB: int(1) }].map((attributes) =>
    use('FusedMatMul', [reals([2, 3, 3]), reals([2, 3, 3])], attributes, { domain: 'com.microsoft' }),
  ),
  use('FusedMatMul', [reals([3, 2]), reals([3, 2])], { transA: int(1) }, { domain: 'com.microsoft' }),
  use(
    'FusedMatMul',
    [reals([3, 2, 3]), reals([2, 3, 3])],
    { transBatchA: int(1) },
    {
      domain: 'com.microsoft',
      ...untold,
    },
  ),
];

const perChannel = (count: number) => [reals([count]), reals([count])];
const running = () => [...perChannel(3), reals([3]), tensorOf('float32', [3], [0.5, 1, 2])];
const norms: readonly Sample[] = [
  ...['Softmax', 'LogSoftmax', 'Hardmax'].flatMap((type) => [
    use(type, [reals([2, 3])]),
    use(type, [reals([2, 3, 2])], { axis: int(1) }),
    use(type, [reals([2, 3], 200)], { axis: int(0) }),
    use(type, [reals([2, 3, 2])], {}, { set: 11 }),
    use(type, [reals([2, 3, 2])], { axis: int(2) }, { set: 11 }),
  ]),
  use('BatchNormalization', [reals([2, 3]), ...running()]),
  use('BatchNormalization', [reals([2, 3, 2, 2]), ...running()], { epsilon: float(0.01) }),
  use('BatchNormalization', [reals([2, 3, 2]), ...running()], {}, { set: 9 }),
  use('BatchNormalization', [reals([2, 3, 2]), ...running()], {}, { set: 7 }),
  ...[{}, { momentum: float(0.3) }].map((more) =>
    use(
      'BatchNormalization',
      [reals([2, 3, 4]), ...running()],
      { training_mode: int(1), ...more },
      { outputs: 3 },
    ),
  ),
  use('InstanceNormalization', [reals([2, 3, 4]), ...perChannel(3)]),
  use('InstanceNormalization', [reals([1, 2, 2, 3]), ...perChannel(2)], { epsilon: float(0.1) }),
  use('LayerNormalization', [reals([2, 3, 4]), reals([4])], {}, { outputs: 3 }),
  use('LayerNormalization', [reals([2, 3, 4]), ...perChannel(4)]),
  use('LayerNormalization', [reals([2, 3, 4]), reals([3, 4]), reals([3, 4])], {
    axis: int(1),
    epsilon: float(0.1),
  }),
  use('GroupNormalization', [reals([2, 4, 3]), ...perChannel(2)], { num_groups: int(2) }, { set: 18 }),
  use('GroupNormalization', [reals([2, 4, 3]), ...perChannel(4)], { num_groups: int(2) }, { set: 21 }),
  use('RMSNormalization', [reals([2, 3, 4]), reals([4])], {}, { set: 23 }),
  use('RMSNormalization', [reals([2, 3, 4]), reals([3, 4])], { axis: int(1) }, { set: 23 }),
  use('SimplifiedLayerNormalization', [reals([2, 3, 4]), reals([4])], {}, { outputs: 2 }),
  use('LpNormalization', [reals([2, 3, 2])]),
  use('LpNormalization', [reals([2, 3, 2])], { axis: int(1), p: int(1) }),
  use('LpNormalization', [tensorOf('float32', [1, 2], [0, 0])], {}, untold),
  use('MeanVarianceNormalization', [reals([2, 3, 2, 2])]),
  use('MeanVarianceNormalization', [reals([2, 3, 2, 2])], { axes: ints(2, 3) }),
  use('LRN', [reals([2, 5, 2, 1])], { size: int(3) }),
  use('LRN', [reals([1, 5, 2, 2], 5)], {
    ...{ size: int(5), alpha: float(0.1), beta: float(0.5), bias: float(2) },
  }),
];

const moves: readonly Sample[] = [
  use('Reshape', [reals([2, 3, 4]), row(0, -1)]),
  use('Reshape', [wholes([2, 6], 0, 99), row(3, 4)]),
  ...[{}, { axis: int(2) }, { axis: int(0) }, { axis: int(-1) }].map((attributes) =>
    use('Flatten', [reals([2, 3, 4])], attributes),
  ),
  use('Squeeze', [reals([1, 3, 1, 2])]),
  use('Squeeze', [reals([1, 3, 1, 2]), row(-2)]),
  use('Squeeze', [reals([1, 3, 1, 2])], { axes: ints(0) }, { set: 11 }),
  use('Unsqueeze', [reals([3, 2]), row(0, -1)]),
  use('Unsqueeze', [reals([3, 2])], { axes: ints(1) }, { set: 11 }),
  use('Transpose', [reals([2, 3, 4])]),
  use('Transpose', [reals([2, 3, 4])], { perm: ints(1, 2, 0) }),
  use('Expand', [reals([3, 1]), row(2, 3, 4)]),
  use('Expand', [reals([3, 4]), row(1)]),
  use('Tile', [reals([2, 3]), row(2, 2)]),
  use('Slice', [reals([4, 6]), row(1, 0), row(3, 5)]),
  use('Slice', [reals([4, 6]), row(-1), row(-100), row(1), row(-2)]),
  use('Slice', [reals([4, 6]), row(100), row(0), row(-2), row(-1)]),
  use('Slice', [reals([4, 6])], { starts: ints(1), ends: ints(1000), axes: ints(-1) }, { set: 9 }),
  use('Concat', [reals([2, 3]), reals([2, 1]), reals([2, 2])], { axis: int(1) }),
  use('Concat', [wholes([2, 3], 0, 9), wholes([1, 3], 0, 9)], { axis: int(-2) }),
  use('Split', [reals([6, 2])], {}, { outputs: 3, set: 13 }),
  use('Split', [reals([2, 6]), row(1, 2, 3)], { axis: int(1) }, { outputs: 3 }),
  use('Split', [reals([2, 6])], { axis: int(-1), split: ints(2, 4) }, { outputs: 2, set: 11 }),
  use('Split', [reals([7, 2])], { num_outputs: int(3) }, { outputs: 3, set: 18 }),
  use('Gather', [reals([4, 3]), wholes([2, 2], -4, 4)]),
  use('Gather', [reals([4, 3]), scalar(-1, 'int64')], { axis: int(1) }),
  use('Gather', [wholes([4, 3], 0, 9), wholes([3], 0, 3, 'int32')], { axis: int(-1) }),
  use('GatherElements', [reals([4, 3]), wholes([2, 3], -4, 4)]),
  use('GatherElements', [reals([4, 3]), wholes([4, 2], 0, 3)], { axis: int(1) }),
  use('GatherND', [reals([2, 3, 2]), wholes([4, 2], -2, 2)]),
  use('GatherND', [reals([2, 3, 2]), wholes([2, 1], 0, 3)], { batch_dims: int(1) }),
  use('GatherND', [reals([2, 3]), wholes([2, 2, 1], 0, 2)]),
  use('Pad', [reals([2, 3]), row(1, 0, 0, 2)]),
  use('Pad', [reals([2, 3]), row(1, -1, 0, 2), scalar(9)]),
  ...['reflect', 'edge'].map((mode) => use('Pad', [reals([3, 4]), row(1, 2, 2, 3)], { mode: text(mode) })),
  use('Pad', [reals([3, 4]), row(2, 1, 1, 3)], { mode: text('wrap') }, { set: 19 }),
  use('Pad', [reals([3, 4]), row(1, 2), undefined, row(-1)], {}, { set: 18 }),
  use('Pad', [reals([2, 3])], { pads: ints(0, 1, 1, 0), value: float(3) }, { set: 10 }),
  use('DepthToSpace', [reals([1, 8, 2, 3])], { blocksize: int(2) }),
  use('DepthToSpace', [reals([1, 8, 2, 3])], { blocksize: int(2), mode: text('CRD') }),
  use('SpaceToDepth', [reals([1, 2, 4, 6])], { blocksize: int(2) }),
  use('ReverseSequence', [reals([4, 3]), row(2, 4, 1)]),
  use('ReverseSequence', [reals([3, 4]), row(2, 4, 1)], { batch_axis: int(0), time_axis: int(1) }),
  use('Trilu', [reals([3, 4])]),
  use('Trilu', [reals([2, 4, 3]), scalar(-1, 'int64')], { upper: int(0) }),
  use('OneHot', [wholes([4], -3, 3), scalar(3, 'int64'), tensorOf('float32', [2], [2, 5])]),
  use('OneHot', [wholes([2, 2], 0, 5), row(3), tensorOf('float32', [2], [0, 1])], { axis: int(0) }),
  use('ConstantOfShape', [row(2, 2)]),
  // ONNX's own message for `value` as a tensor that holds 2.5.
  use('ConstantOfShape', [row(2, 2)], { value: { held: 'CgV2YWx1ZSoKCAEQASIEAAAgQKABBA==' } }),
  use('Range', [scalar(1), scalar(3), scalar(0.5)]),
  use('Range', [scalar(9, 'int64'), scalar(1, 'int64'), scalar(-3, 'int64')]),
];

export const samples: readonly Sample[] = [
  ...functions,
  ...pairs,
  ...reductions,
  ...products,
  ...norms,
  ...moves,
];

/** Uses of operators, each run by the engine in the test of sums: windows, pictures, whole numbers a step apart. */
import type { OpAttribute } from '../../../onnx/graph';
import { reals, row, scalar, tensorOf, wholes, type Sample } from './testing';
import { float, int, ints, text, use } from './testing-samples';

const untold = { isUntold: true } as const;

const slides: readonly Readonly<Record<string, OpAttribute>>[] = [
  {},
  { strides: ints(2, 1), pads: ints(1, 0, 0, 1) },
  { auto_pad: text('SAME_UPPER'), strides: ints(2, 2) },
  { auto_pad: text('SAME_LOWER'), strides: ints(2, 2) },
  { auto_pad: text('VALID'), strides: ints(1, 2) },
];

const convolutions: readonly Sample[] = [
  ...slides.flatMap((attributes) => [
    use('Conv', [reals([1, 2, 5, 6]), reals([3, 2, 3, 2]), reals([3])], attributes),
    use(
      'ConvInteger',
      [wholes([1, 2, 5, 6], 0, 255, 'uint8'), wholes([2, 2, 3, 2], 0, 255, 'uint8')],
      attributes,
    ),
    use('ConvTranspose', [reals([1, 2, 3, 4]), reals([2, 2, 3, 2]), reals([2])], attributes),
  ]),
  use('Conv', [reals([2, 4, 7]), reals([6, 2, 3])], { group: int(2), dilations: ints(2) }),
  use('Conv', [reals([1, 1, 3, 3, 3]), reals([1, 1, 2, 2, 2])], { pads: ints(1, 1, 1, 0, 0, 0) }),
  use('Conv', [reals([1, 2, 5]), reals([2, 1, 3])], {
    group: int(2),
    kernel_shape: ints(3),
    pads: ints(2, 2),
  }),
  use(
    'ConvInteger',
    [wholes([1, 2, 4], 0, 255, 'uint8'), wholes([2, 2, 2], 0, 255, 'uint8'), scalar(9, 'uint8')],
    {
      pads: ints(1, 1),
    },
  ),
  use('ConvTranspose', [reals([1, 4, 3]), reals([4, 1, 3])], {
    group: int(2),
    strides: ints(2),
    pads: ints(1, 0),
  }),
  use('ConvTranspose', [reals([1, 1, 3]), reals([1, 2, 3])], {
    ...{ strides: ints(3), output_padding: ints(1), dilations: ints(2) },
  }),
  use('ConvTranspose', [reals([1, 1, 3, 3]), reals([1, 2, 3, 3])], {
    ...{ strides: ints(3, 2), output_shape: ints(10, 8) },
  }),
  use('ConvTranspose', [reals([1, 1, 3]), reals([1, 1, 3])], { strides: ints(2), output_shape: ints(6) }),
];

const kernel = { kernel_shape: ints(3, 2) };
const pools: readonly Sample[] = [
  ...slides.flatMap((attributes) => [
    use('MaxPool', [reals([1, 2, 5, 6])], { ...kernel, ...attributes }),
    use('AveragePool', [reals([1, 2, 5, 6])], { ...kernel, ...attributes }),
    use('AveragePool', [reals([1, 2, 5, 6])], { ...kernel, ...attributes, count_include_pad: int(1) }),
    use('LpPool', [reals([1, 2, 5, 6])], { ...kernel, ...attributes }),
  ]),
  ...[int(0), int(1)].flatMap((ceil) => [
    use('MaxPool', [reals([1, 1, 8])], { kernel_shape: ints(3), strides: ints(2), ceil_mode: ceil }),
    use('AveragePool', [reals([1, 1, 8])], { kernel_shape: ints(3), strides: ints(2), ceil_mode: ceil }),
  ]),
  use('MaxPool', [reals([1, 1, 8])], { kernel_shape: ints(3), dilations: ints(2), pads: ints(1, 1) }),
  use('MaxPool', [wholes([1, 1, 6], 0, 99, 'uint8')], { kernel_shape: ints(2) }),
  use(
    'AveragePool',
    [reals([1, 1, 8])],
    { kernel_shape: ints(3), dilations: ints(2), pads: ints(1, 1) },
    { set: 19 },
  ),
  use('LpPool', [reals([1, 1, 6])], { kernel_shape: ints(3), p: int(1) }),
  use('LpPool', [reals([1, 1, 6])], { kernel_shape: ints(3), p: int(3), dilations: ints(2) }, { set: 18 }),
  ...['GlobalAveragePool', 'GlobalMaxPool', 'GlobalLpPool'].flatMap((type) => [
    use(type, [reals([2, 3, 4])]),
    use(type, [reals([1, 2, 3, 2])]),
  ]),
  use('GlobalLpPool', [reals([2, 3, 4])], { p: int(3) }),
];

const picture = () => reals([1, 2, 4, 5]);
const scales = (...values: number[]) => tensorOf('float32', [values.length], values);
const ways = ['half_pixel', 'pytorch_half_pixel', 'asymmetric', 'align_corners'];
const sizes = [scales(1, 1, 2, 3), scales(1, 1, 0.6, 0.5), scales(1, 1, 1.7, 0.8)];
const roundings = ['round_prefer_floor', 'round_prefer_ceil', 'floor', 'ceil'];
const resizes: readonly Sample[] = [
  ...[...ways, 'tf_half_pixel_for_nn'].flatMap((way) =>
    roundings.flatMap((rounding) =>
      sizes.map((size) =>
        use('Resize', [picture(), undefined, size], {
          ...{ coordinate_transformation_mode: text(way), nearest_mode: text(rounding) },
        }),
      ),
    ),
  ),
  ...ways.flatMap((way) =>
    sizes.flatMap((size) => [
      use('Resize', [picture(), undefined, size], {
        mode: text('linear'),
        coordinate_transformation_mode: text(way),
      }),
      use('Resize', [picture(), undefined, size], {
        mode: text('cubic'),
        coordinate_transformation_mode: text(way),
      }),
    ]),
  ),
  ...['nearest', 'linear', 'cubic'].flatMap((mode) => [
    use('Resize', [picture(), undefined, undefined, row(1, 2, 7, 3)], { mode: text(mode) }),
    use('Resize', [picture(), undefined, undefined, row(1, 2, 1, 9)], {
      ...{ mode: text(mode), coordinate_transformation_mode: text('pytorch_half_pixel') },
    }),
    use(
      'Resize',
      [picture(), undefined, undefined, row(7, 8)],
      { mode: text(mode), axes: ints(2, 3) },
      { set: 18 },
    ),
    use(
      'Resize',
      [picture(), undefined, scales(1, 1, 0.6, 1.3)],
      { mode: text(mode), coordinate_transformation_mode: text('half_pixel_symmetric') },
      { set: 19 },
    ),
  ]),
  use('Resize', [picture(), undefined, sizes[2]], { mode: text('cubic'), cubic_coeff_a: float(-0.5) }),
  use('Resize', [picture(), undefined, sizes[2]], { mode: text('cubic'), exclude_outside: int(1) }),
  use('Resize', [picture(), scales(1, 1, 2, 3)], {}, { set: 10 }),
  use('Resize', [picture(), scales(1, 1, 2, 1.5)], { mode: text('linear') }, { set: 10 }),
  use(
    'Resize',
    [picture(), undefined, undefined, row(1, 2, 2, 3)],
    { mode: text('linear'), antialias: int(1) },
    { set: 18, ...untold },
  ),
  use('Upsample', [picture(), scales(1, 1, 2, 3)], {}, { set: 9 }),
  use('Upsample', [picture(), scales(1, 1, 2, 2)], { mode: text('linear') }, { set: 9 }),
  use('Upsample', [picture()], { scales: { floats: [1, 1, 2, 2] } }, { set: 7 }),
];

const bytes = (...shape: number[]) => wholes(shape, 0, 255, 'uint8');
const step = (value: number) => scalar(value);
const quantised: readonly Sample[] = [
  use('QuantizeLinear', [
    tensorOf('float32', [7], [0, 2, 3, 1000, -254, -1000, 5]),
    step(2),
    scalar(128, 'uint8'),
  ]),
  use('QuantizeLinear', [reals([2, 3]), step(0.037)]),
  use('QuantizeLinear', [
    reals([2, 3, 2]),
    tensorOf('float32', [3], [0.03, 0.1, 0.2]),
    wholes([3], -9, 9, 'int8'),
  ]),
  use('QuantizeLinear', [reals([2, 3]), tensorOf('float32', [2], [0.03, 0.1])], { axis: int(0) }),
  use('DequantizeLinear', [bytes(2, 3), step(0.1)]),
  use('DequantizeLinear', [bytes(2, 3), step(0.1), scalar(12, 'uint8')]),
  use('DequantizeLinear', [bytes(2, 3, 2), tensorOf('float32', [3], [0.03, 0.1, 0.2]), bytes(3)]),
  use('DequantizeLinear', [bytes(2, 3), tensorOf('float32', [2], [0.03, 0.1]), bytes(2)], { axis: int(-2) }),
  use('DequantizeLinear', [wholes([4], -999, 999, 'int32'), step(0.01)]),
  use('DynamicQuantizeLinear', [reals([2, 5])], {}, { outputs: 3 }),
  use('DynamicQuantizeLinear', [reals([5], 1, 'float32', 9)], {}, { outputs: 3 }),
  use('QLinearMatMul', [
    ...[bytes(2, 4), step(0.013), scalar(110, 'uint8'), bytes(4, 3), step(0.017), scalar(120, 'uint8')],
    ...[step(0.31), scalar(128, 'uint8')],
  ]),
  use('QLinearConv', [
    ...[
      bytes(1, 2, 4, 4),
      step(0.013),
      scalar(110, 'uint8'),
      bytes(3, 2, 2, 2),
      step(0.017),
      scalar(99, 'uint8'),
    ],
    ...[step(0.91), scalar(128, 'uint8'), wholes([3], -999, 999, 'int32')],
  ]),
  use(
    'QLinearConv',
    [
      ...[bytes(1, 2, 4), step(0.013), scalar(110, 'uint8'), wholes([2, 2, 2], -99, 99, 'int8')],
      ...[
        tensorOf('float32', [2], [0.01, 0.02]),
        wholes([2], 0, 1, 'int8'),
        step(0.91),
        scalar(128, 'uint8'),
      ],
    ],
    { pads: ints(1, 0) },
  ),
];

export const windowSamples: readonly Sample[] = [...convolutions, ...pools, ...resizes, ...quantised];

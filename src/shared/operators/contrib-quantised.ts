/** Those of ONNX Runtime's own operators that compute with small integers, in the notation of `facts.json`. */
import type { Facts } from './define';
import { conv, pool, product } from './contrib-attributes';

const byte = (x: string): string => `${x} ${x}_scale:float32 ${x}_zero_point?`;
const bytes = `${byte('A')} ${byte('B')} C_scale:float32 C_zero_point?`;

export const quantised: Facts = {
  DequantizeLinear: [[1, 'x x_scale x_zero_point?', 'y', { axis: ['int'] }]],
  DynamicQuantizeLSTM: [
    [
      1,
      'X:float32 W R B?:float32 sequence_lens?:int32 initial_h?:float32 initial_c?:float32 P?:float32 ' +
        'W_scale:float32 W_zero_point R_scale:float32 R_zero_point',
      'Y?:float32 Y_h?:float32 Y_c?:float32',
      {
        activation_alpha: ['floats'],
        activation_beta: ['floats'],
        activations: ['strings', ['Sigmoid', 'Tanh', 'Tanh']],
        clip: ['float'],
        direction: ['string', 'forward'],
        hidden_size: ['int'],
        input_forget: ['int', 0],
      },
    ],
  ],
  DynamicQuantizeMatMul: [[1, 'A:float32 B b_scale:float32 b_zero_point? bias?:float32', 'Y:float32', {}]],
  GatherBlockQuantized: [
    [
      1,
      'data indices scales zero_points?',
      'output',
      { bits: ['int', 4], block_size: ['int', 128], gather_axis: ['int', 0], quantize_axis: ['int', 1] },
    ],
  ],
  MatMulBnb4: [
    [
      1,
      'A B:uint8 absmax',
      'Y',
      {
        K: ['int!'],
        N: ['int!'],
        block_size: ['int!'],
        quant_type: ['int!'],
        training_mode: ['int', 0],
        transB: ['int', 1],
      },
    ],
  ],
  MatMulIntegerToFloat: [[1, 'A B a_scale b_scale a_zero_point? b_zero_point? bias?', 'Y', {}]],
  MatMulNBits: [
    [
      1,
      'A B:uint8 scales zero_points? g_idx?:int32 bias?',
      'Y',
      {
        K: ['int!'],
        N: ['int!'],
        accuracy_level: ['int', 0],
        bits: ['int', 4],
        block_size: ['int!'],
        weight_prepacked: ['int', 0],
      },
    ],
  ],
  MulInteger: [[1, 'A A_zero_point? B B_zero_point?', 'C:int32', {}]],
  QAttention: [
    [
      1,
      'input weight bias input_scale weight_scale mask_index?:int32 input_zero_point? weight_zero_point? past?',
      'output present?',
      {
        do_rotary: ['int', 0],
        mask_filter_value: ['float'],
        num_heads: ['int!'],
        past_present_share_buffer: ['int'],
        scale: ['float'],
        unidirectional: ['int', 0],
      },
    ],
  ],
  QGemm: [
    [
      1,
      'A a_scale:float32 a_zero_point B b_scale:float32 b_zero_point C?:int32 y_scale?:float32 y_zero_point?',
      'Y',
      product,
    ],
  ],
  QLinearAdd: [[1, bytes, 'C', {}]],
  QLinearAveragePool: [
    [
      1,
      `X x_scale:float32 x_zero_point? y_scale:float32 y_zero_point?`,
      'Y',
      { ...pool, channels_last: ['int', 0], count_include_pad: ['int', 0] },
    ],
  ],
  QLinearConcat: [[1, 'Y_scale:float32 Y_zero_point inputs...', 'Y', { axis: ['int!'] }]],
  QLinearConv: [
    [
      1,
      'x x_scale:float32 x_zero_point w w_scale:float32 w_zero_point y_scale:float32 y_zero_point B?:int32',
      'y',
      { ...conv, channels_last: ['int', 0] },
    ],
  ],
  QLinearGlobalAveragePool: [
    [1, 'X x_scale:float32 x_zero_point y_scale:float32 y_zero_point', 'Y', { channels_last: ['int', 0] }],
  ],
  QLinearLeakyRelu: [[1, `${byte('X')} Y_scale:float32 Y_zero_point?`, 'Y', { alpha: ['float', 0.01] }]],
  QLinearMul: [[1, bytes, 'C', {}]],
  QLinearReduceMean: [
    [
      1,
      `${byte('data')} reduced_scale:float32 reduced_zero_point?`,
      'reduced',
      { axes: ['ints!'], keepdims: ['int!'] },
    ],
  ],
  QLinearSigmoid: [[1, `${byte('X')} Y_scale:float32 Y_zero_point?`, 'Y', {}]],
  QLinearSoftmax: [
    [
      1,
      'X X_scale:float32 x_zero_point? y_scale:float32 y_zero_point',
      'Y',
      { axis: ['int', -1], opset: ['int!'] },
    ],
  ],
  QLinearWhere: [
    [
      1,
      'condition:bool X x_scale:float32 x_zero_point Y y_scale:float32 y_zero_point z_scale:float32 z_zero_point',
      'Z',
      {},
    ],
  ],
  QuantizeLinear: [[1, 'x y_scale y_zero_point?', 'y', { axis: ['int'] }]],
  ReduceSumInteger: [[1, 'data', 'reduced', { axes: ['ints!'], keepdims: ['int!'] }]],
};

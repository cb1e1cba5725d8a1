/**
 * What sets 18 to 26 added to ONNX and what they changed, in the notation of `facts.json`.
 * Source: https://onnx.ai/onnx/operators
 */
import type { Entry, Facts } from './define';

const axesAsInput: readonly Entry[] = [
  [18, 'data axes?:int64', 'reduced', { keepdims: ['int', 1], noop_with_empty_axes: ['int', 0] }],
];
const window = {
  auto_pad: ['string', 'NOTSET'],
  ceil_mode: ['int', 0],
  dilations: ['ints'],
  kernel_shape: ['ints!'],
  pads: ['ints'],
  strides: ['ints'],
} as const;
const attention = {
  is_causal: ['int', 0],
  kv_num_heads: ['int'],
  q_num_heads: ['int'],
  qk_matmul_output_mode: ['int', 0],
  scale: ['float'],
  softcap: ['float', 0],
  softmax_precision: ['int'],
} as const;
const attentionInputs = 'Q K V attn_mask? past_key? past_value?';
const attentionOutputs = 'Y present_key? present_value? qk_matmul_output?';
const norm = { epsilon: ['float', 1e-5], num_groups: ['int!'] } as const;
const blocks = { axis: ['int', 1], block_size: ['int', 0] } as const;
const quantised = { ...blocks, output_dtype: ['int', 0], saturate: ['int', 1] } as const;

const standard: Facts = {
  AffineGrid: [[20, 'theta size:int64', 'grid', { align_corners: ['int', 0] }]],
  Attention: [
    [23, attentionInputs, attentionOutputs, attention],
    [24, `${attentionInputs} nonpad_kv_seqlen?:int64`, attentionOutputs, attention],
  ],
  AveragePool: [[19, 'X', 'Y', { ...window, count_include_pad: ['int', 0] }]],
  BitCast: [[26, 'input', 'output', { to: ['int!'] }]],
  BitwiseAnd: [[18, 'A B', 'C', {}]],
  BitwiseNot: [[18, 'X', 'Y', {}]],
  BitwiseOr: [[18, 'A B', 'C', {}]],
  BitwiseXor: [[18, 'A B', 'C', {}]],
  Cast: [
    [19, 'input', 'output', { saturate: ['int', 1], to: ['int!'] }],
    [24, 'input', 'output', { round_mode: ['string', 'up'], saturate: ['int', 1], to: ['int!'] }],
  ],
  CastLike: [
    [19, 'input target_type', 'output', { saturate: ['int', 1] }],
    [24, 'input target_type', 'output', { round_mode: ['string', 'up'], saturate: ['int', 1] }],
  ],
  CenterCropPad: [[18, 'input_data shape', 'output_data', { axes: ['ints'] }]],
  Col2Im: [
    [
      18,
      'input image_shape:int64 block_shape:int64',
      'output',
      { dilations: ['ints'], pads: ['ints'], strides: ['ints'] },
    ],
  ],
  CumProd: [[26, 'x axis', 'y', { exclusive: ['int', 0], reverse: ['int', 0] }]],
  DFT: [[20, 'input dft_length? axis?:int64', 'output', { inverse: ['int', 0], onesided: ['int', 0] }]],
  DeformConv: [
    [
      19,
      'X W offset B? mask?',
      'Y',
      {
        dilations: ['ints'],
        group: ['int', 1],
        kernel_shape: ['ints'],
        offset_group: ['int', 1],
        pads: ['ints'],
        strides: ['ints'],
      },
    ],
  ],
  DequantizeLinear: [
    [19, 'x x_scale x_zero_point?', 'y', { axis: ['int', 1] }],
    [21, 'x x_scale x_zero_point?', 'y', blocks],
    [23, 'x x_scale x_zero_point?', 'y', { ...blocks, output_dtype: ['int', 0] }],
  ],
  Gelu: [[20, 'X', 'Y', { approximate: ['string', 'none'] }]],
  GridSample: [
    [
      20,
      'X grid',
      'Y',
      { align_corners: ['int', 0], mode: ['string', 'linear'], padding_mode: ['string', 'zeros'] },
    ],
  ],
  GroupNormalization: [
    [18, 'X scale bias', 'Y', norm],
    [21, 'X scale bias', 'Y', { ...norm, stash_type: ['int', 1] }],
  ],
  ImageDecoder: [[20, 'encoded_stream:uint8', 'image:uint8', { pixel_format: ['string', 'RGB'] }]],
  LpPool: [[18, 'X', 'Y', { ...window, p: ['int', 2] }]],
  Mish: [[18, 'X', 'Y', {}]],
  OptionalGetElement: [[18, 'input', 'output', {}]],
  OptionalHasElement: [[18, 'input?', 'output:bool', {}]],
  Pad: [[18, 'data pads:int64 constant_value? axes?', 'output', { mode: ['string', 'constant'] }]],
  QLinearMatMul: [[21, 'a a_scale a_zero_point b b_scale b_zero_point y_scale y_zero_point', 'y', {}]],
  QuantizeLinear: [
    [19, 'x y_scale y_zero_point?', 'y', { axis: ['int', 1], saturate: ['int', 1] }],
    [21, 'x y_scale y_zero_point?', 'y', quantised],
    [23, 'x y_scale y_zero_point?', 'y', { ...quantised, precision: ['int', 0] }],
  ],
  ReduceL1: axesAsInput,
  ReduceL2: axesAsInput,
  ReduceLogSum: axesAsInput,
  ReduceLogSumExp: axesAsInput,
  ReduceMax: axesAsInput,
  ReduceMean: axesAsInput,
  ReduceMin: axesAsInput,
  ReduceProd: axesAsInput,
  ReduceSumSquare: axesAsInput,
  RegexFullMatch: [[20, 'X:string', 'Y:bool', { pattern: ['string'] }]],
  Resize: [
    [
      18,
      'X roi? scales?:float32 sizes?:int64',
      'Y',
      {
        antialias: ['int', 0],
        axes: ['ints'],
        coordinate_transformation_mode: ['string', 'half_pixel'],
        cubic_coeff_a: ['float', -0.75],
        exclude_outside: ['int', 0],
        extrapolation_value: ['float', 0],
        keep_aspect_ratio_policy: ['string', 'stretch'],
        mode: ['string', 'nearest'],
        nearest_mode: ['string', 'round_prefer_floor'],
      },
    ],
  ],
  RMSNormalization: [
    [23, 'X scale', 'Y', { axis: ['int', -1], epsilon: ['float', 1e-5], stash_type: ['int', 1] }],
  ],
  RotaryEmbedding: [
    [
      23,
      'X cos_cache sin_cache position_ids?:int64',
      'Y',
      { interleaved: ['int', 0], num_heads: ['int', 0], rotary_embedding_dim: ['int', 0] },
    ],
  ],
  Split: [[18, 'input split?:int64', 'outputs...', { axis: ['int', 0], num_outputs: ['int'] }]],
  StringConcat: [[20, 'X:string Y:string', 'Z:string', {}]],
  StringSplit: [[20, 'X:string', 'Y:string Z:int64', { delimiter: ['string'], maxsplit: ['int'] }]],
  Swish: [[24, 'X', 'Y', { alpha: ['float', 1] }]],
  TensorScatter: [
    [
      24,
      'past_cache update write_indices?:int64',
      'present_cache',
      { axis: ['int', -2], mode: ['string', 'linear'] },
    ],
  ],
};

const machineLearning: Facts = {
  LabelEncoder: [
    [
      4,
      'X',
      'Y',
      {
        default_float: ['float', -0],
        default_int64: ['int', -1],
        default_string: ['string', '_Unused'],
        default_tensor: ['tensor'],
        keys_floats: ['floats'],
        keys_int64s: ['ints'],
        keys_strings: ['strings'],
        keys_tensor: ['tensor'],
        values_floats: ['floats'],
        values_int64s: ['ints'],
        values_strings: ['strings'],
        values_tensor: ['tensor'],
      },
    ],
  ],
  TreeEnsemble: [
    [
      5,
      'X',
      'Y',
      {
        aggregate_function: ['int', 1],
        leaf_targetids: ['ints!'],
        leaf_weights: ['tensor!'],
        membership_values: ['tensor'],
        n_targets: ['int'],
        nodes_falseleafs: ['ints!'],
        nodes_falsenodeids: ['ints!'],
        nodes_featureids: ['ints!'],
        nodes_hitrates: ['tensor'],
        nodes_missing_value_tracks_true: ['ints'],
        nodes_modes: ['tensor!'],
        nodes_splits: ['tensor!'],
        nodes_trueleafs: ['ints!'],
        nodes_truenodeids: ['ints!'],
        post_transform: ['int', 0],
        tree_roots: ['ints!'],
      },
    ],
  ],
};

export const newer: Readonly<Record<string, Facts>> = { '': standard, 'ai.onnx.ml': machineLearning };

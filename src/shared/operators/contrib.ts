/**
 * Operators ONNX Runtime has beside ONNX's own and its optimisers write, in the notation of `facts.json`; among them the
 * last of ONNX's own trials, which old models hold.
 * Source: https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md
 */
import type { Facts } from './define';

const conv = {
  auto_pad: ['string', 'NOTSET'],
  dilations: ['ints'],
  group: ['int', 1],
  kernel_shape: ['ints'],
  pads: ['ints'],
  strides: ['ints'],
} as const;
const fusedConv = { ...conv, activation: ['string'], activation_params: ['floats'] } as const;
const pool = {
  auto_pad: ['string', 'NOTSET'],
  ceil_mode: ['int', 0],
  kernel_shape: ['ints!'],
  pads: ['ints'],
  strides: ['ints'],
} as const;
const epsilon = { epsilon: ['float', 1e-12] } as const;
const product = { alpha: ['float', 1], transA: ['int', 0], transB: ['int', 0] } as const;
const batched = { ...product, transBatchA: ['int', 0], transBatchB: ['int', 0] } as const;
const tuned = {
  activation: ['string'],
  activation_alpha: ['float'],
  activation_beta: ['float'],
  activation_gamma: ['float'],
} as const;
const generation = {
  decoder: ['graph!'],
  decoder_start_token_id: ['int', -1],
  encoder: ['graph'],
  eos_token_id: ['int!'],
  init_decoder: ['graph'],
  model_type: ['int', 0],
  no_repeat_ngram_size: ['int', 0],
  pad_token_id: ['int!'],
  vocab_size: ['int', -1],
} as const;
const experts = {
  activation_alpha: ['float', 1],
  activation_beta: ['float', 0],
  activation_type: ['string', 'relu'],
  k: ['int', 1],
  normalize_routing_weights: ['int', 0],
  swiglu_fusion: ['int', 0],
  swiglu_limit: ['float'],
  use_sparse_mixer: ['int', 0],
} as const;
const byte = (x: string): string => `${x} ${x}_scale:float32 ${x}_zero_point?`;
const bytes = `${byte('A')} ${byte('B')} C_scale:float32 C_zero_point?`;

const microsoft: Facts = {
  Attention: [
    [
      1,
      'input weights bias? mask_index?:int32 past? attention_bias? past_sequence_length?:int32',
      'output present?',
      {
        do_rotary: ['int', 0],
        mask_filter_value: ['float'],
        num_heads: ['int!'],
        past_present_share_buffer: ['int'],
        qkv_hidden_sizes: ['ints'],
        rotary_embedding_dim: ['int'],
        scale: ['float'],
        unidirectional: ['int', 0],
      },
    ],
  ],
  BiasAdd: [[1, 'X bias skip', 'Y', {}]],
  BiasGelu: [[1, 'A B', 'C', {}]],
  BiasSoftmax: [[1, 'data bias', 'output', { axis: ['int', 1], is_inner_broadcast: ['int!'] }]],
  BiasSplitGelu: [[1, 'X bias', 'Y', {}]],
  CDist: [[1, 'A B', 'C', { metric: ['string', 'sqeuclidean'] }]],
  ComplexMul: [[1, 'A B', 'C', {}]],
  ComplexMulConj: [[1, 'A B', 'C', {}]],
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
  EmbedLayerNormalization: [
    [
      1,
      'input_ids:int32 segment_ids?:int32 word_embedding position_embedding segment_embedding? gamma beta ' +
        'mask?:int32 position_ids?:int32',
      'output mask_index?:int32 embedding_sum?',
      { ...epsilon, mask_index_type: ['int', 0] },
    ],
  ],
  ExpandDims: [[1, 'X axis:int32', 'Y', {}]],
  FastGelu: [[1, 'X bias?', 'Y', {}]],
  FusedConv: [[1, 'X W B? Z?', 'Y', fusedConv]],
  FusedGemm: [[1, 'A B C?', 'Y', { ...product, ...tuned, beta: ['float', 1] }]],
  FusedMatMul: [[1, 'A B', 'Y', batched]],
  FusedMatMulActivation: [
    [1, 'A B', 'Y', { ...batched, ...tuned, activation: ['string!'], activation_axis: ['int'] }],
  ],
  GatherBlockQuantized: [
    [
      1,
      'data indices scales zero_points?',
      'output',
      { bits: ['int', 4], block_size: ['int', 128], gather_axis: ['int', 0], quantize_axis: ['int', 1] },
    ],
  ],
  GatherND: [[1, 'data indices', 'output', {}]],
  Gelu: [[1, 'X', 'Y', {}]],
  GemmFastGelu: [[1, 'X W bias?', 'Y', {}]],
  GreedySearch: [
    [
      1,
      'input_ids:int32 max_length:int32 min_length?:int32 repetition_penalty?:float32 vocab_mask?:int32 ' +
        'prefix_vocab_mask?:int32 attention_mask?:int32',
      'sequences:int32',
      generation,
    ],
  ],
  GridSample: [
    [
      1,
      'X Grid',
      'Y',
      { align_corners: ['int', 0], mode: ['string', 'bilinear'], padding_mode: ['string', 'zeros'] },
    ],
  ],
  GroupNorm: [
    [
      1,
      'X gamma beta',
      'Y',
      { activation: ['int!'], channels_last: ['int', 1], epsilon: ['float', 1e-5], groups: ['int!'] },
    ],
  ],
  GroupQueryAttention: [
    [
      1,
      'query key? value? past_key? past_value? seqlens_k:int32 total_sequence_length:int32 cos_cache? ' +
        'sin_cache? position_ids?:int64 attention_bias? head_sink? k_scale?:float32 v_scale?:float32 ' +
        'q_norm_weight? k_norm_weight?',
      'output present_key? present_value? output_qk?',
      {
        do_rotary: ['int', 0],
        k_quant_type: ['string', 'NONE'],
        kv_cache_bit_width: ['int'],
        kv_num_heads: ['int!'],
        local_window_size: ['int', -1],
        num_heads: ['int!'],
        qk_norm_epsilon: ['float', 1e-6],
        qk_output: ['int', 0],
        rotary_interleaved: ['int', 0],
        scale: ['float'],
        smooth_softmax: ['int', -1],
        softcap: ['float'],
        v_quant_type: ['string', 'NONE'],
      },
    ],
  ],
  Inverse: [[1, 'X', 'Y', {}]],
  Irfft: [[1, 'X', 'Y', { normalized: ['int', 0], onesided: ['int', 1], signal_ndim: ['int!'] }]],
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
      },
    ],
  ],
  MoE: [
    [
      1,
      'input router_probs fc1_experts_weights fc1_experts_bias? fc2_experts_weights fc2_experts_bias? ' +
        'fc3_experts_weights? fc3_experts_bias?',
      'output',
      experts,
    ],
  ],
  MulInteger: [[1, 'A A_zero_point? B B_zero_point?', 'C:int32', {}]],
  MultiHeadAttention: [
    [
      1,
      'query key? value? bias? key_padding_mask?:int32 attention_bias? past_key? past_value? ' +
        'past_sequence_length?:int32 cache_indirection?:int32',
      'output present_key? present_value? qk?',
      {
        mask_filter_value: ['float'],
        num_heads: ['int!'],
        scale: ['float'],
        unidirectional: ['int', 0],
      },
    ],
  ],
  MurmurHash3: [[1, 'X', 'Y', { positive: ['int', 1], seed: ['int', 0] }]],
  NGramRepeatBlock: [[1, 'input_ids:int64 scores:float32', 'scores_out:float32', { ngram_size: ['int!'] }]],
  NhwcConv: [[1, 'X W B?', 'Y', conv]],
  NhwcFusedConv: [[1, 'X W B? Z?', 'Y', fusedConv]],
  NhwcMaxPool: [[1, 'x', 'y', { ...pool, dilations: ['ints'] }]],
  Pad: [[1, 'data pads:int64 value?', 'output', { mode: ['string', 'constant'] }]],
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
  QuickGelu: [[1, 'X', 'Y', { alpha: ['float', 1.702] }]],
  Range: [[1, 'start limit delta?', 'Y', {}]],
  ReduceSumInteger: [[1, 'data', 'reduced', { axes: ['ints!'], keepdims: ['int!'] }]],
  RelativePositionBias: [
    [
      1,
      'bias_table query_length:int64 key_length:int64',
      'output',
      { is_bidirectional: ['int', 0], max_distance: ['int!'] },
    ],
  ],
  Rfft: [[1, 'X', 'Y', { normalized: ['int', 0], onesided: ['int', 1], signal_ndim: ['int', 1] }]],
  RotaryEmbedding: [
    [
      1,
      'input position_ids:int64 cos_cache sin_cache',
      'output',
      {
        interleaved: ['int', 0],
        is_packed_batching: ['int', 0],
        num_heads: ['int', 0],
        rotary_embedding_dim: ['int', 0],
        scale: ['float', 1],
      },
    ],
  ],
  SkipGroupNorm: [
    [
      1,
      'X gamma beta skip bias?',
      'Y S?',
      { activation: ['int!'], channels_last: ['int', 1], epsilon: ['float', 1e-5], groups: ['int!'] },
    ],
  ],
  SkipLayerNormalization: [
    [
      1,
      'input skip gamma beta? bias?',
      'output mean?:float32 inv_std_var?:float32 input_skip_bias_sum?',
      epsilon,
    ],
  ],
  SkipSimplifiedLayerNormalization: [
    [1, 'input skip gamma bias?', 'output mean?:float32 inv_std_var?:float32 input_skip_bias_sum?', epsilon],
  ],
  SparseToDenseMatMul: [[1, 'A:sparse_tensor B', 'Y', product]],
  TransposeMatMul: [[1, 'A B', 'Y', product]],
  Trilu: [[1, 'X k?:int64', 'Y', { upper: ['int', 1] }]],
  Unique: [[1, 'x', 'y idx:int64 counts:int64', {}]],
};

const trials: Facts = {
  Affine: [[1, 'X', 'Y', { alpha: ['float', 1], beta: ['float', 0] }]],
  Crop: [[1, 'input', 'output', { border: ['ints'], scale: ['ints'] }]],
  DynamicSlice: [[1, 'data starts ends axes?', 'output', {}]],
  GivenTensorFill: [
    [
      1,
      'shape?:int64',
      'X',
      {
        extra_shape: ['ints'],
        input_as_shape: ['int'],
        shape: ['ints'],
        values: ['floats'],
      },
    ],
  ],
  ImageScaler: [[1, 'input', 'output', { bias: ['floats'], scale: ['float', 1] }]],
  ParametricSoftplus: [[1, 'X', 'Y', { alpha: ['float'], beta: ['float'] }]],
  ScaledTanh: [[1, 'input', 'output', { alpha: ['float'], beta: ['float'] }]],
  SimplifiedLayerNormalization: [
    [1, 'X scale', 'Y inv_std_var?', { axis: ['int', -1], epsilon: ['float', 1e-5], stash_type: ['int', 1] }],
  ],
};

export const contrib: Readonly<Record<string, Facts>> = { '': trials, 'com.microsoft': microsoft };

/**
 * Operators ONNX Runtime has beside ONNX's own and its optimisers write, in the notation of `facts.json`; among them the
 * last of ONNX's own trials, which old models hold.
 * Source: https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md
 */
import { conv, pool, product } from './contrib-attributes';
import { quantised } from './contrib-quantised';
import type { Facts } from './define';

const fusedConv = { ...conv, activation: ['string'], activation_params: ['floats'] } as const;
const epsilon = { epsilon: ['float', 1e-12] } as const;
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
  CausalConvWithState: [
    [
      1,
      'input weight bias? past_state?',
      'output present_state',
      {
        activation: ['string', 'none'],
        channels_last: ['int', 0],
        dilation: ['int', 1],
        ndim: ['int', 1],
        state_window: ['int', 0],
      },
    ],
  ],
  CDist: [[1, 'A B', 'C', { metric: ['string', 'sqeuclidean'] }]],
  ComplexMul: [[1, 'A B', 'C', {}]],
  ComplexMulConj: [[1, 'A B', 'C', {}]],
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
        causal: ['int', 1],
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
        sliding_window_cache: ['int', 0],
        smooth_softmax: ['int', -1],
        softcap: ['float'],
        v_quant_type: ['string', 'NONE'],
      },
    ],
  ],
  Inverse: [[1, 'X', 'Y', {}]],
  Irfft: [[1, 'X', 'Y', { normalized: ['int', 0], onesided: ['int', 1], signal_ndim: ['int!'] }]],
  LinearAttention: [
    [
      1,
      'query key value past_state? decay? beta?',
      'output present_state',
      {
        chunk_size: ['int', 64],
        kv_num_heads: ['int!'],
        q_num_heads: ['int!'],
        scale: ['float', 0],
        state_window: ['int', 0],
        update_rule: ['string', 'gated_delta'],
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
  QuickGelu: [[1, 'X', 'Y', { alpha: ['float', 1.702] }]],
  Range: [[1, 'start limit delta?', 'Y', {}]],
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
  TransposeMatMul: [[1, 'A B', 'Y', product]],
  Trilu: [[1, 'X k?:int64', 'Y', { upper: ['int', 1] }]],
  Unique: [[1, 'x', 'y idx:int64 counts:int64', {}]],
};

const trials: Facts = {
  Affine: [[1, 'X', 'Y', { alpha: ['float', 1], beta: ['float', 0] }]],
  Crop: [[1, 'input', 'output', { border: ['ints'], scale: ['ints'] }]],
  DynamicSlice: [[1, 'data starts ends axes?', 'output', {}]],
  ImageScaler: [[1, 'input', 'output', { bias: ['floats'], scale: ['float', 1] }]],
  ParametricSoftplus: [[1, 'X', 'Y', { alpha: ['float'], beta: ['float'] }]],
  ScaledTanh: [[1, 'input', 'output', { alpha: ['float'], beta: ['float'] }]],
  SimplifiedLayerNormalization: [
    [1, 'X scale', 'Y inv_std_var?', { axis: ['int', -1], epsilon: ['float', 1e-5], stash_type: ['int', 1] }],
  ],
};

export const contrib: Readonly<Record<string, Facts>> = {
  '': trials,
  'com.microsoft': { ...microsoft, ...quantised },
};

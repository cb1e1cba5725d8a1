/** Attributes that several of ONNX Runtime's own operators have. */
export const conv = {
  auto_pad: ['string', 'NOTSET'],
  dilations: ['ints'],
  group: ['int', 1],
  kernel_shape: ['ints'],
  pads: ['ints'],
  strides: ['ints'],
} as const;
export const pool = {
  auto_pad: ['string', 'NOTSET'],
  ceil_mode: ['int', 0],
  kernel_shape: ['ints!'],
  pads: ['ints'],
  strides: ['ints'],
} as const;
export const product = { alpha: ['float', 1], transA: ['int', 0], transB: ['int', 0] } as const;

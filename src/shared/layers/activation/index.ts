/** Layers that bend numbers, in the palette's order. */
import type { Layer } from '../define';
import { celu } from './celu';
import { elu } from './elu';
import { gelu } from './gelu';
import { glu } from './glu';
import { hardshrink } from './hardshrink';
import { hardsigmoid } from './hardsigmoid';
import { hardswish } from './hardswish';
import { hardtanh } from './hardtanh';
import { leakyRelu } from './leaky-relu';
import { logSigmoid } from './log-sigmoid';
import { logSoftmax } from './log-softmax';
import { mish } from './mish';
import { prelu } from './prelu';
import { relu } from './relu';
import { relu6 } from './relu-6';
import { selu } from './selu';
import { sigmoid } from './sigmoid';
import { silu } from './silu';
import { softmax } from './softmax';
import { softmin } from './softmin';
import { softplus } from './softplus';
import { softshrink } from './softshrink';
import { softsign } from './softsign';
import { tanh } from './tanh';
import { tanhshrink } from './tanhshrink';
import { threshold } from './threshold';

export const activation: readonly Layer[] = [
  relu,
  relu6,
  leakyRelu,
  prelu,
  elu,
  selu,
  celu,
  gelu,
  silu,
  mish,
  hardswish,
  sigmoid,
  hardsigmoid,
  logSigmoid,
  tanh,
  hardtanh,
  tanhshrink,
  softplus,
  softsign,
  softshrink,
  hardshrink,
  threshold,
  glu,
  softmax,
  logSoftmax,
  softmin,
];

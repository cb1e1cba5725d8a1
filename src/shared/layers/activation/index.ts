/** Layers that bend numbers, in the palette's order. */
import { gelu } from './gelu';
import { leakyRelu } from './leaky-relu';
import { logSoftmax } from './log-softmax';
import { relu } from './relu';
import { sigmoid } from './sigmoid';
import { softmax } from './softmax';
import { tanh } from './tanh';
import type { Layer } from '../define';

export const activation: readonly Layer[] = [relu, leakyRelu, gelu, sigmoid, tanh, softmax, logSoftmax];

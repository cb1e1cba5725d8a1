/** The only list of layers, in the palette's order within each group. */
import { add } from './add';
import { avgPool2d } from './avg-pool-2d';
import { batchNorm1d } from './batch-norm-1d';
import { batchNorm2d } from './batch-norm-2d';
import { concat } from './concat';
import { conv2d } from './conv-2d';
import type { Layer } from './define';
import { dropout } from './dropout';
import { flatten } from './flatten';
import { gelu } from './gelu';
import { input } from './input';
import { leakyRelu } from './leaky-relu';
import { linear } from './linear';
import { logSoftmax } from './log-softmax';
import { maxPool2d } from './max-pool-2d';
import { output } from './output';
import { relu } from './relu';
import { sigmoid } from './sigmoid';
import { softmax } from './softmax';
import { tanh } from './tanh';

export const layers: ReadonlyMap<string, Layer> = new Map(
  (
    [
      input,
      output,
      linear,
      conv2d,
      maxPool2d,
      avgPool2d,
      relu,
      leakyRelu,
      gelu,
      sigmoid,
      tanh,
      softmax,
      logSoftmax,
      batchNorm1d,
      batchNorm2d,
      dropout,
      flatten,
      concat,
      add,
    ] as readonly Layer[]
  ).map((layer) => [layer.kind, layer]),
);

/** The only list of operators. */
import { abs } from './abs';
import { add } from './add';
import { argMax } from './arg-max';
import { averagePool } from './average-pool';
import { batchNormalization } from './batch-normalization';
import { cast } from './cast';
import { concat } from './concat';
import { conv } from './conv';
import type { Op } from './define';
import { div } from './div';
import { erf } from './erf';
import { exp } from './exp';
import { gather } from './gather';
import { gemm } from './gemm';
import { greater } from './greater';
import { identity } from './identity';
import { leakyRelu } from './leaky-relu';
import { log } from './log';
import { logSoftmax } from './log-softmax';
import { matMul } from './mat-mul';
import { maxPool } from './max-pool';
import { mul } from './mul';
import { neg } from './neg';
import { oneHot } from './one-hot';
import { pow } from './pow';
import { reduceMean } from './reduce-mean';
import { reduceSum } from './reduce-sum';
import { relu } from './relu';
import { reshape } from './reshape';
import { sigmoid } from './sigmoid';
import { slice } from './slice';
import { softmax } from './softmax';
import { split } from './split';
import { sqrt } from './sqrt';
import { sub } from './sub';
import { tanh } from './tanh';
import { transpose } from './transpose';

export const ops: ReadonlyMap<string, Op> = new Map(
  [
    abs,
    add,
    argMax,
    averagePool,
    batchNormalization,
    cast,
    concat,
    conv,
    div,
    erf,
    exp,
    gather,
    gemm,
    greater,
    identity,
    leakyRelu,
    log,
    logSoftmax,
    matMul,
    maxPool,
    mul,
    neg,
    oneHot,
    pow,
    reduceMean,
    reduceSum,
    relu,
    reshape,
    sigmoid,
    slice,
    softmax,
    split,
    sqrt,
    sub,
    tanh,
    transpose,
  ].map((op) => [op.type, op]),
);

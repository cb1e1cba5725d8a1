/** The only list of operators. */
import { abs } from './abs';
import { add } from './add';
import { argMax } from './arg-max';
import { averagePool } from './average-pool';
import { batchNormalization } from './batch-normalization';
import { cast } from './cast';
import { celu } from './celu';
import { clip } from './clip';
import { concat } from './concat';
import { conv } from './conv';
import { convTranspose } from './conv-transpose';
import type { Op } from './define';
import { div } from './div';
import { elu } from './elu';
import { erf } from './erf';
import { exp } from './exp';
import { gather } from './gather';
import { gemm } from './gemm';
import { globalAveragePool } from './global-average-pool';
import { globalMaxPool } from './global-max-pool';
import { greater } from './greater';
import { gru } from './gru';
import { hardSigmoid } from './hard-sigmoid';
import { identity } from './identity';
import { leakyRelu } from './leaky-relu';
import { lessOrEqual } from './less-or-equal';
import { log } from './log';
import { logSoftmax } from './log-softmax';
import { lstm } from './lstm';
import { matMul } from './mat-mul';
import { max } from './max';
import { maxPool } from './max-pool';
import { min } from './min';
import { mul } from './mul';
import { neg } from './neg';
import { oneHot } from './one-hot';
import { pRelu } from './p-relu';
import { pad } from './pad';
import { pow } from './pow';
import { reduceMax } from './reduce-max';
import { reduceMean } from './reduce-mean';
import { reduceSum } from './reduce-sum';
import { relu } from './relu';
import { reshape } from './reshape';
import { rnn } from './rnn';
import { selu } from './selu';
import { sigmoid } from './sigmoid';
import { slice } from './slice';
import { softmax } from './softmax';
import { softplus } from './softplus';
import { softsign } from './softsign';
import { split } from './split';
import { sqrt } from './sqrt';
import { sub } from './sub';
import { tanh } from './tanh';
import { transpose } from './transpose';
import { where } from './where';

export const ops: ReadonlyMap<string, Op> = new Map(
  [
    abs,
    add,
    argMax,
    averagePool,
    batchNormalization,
    cast,
    celu,
    clip,
    concat,
    conv,
    convTranspose,
    div,
    elu,
    erf,
    exp,
    gather,
    gemm,
    globalAveragePool,
    globalMaxPool,
    greater,
    gru,
    hardSigmoid,
    identity,
    leakyRelu,
    lessOrEqual,
    log,
    logSoftmax,
    lstm,
    matMul,
    max,
    maxPool,
    min,
    mul,
    neg,
    oneHot,
    pad,
    pow,
    pRelu,
    reduceMax,
    reduceMean,
    reduceSum,
    relu,
    reshape,
    rnn,
    selu,
    sigmoid,
    slice,
    softmax,
    softplus,
    softsign,
    split,
    sqrt,
    sub,
    tanh,
    transpose,
    where,
  ].map((op) => [op.type, op]),
);

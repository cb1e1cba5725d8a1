/** The only list of operators. */
import { add } from './add';
import { concat } from './concat';
import type { Op } from './define';
import { gemm } from './gemm';
import { identity } from './identity';
import { matMul } from './mat-mul';
import { relu } from './relu';
import { reshape } from './reshape';
import { sigmoid } from './sigmoid';
import { softmax } from './softmax';
import { tanh } from './tanh';
import { transpose } from './transpose';

export const ops: ReadonlyMap<string, Op> = new Map(
  [add, concat, gemm, identity, matMul, relu, reshape, sigmoid, softmax, tanh, transpose].map((op) => [
    op.type,
    op,
  ]),
);

/** Layers that calculate, in the palette's order. */
import type { Layer } from '../define';
import { abs } from './abs';
import { add } from './add';
import { argMax } from './arg-max';
import { clamp } from './clamp';
import { constant } from './constant';
import { cosineSimilarity } from './cosine-similarity';
import { divide } from './divide';
import { exp } from './exp';
import { log } from './log';
import { matMul } from './mat-mul';
import { max } from './max';
import { mean } from './mean';
import { multiply } from './multiply';
import { parameter } from './parameter';
import { power } from './power';
import { sqrt } from './sqrt';
import { subtract } from './subtract';
import { sum } from './sum';

export const arithmetic: readonly Layer[] = [
  add,
  subtract,
  multiply,
  divide,
  matMul,
  power,
  sqrt,
  exp,
  log,
  abs,
  clamp,
  mean,
  sum,
  max,
  argMax,
  cosineSimilarity,
  constant,
  parameter,
];

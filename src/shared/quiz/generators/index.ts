/** The only list of the kinds of question. */
import { answer } from './answer';
import { biasZero } from './bias-zero';
import type { Generator } from './define';
import { inputZero } from './input-zero';
import { largestTerm } from './largest-term';
import { lowestEpoch } from './lowest-epoch';
import { nextStage } from './next-stage';
import { outputCount } from './output-count';
import { parameterCount } from './parameter-count';
import { parameterTotal } from './parameter-total';
import { rowSum } from './row-sum';
import { shapeAfter } from './shape-after';
import { valueOfSum } from './value-of-sum';
import { whatItMakes } from './what-it-makes';
import { wrongSum } from './wrong-sum';

export const generators: readonly Generator[] = [
  shapeAfter,
  whatItMakes,
  parameterCount,
  largestTerm,
  wrongSum,
  answer,
  biasZero,
  rowSum,
  valueOfSum,
  inputZero,
  outputCount,
  parameterTotal,
  nextStage,
  lowestEpoch,
];

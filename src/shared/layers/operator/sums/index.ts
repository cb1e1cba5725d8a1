/** The only list of operators whose sums are known, by their domains and types. */
import type { SumRule, SumRules } from './define';
import { contribFunctionSums, functionSums } from './functions';
import { movementSums } from './movements';
import { normSums } from './norms';
import { pairSums } from './pairs';
import { contribProductSums, productSums } from './products';
import { quantisedSums } from './quantised';
import { reductionSums } from './reductions';
import { resizeSums } from './resizes';
import { windowSums } from './windows';

const known: Readonly<Record<string, SumRules>> = {
  '': {
    ...functionSums,
    ...movementSums,
    ...normSums,
    ...pairSums,
    ...productSums,
    ...quantisedSums,
    ...reductionSums,
    ...resizeSums,
    ...windowSums,
  },
  'com.microsoft': { ...contribFunctionSums, ...contribProductSums },
};

export const sumRules: ReadonlyMap<string, ReadonlyMap<string, SumRule>> = new Map(
  Object.entries(known).map(([domain, rules]) => [domain, new Map(Object.entries(rules))]),
);

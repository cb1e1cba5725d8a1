/** Layers that shift and scale numbers to a common size, in the palette's order. */
import { batchNorm1d } from './batch-norm-1d';
import { batchNorm2d } from './batch-norm-2d';
import { batchNorm3d } from './batch-norm-3d';
import { groupNorm } from './group-norm';
import { instanceNorm1d } from './instance-norm-1d';
import { instanceNorm2d } from './instance-norm-2d';
import { layerNorm } from './layer-norm';
import { localResponseNorm } from './local-response-norm';
import { rmsNorm } from './rms-norm';
import type { Layer } from '../define';

export const normalisation: readonly Layer[] = [
  batchNorm1d,
  batchNorm2d,
  batchNorm3d,
  layerNorm,
  rmsNorm,
  groupNorm,
  instanceNorm1d,
  instanceNorm2d,
  localResponseNorm,
];

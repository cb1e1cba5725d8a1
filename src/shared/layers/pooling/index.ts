/** Layers that sum windows up, in the palette's order. */
import { adaptiveAvgPool1d } from './adaptive-avg-pool-1d';
import { adaptiveAvgPool2d } from './adaptive-avg-pool-2d';
import { adaptiveAvgPool3d } from './adaptive-avg-pool-3d';
import { adaptiveMaxPool1d } from './adaptive-max-pool-1d';
import { adaptiveMaxPool2d } from './adaptive-max-pool-2d';
import { adaptiveMaxPool3d } from './adaptive-max-pool-3d';
import { avgPool1d } from './avg-pool-1d';
import { avgPool2d } from './avg-pool-2d';
import { avgPool3d } from './avg-pool-3d';
import { lpPool2d } from './lp-pool-2d';
import { maxPool1d } from './max-pool-1d';
import { maxPool2d } from './max-pool-2d';
import { maxPool3d } from './max-pool-3d';
import type { Layer } from '../define';

export const pooling: readonly Layer[] = [
  maxPool2d,
  avgPool2d,
  maxPool1d,
  avgPool1d,
  maxPool3d,
  avgPool3d,
  adaptiveAvgPool2d,
  adaptiveMaxPool2d,
  adaptiveAvgPool1d,
  adaptiveMaxPool1d,
  adaptiveAvgPool3d,
  adaptiveMaxPool3d,
  lpPool2d,
];

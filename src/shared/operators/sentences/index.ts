/** The only list of families, in the order they are told of. */
import type { Family } from '../define';
import { activation } from './activation';
import { arithmetic } from './arithmetic';
import { contrib } from './contrib';
import { control } from './control';
import { convolution } from './convolution';
import { detection } from './detection';
import { image } from './image';
import { indexing } from './indexing';
import { logic } from './logic';
import { machineLearning } from './machine-learning';
import { movement } from './movement';
import { normalisation } from './normalisation';
import { pooling } from './pooling';
import { products } from './products';
import { quantisation } from './quantisation';
import { random } from './random';
import { recurrent } from './recurrent';
import { reduction } from './reduction';
import { sequence } from './sequence';
import { signal } from './signal';
import { text } from './text';
import { losses, training } from './training';

export const families: readonly Family[] = [
  ...[arithmetic, logic, reduction, products, convolution, pooling, normalisation, activation],
  ...[recurrent, movement, indexing, image, detection, quantisation, random, sequence, control],
  ...[text, signal, losses, training, machineLearning, contrib],
];

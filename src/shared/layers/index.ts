/** The only list of layers, in the palette's order within each group. */
import { add } from './add';
import { concat } from './concat';
import type { Layer } from './define';
import { dropout } from './dropout';
import { flatten } from './flatten';
import { input } from './input';
import { linear } from './linear';
import { output } from './output';
import { relu } from './relu';
import { sigmoid } from './sigmoid';
import { softmax } from './softmax';
import { tanh } from './tanh';

export const layers: ReadonlyMap<string, Layer> = new Map(
  (
    [input, output, linear, relu, sigmoid, tanh, softmax, dropout, flatten, concat, add] as readonly Layer[]
  ).map((layer) => [layer.kind, layer]),
);

/** The only list of layers, group by group in the palette's order. */
import { activation } from './activation/index';
import { arithmetic } from './arithmetic/index';
import { attention } from './attention/index';
import { convolution } from './convolution/index';
import type { Layer } from './define';
import { dense } from './dense/index';
import { embedding } from './embedding/index';
import { ends } from './ends/index';
import { normalisation } from './normalisation/index';
import { pooling } from './pooling/index';
import { recurrent } from './recurrent/index';
import { regularisation } from './regularisation/index';
import { shape } from './shape/index';

export const layers: ReadonlyMap<string, Layer> = new Map(
  [
    ...ends,
    ...dense,
    ...embedding,
    ...recurrent,
    ...attention,
    ...convolution,
    ...pooling,
    ...activation,
    ...normalisation,
    ...regularisation,
    ...shape,
    ...arithmetic,
  ].map((layer) => [layer.kind, layer]),
);

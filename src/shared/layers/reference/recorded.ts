/** What PyTorch answered for layers, group by group; scripts/reference/layers records it. */
import type { Shape } from '../../tensor/shape';
import type { Attributes } from '../attributes';
import activation from './activation.json' with { type: 'json' };
import arithmetic from './arithmetic.json' with { type: 'json' };
import attention from './attention.json' with { type: 'json' };
import convolution from './convolution.json' with { type: 'json' };
import dense from './dense.json' with { type: 'json' };
import embedding from './embedding.json' with { type: 'json' };
import normalisation from './normalisation.json' with { type: 'json' };
import pooling from './pooling.json' with { type: 'json' };
import recurrent from './recurrent.json' with { type: 'json' };
import regularisation from './regularisation.json' with { type: 'json' };
import shape from './shape.json' with { type: 'json' };

export interface Recorded {
  readonly shape: Shape;
  readonly values: readonly number[];
}
/** JSON has no NaN and no infinities. */
type Special = number | 'NaN' | 'Infinity' | '-Infinity';
export type Named = Readonly<Record<string, Recorded>>;

export interface Case {
  readonly kind: string;
  readonly attributes: Attributes;
  /** The Python PyTorch was asked with. */
  readonly code: string;
  /** How it was called, where not with its inputs alone. */
  readonly call?: string;
  readonly inputs: readonly Recorded[];
  readonly parameters: Named;
  readonly output: Recorded;
  /** Of a layer with several answers those at its other ports, in their order. */
  readonly others?: readonly Recorded[];
  /** One number of an input changed, and which numbers of the answer become others; of layers that take any number. */
  readonly special?: readonly (readonly [
    port: number,
    at: number,
    value: Special,
    Record<string, Special>,
  ])[];
  /** As torchinfo counts them; of layers with parameters. */
  readonly multiplyAdds?: number;
  readonly training: {
    readonly output: Recorded;
    readonly upstream: Recorded;
    /** No gradient comes back to whole numbers. */
    readonly others?: readonly { readonly output: Recorded; readonly upstream?: Recorded }[];
    /** Null where no gradient flows to an input. */
    readonly gradients: { readonly inputs: readonly (Recorded | null)[]; readonly parameters: Named };
    readonly updates: Named;
    readonly mask?: Recorded;
  };
}

/** How fresh parameters are spread: quantiles from the least to the greatest. */
export interface Initial {
  readonly kind: string;
  readonly attributes: Attributes;
  readonly inputs: readonly Shape[];
  readonly parameters: Readonly<Record<string, readonly number[]>>;
}

interface Group {
  readonly cases: readonly unknown[];
  readonly initial: readonly unknown[];
}
const groups: readonly Group[] = [
  activation,
  arithmetic,
  attention,
  convolution,
  dense,
  embedding,
  normalisation,
  pooling,
  recurrent,
  regularisation,
  shape,
];

export const cases = groups.flatMap((group) => group.cases) as readonly Case[];
export const initial = groups.flatMap((group) => group.initial) as readonly Initial[];

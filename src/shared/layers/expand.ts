/** What a layer is made of, where it is made of others: the same network drawn layer by layer. */
import type { Shape } from '../tensor/shape';
import type { Attributes } from './attributes';
import type { Layer } from './define';

/** Rows of a parameter; all of them where none are named. */
export interface Kept {
  /** Of the layer that is taken apart. */
  readonly parameter: string;
  readonly from?: number;
  readonly to?: number;
}

/** A layer of which another is made. */
export interface Part {
  /** What it is there for: `query`, `scores`. */
  readonly name: string;
  readonly layer: Layer;
  readonly attributes?: Attributes;
  /** What its ports read: parts before it, or ports of the layer. */
  readonly inputs: readonly string[];
  /** Its parameters by name, as parts of the layer's. */
  readonly parameters?: Readonly<Record<string, Kept>>;
}

export interface ExpandContext<A> {
  /** What reads the ports of the layer, in their order. */
  readonly inputs: readonly string[];
  readonly shapes: readonly Shape[];
  readonly attributes: A;
  /** Adds a part and returns what reads it. */
  readonly add: (part: Part) => string;
}

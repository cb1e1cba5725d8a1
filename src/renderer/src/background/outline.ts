/**
 * A document as a worker is sent it: what is small is sent once, and from then on called by a key; large numbers stay in the
 * window and are called by a key from the start. The window has the one end, which sends, the worker the other, which holds.
 */
import type { DataPlan } from '#shared/data/plan';
import type { ArraysSource, BundledSource, TableSource, ToySource } from '#shared/data/source';
import type { Document, NodeId } from '#shared/document/document';
import type { Dtype } from '#shared/tensor/tensor';

export type Key = number;

export interface Outline extends Omit<Document, 'parameters' | 'constants' | 'inputs' | 'data'> {
  readonly parameters: Readonly<Record<NodeId, Readonly<Record<string, Key>>>>;
  readonly constants?: Readonly<Record<NodeId, Readonly<Record<string, Key>>>>;
  readonly inputs: Readonly<Record<NodeId, Key>>;
  readonly data?: Omit<DataPlan, 'source'> & { readonly source: Key | ToySource | BundledSource };
}

/** Rows of the document's own, without what is large of them. */
export type SourceOutline =
  | Omit<TableSource, 'text'>
  | (Omit<ArraysSource, 'features' | 'targets'> & { readonly features: Key; readonly targets: Key });

/** Bytes of a tensor, from one on. */
export interface Stretch {
  readonly at: number;
  readonly length: number;
}

export type HoldMessage =
  | {
      readonly kind: 'tensor';
      readonly key: Key;
      readonly dtype: Dtype;
      readonly shape: readonly number[];
      /** In bytes; of a tensor of words, 0. */
      readonly size: number;
    }
  /** One whose numbers stay in the window. */
  | {
      readonly kind: 'away';
      readonly key: Key;
      readonly dtype: Exclude<Dtype, 'string'>;
      readonly shape: readonly number[];
      /** Another that is known, and the stretches in which alone they differ. */
      readonly like?: { readonly key: Key; readonly but: readonly Stretch[] };
    }
  | {
      readonly kind: 'numbers';
      readonly key: Key;
      readonly at: number;
      readonly bytes: Uint8Array<ArrayBuffer>;
    }
  | { readonly kind: 'words'; readonly key: Key; readonly words: readonly string[] }
  | { readonly kind: 'source'; readonly key: Key; readonly source: SourceOutline }
  | { readonly kind: 'text'; readonly key: Key; readonly text: string };

/** From the worker: it wants numbers that stayed in the window. */
export interface Want extends Stretch {
  readonly kind: 'want';
  readonly id: number;
  readonly key: Key;
}

/** To the worker; undefined where nothing is called so. */
export interface Brought {
  readonly kind: 'brought';
  readonly id: number;
  readonly bytes: Uint8Array<ArrayBuffer> | undefined;
}

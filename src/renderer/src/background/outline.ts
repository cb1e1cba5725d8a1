/**
 * A document as a worker is sent it: what is large is sent once, in pieces, and from then on called by a key. The window
 * has the one end, which sends, the worker the other, which holds.
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

export type HoldMessage =
  | {
      readonly kind: 'tensor';
      readonly key: Key;
      readonly dtype: Dtype;
      readonly shape: readonly number[];
      /** In bytes; of a tensor of words, 0. */
      readonly size: number;
    }
  /** One that is held is wanted no more but for this one, which is made of it by the numbers that follow. */
  | { readonly kind: 'becomes'; readonly key: Key; readonly from: Key }
  | {
      readonly kind: 'numbers';
      readonly key: Key;
      readonly at: number;
      readonly bytes: Uint8Array<ArrayBuffer>;
    }
  | { readonly kind: 'words'; readonly key: Key; readonly words: readonly string[] }
  | { readonly kind: 'source'; readonly key: Key; readonly source: SourceOutline }
  | { readonly kind: 'text'; readonly key: Key; readonly text: string };

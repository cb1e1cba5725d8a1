/** What is worked out beside the window's thread: each job takes plain values and answers them. */
import type { ByteReader, ReportProgress } from './byte-reader';
import { openDocument } from './open-document';
import { openRecovered } from './open-recovered';
import { openRowsFile, readRowsAnew } from './open-rows';

type Job = (input: never, reader: ByteReader, report: ReportProgress) => Promise<unknown>;

export const jobs = {
  'open-document': openDocument,
  'open-recovered': openRecovered,
  'open-rows': openRowsFile,
  'read-rows-anew': readRowsAnew,
} satisfies Record<string, Job>;

export type JobName = keyof typeof jobs;
export type JobInput<N extends JobName> = Parameters<(typeof jobs)[N]>[0];
export type JobResult<N extends JobName> = Awaited<ReturnType<(typeof jobs)[N]>>;

/** From the window to the worker. */
export interface JobRequest {
  readonly id: number;
  readonly name: JobName;
  readonly input: unknown;
}

export type JobAnswer =
  | { readonly kind: 'progress'; readonly id: number; readonly done: number; readonly total: number }
  | { readonly kind: 'done'; readonly id: number; readonly result: unknown }
  /** A fault of the app itself: what was expected to go wrong is a result. */
  | { readonly kind: 'broken'; readonly id: number; readonly reason: string };

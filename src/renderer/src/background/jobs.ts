/** What is worked out beside the window's thread: each job takes plain values and answers them. */
import type { RecordReply, Reply } from '#shared/contract/engine';
import type { RecordRun } from '#shared/recognise/open';
import type { ByteReader, ReportProgress } from './byte-reader';
import { openArray } from './open-array';
import { openDocument } from './open-document';
import { openRecovered } from './open-recovered';
import { openRowsFile, readRowsAnew } from './open-rows';
import { tidy } from './tidy';

type Job = (input: never, reader: ByteReader, report: ReportProgress, record: RecordRun) => Promise<unknown>;

export const jobs = {
  'open-array': openArray,
  'open-document': openDocument,
  'open-recovered': openRecovered,
  'open-rows': openRowsFile,
  'read-rows-anew': readRowsAnew,
  tidy,
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

/** What a worker cannot do itself: the window asks the engine. */
export interface RecordQuestion {
  readonly model: Parameters<RecordRun>[0];
  readonly feeds: Parameters<RecordRun>[1];
  readonly proof?: Parameters<RecordRun>[2];
}

/** From the window, to what the worker asked. */
export interface RecordAnswer {
  readonly id: number;
  readonly reply: Reply<RecordReply>;
}

export type JobAnswer =
  | { readonly kind: 'progress'; readonly id: number; readonly done: number; readonly total: number }
  | { readonly kind: 'done'; readonly id: number; readonly result: unknown }
  /** Asked while a job is done, by a number of its own. */
  | { readonly kind: 'ask'; readonly id: number; readonly question: RecordQuestion }
  /** A fault of the app itself: what was expected to go wrong is a result. */
  | { readonly kind: 'broken'; readonly id: number; readonly reason: string };

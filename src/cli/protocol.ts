/** What the guard and its worker process say to each other. */
import type { Tolerance } from '#shared/compare/tolerance';
import type { ProviderId } from '#shared/contract/engine';
import type { AnswerKind } from '#shared/data/answers';
import type { Reading } from '#shared/data/table';
import type { Problem } from '#shared/messages/problem';

/** The argument that makes the program a worker. */
export const workerFlag = '--worker';

/** A file or folder as it was written and as it is found. */
export interface Place {
  readonly shown: string;
  readonly path: string;
}

/** An input and the file with its value. */
export interface InputFile {
  readonly name: string;
  readonly file: Place;
}

export interface TraceJob {
  readonly kind: 'trace';
  readonly model: Place;
  /** One entry an input, with every way to read it: `a=b=c.npy` may give `a` or `a=b`. */
  readonly inputs: readonly (readonly InputFile[])[];
  readonly provider: ProviderId;
  readonly dump: Place | undefined;
  readonly print: 'table' | 'lines' | 'nothing';
}

export interface CompareJob {
  readonly kind: 'compare';
  readonly model: Place;
  readonly other: Place;
  readonly inputs: TraceJob['inputs'];
  /** Of the other, where they are not the same. */
  readonly otherInputs: TraceJob['inputs'];
  readonly provider: ProviderId;
  readonly otherProvider: ProviderId;
  readonly tolerance: Tolerance;
  readonly isJson: boolean;
}

export interface CheckJob {
  readonly kind: 'check';
  readonly model: Place;
  readonly isJson: boolean;
}

/** At least one of the files is asked for. */
export interface ExportJob {
  readonly kind: 'export';
  readonly model: Place;
  readonly loom: Place | undefined;
  readonly onnx: Place | undefined;
  readonly torch: Place | undefined;
  readonly weights: Place | undefined;
}

export interface SummaryJob {
  readonly kind: 'summary';
  readonly model: Place;
  readonly isJson: boolean;
}

export interface TrainJob {
  readonly kind: 'train';
  readonly model: Place;
  /** The lesson's own where they are not given. */
  readonly epochs: number | undefined;
  readonly seed: number | undefined;
  /** Rows other than the lesson's own: a bundled set's id, or a file. */
  readonly data: Place | undefined;
  /** What is said of how a text is to be read, and of what its answers are. */
  readonly reading: Reading;
  readonly answer: AnswerKind | undefined;
  readonly isJson: boolean;
  readonly save: Place | undefined;
}

export interface QuizJob {
  readonly kind: 'quiz';
  readonly model: Place;
  readonly seed: number;
  readonly isJson: boolean;
}

/** Tries whether networks run there. */
export interface ProbeJob {
  readonly kind: 'probe';
  readonly provider: ProviderId;
  /** By the policy of this machine. */
  readonly isLeftOut: boolean;
}

export type Job = TraceJob | CompareJob | TrainJob | CheckJob | ExportJob | SummaryJob | QuizJob | ProbeJob;

/** What the worker tells while and after it does a job. */
export type Report =
  | { readonly kind: 'note'; readonly sentence: string }
  /** The model has run; printing takes as long as whoever reads it. */
  | { readonly kind: 'ran' }
  | Outcome;

/** How a job ended. */
export type Outcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly problem: Problem }
  /** Nobody reads the output any more. */
  | { readonly kind: 'closed' };

/** How a job tells while it goes on. */
export interface Teller {
  note(problem: Problem): void;
  ran(): void;
}

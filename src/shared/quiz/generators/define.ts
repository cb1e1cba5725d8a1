/** The record every kind of question is described by; one file a kind, `index.ts` the only list. */
import type { Random } from '../../tensor/random';
import type { QuizContext } from '../context';
import type { Draft } from '../question';

export interface Generator {
  readonly id: string;
  /** Undefined where this network gives nothing to ask of this kind. */
  readonly make: (context: QuizContext, random: Random) => Draft | undefined;
}

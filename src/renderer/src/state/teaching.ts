/** What lies beside a document that makes it a lesson: its text and its questions. */
import { decodeLesson, type Lesson } from '#shared/lesson/lesson';
import { isProblem, type Problem } from '#shared/messages/problem';
import { readQuestions, type AuthoredQuestion } from '#shared/quiz/authored';
import type { Beside } from '../background/serve-keeper';

export interface Teaching {
  readonly guide: Lesson | undefined;
  readonly questions: readonly AuthoredQuestion[];
  /** What is wrong with either: it is left out then. */
  readonly faults: readonly Problem[];
}

/** `file` is what the person knows it by. */
export function teachingIn(beside: Beside, file: string): Teaching {
  if (beside.size === 0) return { guide: undefined, questions: [], faults: [] };
  const [guide, questions] = [decodeLesson(beside, file), readQuestions(beside, file)];
  return {
    guide: isProblem(guide) ? undefined : guide,
    questions: isProblem(questions) ? [] : questions,
    faults: [guide, questions].filter(isProblem),
  };
}

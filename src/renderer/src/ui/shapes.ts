/** Shapes and element types as people read them. */
import { commonMessages } from '#shared/messages/common';
import { fill } from '#shared/messages/fill';
import { describeAnswer, describeTensor } from '#shared/layers/answer-words';
import type { Answer } from '#shared/layers/emit';

export { describeAnswer, describeTensor };

/** Several in a line: those that are alike are named once. */
export function describeShapes(
  answers: readonly (Pick<Answer, 'dtype' | 'shape' | 'other'> | undefined)[],
): string {
  const all = answers.map((answer) => (answer ? describeAnswer(answer) : commonMessages.notKnownYet));
  const [first = ''] = all;
  const isOne = all.length > 2 && all.every((shape) => shape === first);
  return isOne
    ? fill(commonMessages.times, { what: first, count: all.length })
    : all.join(commonMessages.and);
}

/** Shapes and element types as people read them. */
import { commonMessages } from '#shared/messages/common';
import { fill } from '#shared/messages/fill';
import type { Answer } from '#shared/layers/emit';
import { formatShape } from '#shared/tensor/shape';
import type { Tensor } from '#shared/tensor/tensor';

/** `1 x 3`, and of what is no float32 its type: `1 x 3 int64`. */
export function describeTensor({ dtype, shape }: Pick<Tensor, 'dtype' | 'shape'>): string {
  return dtype === 'float32' ? formatShape(shape) : `${formatShape(shape)} ${dtype}`;
}

/** The same of what a node answers; of what is no tensor that can be read its type alone. */
export function describeAnswer(answer: Pick<Answer, 'dtype' | 'shape' | 'other'>): string {
  return answer.other ?? describeTensor(answer);
}

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

/** What a node answers, as people read it. */
import { formatShape } from '../tensor/shape';
import type { Tensor } from '../tensor/tensor';
import type { Answer } from './emit';

/** `1 x 3`, and of what is no float32 its type: `1 x 3 int64`. */
export function describeTensor({ dtype, shape }: Pick<Tensor, 'dtype' | 'shape'>): string {
  return dtype === 'float32' ? formatShape(shape) : `${formatShape(shape)} ${dtype}`;
}

/** The same of what a node answers; of what is no tensor that can be read its type alone. */
export function describeAnswer(answer: Pick<Answer, 'dtype' | 'shape' | 'other'>): string {
  return answer.other ?? describeTensor(answer);
}

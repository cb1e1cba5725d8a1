/** What can be said of the gradient that reaches a layer. */
import { fill } from './fill';

export const findingMessages = {
  vanishing:
    'Vanishing gradient: {times} times smaller than the largest, so this layer hardly learns. ReLU, normalisation or a shorter way to the loss help.',
  exploding:
    'Exploding gradient: far longer than the weights themselves. A lower rate or gradient clipping helps.',
  'no gradient':
    'No gradient reaches this layer: whatever it is given, the loss stays the same. Its neurons may be dead.',
  'not finite': 'The gradient is no number any more: the run has run away.',
} as const;
export type FindingCode = keyof typeof findingMessages;

/** `times` is how many times smaller it is than the largest. */
export function describeFinding(code: FindingCode, times: number): string {
  return fill<string>(findingMessages[code], { times: times.toFixed(0) });
}

/** What can be said of an epoch, made from the run itself. */
import { fill } from './fill';

export const observationMessages = {
  'starts-worse-than-guessing': 'Starts high, worse than guessing',
  'starts-near-guessing': 'Starts about as good as guessing',
  'starts-better-than-guessing': 'Starts better than guessing',
  starts: 'The first loss, to be compared with',
  'falls-fast': 'Falls fast, {percent}% lower',
  falls: 'Falls, {percent}% lower',
  'falls-slowly': 'Falls slowly, {percent}% lower',
  'levels-off': 'Levels off',
  rises: 'Rises, {percent}% higher',
  diverges: 'Runs away: the learning rate is too large',
  overfits: 'Falls, but rises on the rows kept aside: it learns them by heart',
  'good-fit': 'Falls, {percent}% lower; {right}% of the rows right',
} as const;
export type ObservationCode = keyof typeof observationMessages;

export function describeObservation(code: ObservationCode, values: Readonly<Record<string, number>>): string {
  return fill<string>(observationMessages[code], values);
}

/** What is said of a number that was worked out by hand. */
import { fill } from './fill';

const slips = {
  'left-out-parameter': '{parameter} is missing: {term} belongs to the sum, too.',
  'left-out-term': '{term} is missing from the sum.',
  'added-negative': '{term} is below zero, so the sum gets smaller: mind its sign.',
  'took-away': '{term} is above zero, so the sum gets larger: mind its sign.',
  'added-factors': 'That is the numbers added. They are multiplied here.',
  'not-divided': 'That is the number above the line: it still has to be divided by {under}.',
  'upside-down': 'That is the fraction upside down.',
  'not-the-max': 'The largest is wanted of {list}.',
  'not-the-min': 'The smallest is wanted of {list}.',
  'absolute-value': '{name} does not take the sign off {number}: it chooses one of the numbers as it is.',
  'not-applied': 'That is what {name} is taken of: {name} of {number} is wanted.',
  'wrong-sign': 'The size is right, the sign is not.',
  'decimal-place': 'The digits are right, the decimal point is not in its place.',
} as const;
export type SlipCode = keyof typeof slips;

const verdicts = {
  ...slips,
  right: '{name} is right.',
  'no-number': '“{text}” is not a number.',
  'too-large': '{name} is smaller than that.',
  'too-small': '{name} is larger than that.',
} as const;

export function describeVerdict(
  code: keyof typeof verdicts,
  values: Readonly<Record<string, string>>,
): string {
  const text = fill<string>(verdicts[code], values);
  // A step keeps its name as it is written in the formula.
  return /^t\d/.test(text) ? text : text.charAt(0).toUpperCase() + text.slice(1);
}

/** What is said around an exercise. */
export const exerciseMessages = {
  given: 'Nothing is computed here: these are the numbers the network is given. Choose a later stage.',
  moved: 'Nothing is computed here: it is the number that is lit, in another place.',
  missing: 'The numbers are not here yet, or too many go into this one to be written out.',
  tolerance: 'Right within ±0.005; small numbers to two digits, large ones to four. Comma or point.',
  solved: 'Solved. The engine found {value}.',
  solvedWithHints: 'Solved, with help. The engine found {value}.',
  shown: 'The answer is shown. The engine found {value}.',
  soFar: '{right} of {all} right so far.',
  hint: 'A hint: {name} is {value}.',
  fresh: 'Other input values, run through your network. The network itself is unchanged.',
} as const;

export function describeExercise(
  code: keyof typeof exerciseMessages,
  values: Readonly<Record<string, string>> = {},
): string {
  return fill<string>(exerciseMessages[code], values);
}

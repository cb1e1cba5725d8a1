/** Marks what was filled in: right within the step's tolerance, or wrong, and why where it can be told. */
import { describeVerdict } from '../messages/exercise';
import { mathMessages } from '../messages/math';
import { parseDecimal } from '../tensor/number-format';
import type { Step } from './exercise';

export interface Verdict {
  readonly isRight: boolean;
  readonly sentence: string;
}

/** How near to a slip's number an answer has to be for the slip to be told. */
const nearSlip = 0.0006;

/** Comma or point. */
export function mark(step: Pick<Step, 'name' | 'answer' | 'tolerance' | 'slips'>, text: string): Verdict {
  const name = step.name === '' ? mathMessages.resultFirst : step.name;
  const typed = parseDecimal(text);
  if (typed === undefined)
    return wrong(describeVerdict('no-number', { text: text.trim() || mathMessages.nothingTyped }));
  const off = typed - step.answer;
  if (Math.abs(off) <= step.tolerance) return { isRight: true, sentence: describeVerdict('right', { name }) };
  const slip = step.slips.find(({ answer }) => isNear(typed, answer));
  if (slip) return wrong(describeVerdict(slip.code, { name, ...slip.values }));
  return wrong(describeVerdict(off > 0 ? 'too-large' : 'too-small', { name }));
}

function isNear(typed: number, slip: number): boolean {
  return Math.abs(typed - slip) <= Math.max(nearSlip, Math.abs(slip) * 0.002);
}

function wrong(sentence: string): Verdict {
  return { isRight: false, sentence };
}

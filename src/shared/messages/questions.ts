/** What a quiz asks and explains; braces are filled with names and numbers of the network in front of the learner. */
import { fill } from './fill';

export const questionMessages = {
  'shape-after': 'What shape comes out of {stage} when {shapes} goes in?',
  'output-count': 'How many numbers does {stage} answer for each row?',
  'parameter-count': 'How many parameters does {stage} learn?',
  'parameter-total': 'How many parameters does the whole network learn?',
  'what-it-makes': 'What does {stage} make of the number {x}?',
  'value-of-sum': 'This is the arithmetic of {place}. What does it come to?',
  'bias-zero': 'What would {place} be if its {name} were 0?',
  'input-zero': 'What would {place} be if {source} were 0 instead of {x}?',
  'largest-term': 'Which weight moved {place} the most?',
  'wrong-sum': 'One of these is worked out wrongly. Which one?',
  'row-sum': '{stage} made these numbers of a row. What do all of them add up to?',
  'answer-sure': 'The network ends in {stage}. What does it say, and how sure is it?',
  'answer-scores': 'The network ends in {stage}. What do these numbers say?',
  'next-stage': 'Which stage reads what {stage} answers?',
  'lowest-epoch': 'This network was trained for {count} epochs. Which one had the lowest loss?',
} as const;
export type QuestionCode = keyof typeof questionMessages;

/** Choices that are words. */
export const choiceMessages = {
  sure: '{name}, {percent} % sure',
  greatest: '{name}: the greatest number, {value}',
  smallest: '{name}: the smallest number, {value}',
  class: 'class {at}',
  weight: '{name} {index} = {weight}, on the input {x}',
  epoch: 'epoch {epoch}',
  'no-stage': 'no stage: it is an answer of the network',
} as const;

export const explanationMessages = {
  'shape-after': '{stage} turns {shapes} into {shape}.',
  'shape-decided': 'Its {attributes} decides that.',
  'shape-decided-together': 'Its {attributes} decide that.',
  'shape-kept': 'It changes numbers, not how many there are.',
  'shape-last': 'Its last number, {last}, reads the input up to {reads}: the window goes no further.',
  'output-count': 'Its output is {shape}: {count} for each row.',
  'parameter-count': '{stage} holds {parameters}.',
  'parameter-none': '{stage} has no weights: there is nothing in it to learn.',
  'parameter-total': 'Added up over the stages that learn: {stages}.',
  'value-of-sum': 'Work out each part, then put them together.',
  'bias-zero': 'Its {name} is {bias}; without it the rest stays as it is.',
  'input-zero': 'Only what reads that number changes; everything else stays.',
  'largest-term':
    'What counts is the weight times the number it is laid on, whatever the sign. The next term is {next}.',
  'wrong-sum': 'It should be:',
  'row-of-one': '{stage} shares 1 out: a row of it always adds up to 1, whatever the scores.',
  'row-not-one': 'Nothing makes them add up to 1: {stage} works on each number for itself.',
  answer: 'The greatest number wins: {name}.',
  'answer-sure': 'The greatest probability wins, and says itself how sure the network is: {value}.',
  'next-stage': 'A wire leads from {stage} to {next}.',
  'last-stage': 'No wire leads on from {stage}.',
  'lowest-epoch': 'The losses were {losses}.',
} as const;

/** What is wrong with a wrong choice: each is a mistake people make. */
export const mistakeMessages = {
  // Shapes
  transposed: 'That swaps the last two sizes: rows come first, then what is in a row.',
  unchanged: 'That is the shape that goes in; this layer changes it.',
  'batch-forgotten': 'That leaves out the first size, the batch: how many rows at once.',
  'weight-shape': 'That is the shape of its weight, not of what comes out.',
  'one-too-many': 'That is one too many: the window must lie on the image wholly.',
  'one-too-few': 'That is one too few: the first place of the window counts, too.',
  'bias-as-neuron': 'That counts the bias as a neuron. A bias is added to a neuron; it is none itself.',
  flattened: 'That lays everything out in one row; this layer does not.',
  'one-number': 'That adds everything up into one number; this layer does not.',

  // Counts
  'bias-forgotten': 'That forgets the biases: each is a number that is learned, too.',
  'sizes-added': 'That adds the sizes; every output has a weight for every input, so they are multiplied.',
  'outputs-counted': 'That counts the numbers that come out, not those that are learned.',
  'inputs-counted': 'That counts the numbers that go in.',
  'weights-counted': 'That counts the weights, not the numbers that come out.',
  'bias-for-every-weight': 'That gives every weight a bias; there is one for each output.',
  'largest-layer-only': 'That is the largest layer alone; the others learn, too.',
  'rows-counted': 'That counts all rows together; the question is about one.',
  'one-more': 'That is one more than there are.',
  'both-counted': 'That counts what goes in and what comes out.',
  'pairs-counted': 'That multiplies what goes in by what comes out: as many weights would connect them.',
  'one-for-all': 'That would be one for all of them together.',
  miscounted: 'That is miscounted.',

  // Numbers
  'bias-left-out': 'That leaves out the bias.',
  'bias-taken-away': 'That takes the bias away instead of adding it.',
  'weights-left-out': 'That adds the inputs without multiplying them by their weights.',
  'largest-term-only': 'That is the largest term alone; every term counts.',
  'signs-lost': 'That loses the minus signs.',
  'absolute-value': 'That is the absolute value: a number below zero is not turned round here.',
  'not-cut-off': 'That lets the number pass as it is.',
  'wrong-one-kept': 'That keeps the smaller one.',
  'not-divided': 'That forgets to divide.',
  'exp-left-out': 'That divides the numbers themselves; each goes through exp first.',
  'average-for-greatest': 'That is the average; here the greatest one is kept.',
  'greatest-for-average': 'That is the greatest one; here the average is taken.',
  'shared-evenly': 'That shares evenly; a larger score gets a larger share.',
  'minus-in-exponent': 'That forgets a minus sign.',
  'passed-through': 'That is the number that went in.',
  'sign-turned': 'That has the wrong sign.',
  'made-zero': 'That would be zero whatever went in.',
  'made-one': 'That would be one whatever went in.',
  'nothing-changes': 'That is what it is now; the change does count.',
  'all-gone': 'Not everything is gone: the other parts are still there.',
  'only-the-part': 'That is the part that goes, not what is left.',
  'moved-the-wrong-way': 'That goes the wrong way: it was to be taken away.',

  // Terms, rows, answers, stages, epochs
  'largest-weight': 'That weight is the largest, but the number it is laid on is not.',
  'largest-input': 'That number is the largest, but its weight is not.',
  'smaller-term': 'Its term is smaller: {term}.',
  'not-wrong': 'That one is right.',
  'sums-to-scores': 'That is the sum of what went in.',
  'sums-to-count': 'That would be 1 for each of them; they share it.',
  'always-one': 'Only numbers that share 1 out, as Softmax makes them, add up to 1.',
  'greatest-only': 'That is the greatest one alone.',
  'runner-up': 'That is another one, with a smaller number.',
  'names-mixed-up': 'The number belongs to another one.',
  certain: 'It is the most likely one, not the only one.',
  'score-as-probability': 'These are scores: they do not add up to 1, so they say nothing in percent.',
  smallest: 'That is the smallest; the greatest wins.',
  'stage-before': 'That one comes before it: data flows one way.',
  'stage-elsewhere': 'No wire leads there from it.',
  'nothing-after': 'A wire leads on from it.',
  'first-epoch': 'The loss starts high and falls: the first is rarely the lowest.',
  'last-epoch': 'The last is not always the best: the loss can rise again.',
  'most-accurate-epoch': 'That one was right most often, which is not the same as the lowest loss.',
  'other-epoch': 'Its loss was higher.',
} as const;
export type MistakeCode = keyof typeof mistakeMessages;

type Values = Readonly<Record<string, string | number>>;

export const describeQuestion = (code: QuestionCode, values: Values = {}): string =>
  fill<string>(questionMessages[code], values);
export const describeChoice = (code: keyof typeof choiceMessages, values: Values = {}): string =>
  fill<string>(choiceMessages[code], values);
export const describeExplanation = (code: keyof typeof explanationMessages, values: Values = {}): string =>
  fill<string>(explanationMessages[code], values);
export const describeMistake = (code: MistakeCode, values: Values = {}): string =>
  fill<string>(mistakeMessages[code], values);

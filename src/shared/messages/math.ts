/** What Math says around a number that is worked out, or to be worked out by hand. */

export const mathViewNames = { 'Worked out': 'Worked out', 'By hand': 'By hand' } as const;

export const mathMessages = {
  empty: 'There is nothing to work out yet. Open Build and drag a layer onto the canvas.',
  stages: 'Stages',
  oneSolved: '{count} number solved',
  manySolved: '{count} numbers solved',
  solvedStages: 'By hand: {solved} of {count} stages',
  arithmetic: 'Arithmetic',
  howToLook: 'How to look at it',
  backToOwn: 'Back to your own',
  numbers: 'Numbers',
  outToClick: 'Out · click a number',

  // Worked out.
  withSymbols: 'With symbols',
  withNumbers: 'With numbers',
  result: 'Result',
  offBy: '(off by {difference}, float32 allows {allowed})',
  termByTerm: 'The sum, term by term',
  largestFirst: 'Largest first',
  termsOfSum: 'Terms of the sum',
  term: 'Term',
  terms: 'terms',
  product: 'Product',
  value: 'Value',
  runningSum: 'Running sum',
  onTheWay: 'Numbers on the way',
  showAll: 'Show all {count}',
  first: 'First',
  second: 'Second',
  number: 'Number',

  // By hand.
  fillIn: 'Fill in what is missing; Enter marks it.',
  steps: 'Steps',
  theResult: 'the result',
  resultFirst: 'The result',
  nothingTyped: 'nothing',
  rightWithin: 'Right within {tolerance}',
  check: 'Check',
  hint: 'Hint',
  showAnswer: 'Show the answer',
  anotherNumber: 'Another number',
  anotherNumberHelp: 'Another number of this stage',
  otherNumbers: 'Other numbers',
  otherNumbersHelp: 'The same with other input values; the network stays as it is',
} as const;

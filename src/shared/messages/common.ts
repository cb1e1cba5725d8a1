/** What is said in several places of the window. */

export const commonMessages = {
  /** Between the last two of a list. */
  and: ' and ',
  /** As often as that. */
  times: '{what} ({count} times)',
  more: 'and {count} more',
  countOf: '{count} of {name}',
  moreInSum: 'more terms',
  moreInList: 'others',
  of: '{at} of {count}',
  notKnownYet: 'not known yet',
  sum: 'Sum',
  oneMoreTerm: '+ {count} more term',
  moreTerms: '+ {count} more terms',
  sameAsEngine: '✓ same as the engine',
  workedOutHere: 'worked out here: {value}',
  asPicture: '{name} as a picture',
  inFrom: 'In from {name}',
  out: 'Out',
  outAt: 'Out: {port}',
  ofNode: '{name} {port}',
  theInput: 'The input',
  output: 'Output',
  input: 'Input',
  rows: 'rows',
  columns: 'columns',
  dimension: 'dimension {axis}',
  /** What stays between starts. */
  previous: 'Previous {name}',
  next: 'Next {name}',
  spread: 'Values from {min} to {max}, mean {mean}',
} as const;

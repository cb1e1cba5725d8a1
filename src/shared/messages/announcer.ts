/** What is said aloud when something changes. */

export const announcerMessages = {
  step: 'At stage {at}, {name}, of {count}.',
  number: '{name} {index}: {value}.',
  sum: '{sum} = {value}.',
  ran: 'Run done, {count} stages. {name}: {shape}.',
  trained: 'Training is over, epochs: {count}.',
  mended: 'Problems that are gone: {count}.',
  allMended: 'Nothing is left to mend.',
  added: '{name} added.',
  addedBeside: '{name} added, wired with {other}.',
} as const;

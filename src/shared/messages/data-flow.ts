/** What Data Flow says of the stage looked at. */

export const dataFlowMessages = {
  stage: 'Stage',
  sendNumbers: 'Press Run to send numbers through.',
  clickNumber: 'Click a number under Out to read the sum that made it.',
  follow: 'Follow the numbers',
  followHelp: 'Press Run, then step through the network with the arrows below, or press Play.',
} as const;

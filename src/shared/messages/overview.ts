/** What an overview says of a network that no lesson speaks of; live values as in a lesson's text. */

export const overviewMessages = {
  about:
    'A network of {{stages}} stages and {{parameters}} parameters. It takes `{{{first} shape}}` and answers `{{{last} shape}}`: follow the numbers from one to the other.',
  empty: 'There is no layer yet. Open **Build** and drag one onto the canvas.',
  first:
    'Press **Run**, then step from stage to stage with the arrows at the bottom. Click any number to read the sum that made it.',
  insight:
    'Every stage changes the shape or the values, from `{{{first} shape}}` to `{{{last} shape}}`, and nothing else happens in a forward pass. What this network knows are its {{parameters}} weights and biases; what it says of this input is `{{{last} output}}`.',
  next: 'Change a weight in **Build** and watch every stage after it follow, or give it rows to learn from in **Train**.',

  aboutMinutes: 'about {minutes} minutes',
  oneStage: '{count} stage · {parameters} parameters',
  manyStages: '{count} stages · {parameters} parameters',
  keyInsight: 'Key insight',
  pipeline: 'Pipeline',
  whatFirst: 'What to press first',
  whereToGo: 'Where to go',
  whereNext: 'Where to go next',
  valuesOf: 'Values of {name}',
  showNode: 'Show {name}',
  waiting: 'Known once it has run',

  // What each other mode offers.
  stepThrough: 'Step through it',
  stepThroughHelp: 'Stage by stage, with the numbers travelling along.',
  trainIt: 'Train it',
  trainItHelp: 'Watch the loss fall, and look back at any epoch.',
  makeItYours: 'Make it your own',
  makeItYoursHelp: 'Drag layers, wire them, run them.',
} as const;

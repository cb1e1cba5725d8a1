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
} as const;

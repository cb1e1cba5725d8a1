/** What every model that goes through the rows is fed and tells. */
export const names = {
  features: 'run/features',
  targets: 'run/targets',
  /** Numbers of the rows of a minibatch. */
  order: 'run/order',
  loss: 'run/loss',
  correct: 'run/correct',
  /** The right answers of one minibatch. */
  target: 'run/target',
  /** Of a training step: the learning rate, and how many steps there were with this one. */
  rate: 'run/rate',
  step: 'run/step',
  /** Small parameters, end to end. */
  pack: 'run/parameters',
} as const;

/** Identity: y = x. Source: https://pytorch.org/docs/stable/generated/torch.nn.Identity.html */
import { defineElementwise } from '../elementwise';

export const identity = defineElementwise({
  kind: 'Identity',
  group: 'dense',
  summary: 'Every number passes unchanged. It keeps a place free for another layer.',
  formula: 'y = x',
  backward: 'The gradient passes unchanged.',
  words: ['pass through', 'skip', 'placeholder'],
  attributes: {},
  emit: (builder, x) => builder.op('Identity', [x]),
  explain: (x) => x,
  tex: (x) => x,
});

/**
 * KLDivLoss with reduction='batchmean': mean over the rows of Σ y (log y - x), for logarithms of probabilities x and
 * the distribution y that gives the right class everything, where it comes to -x of the right class.
 * Source: https://pytorch.org/docs/stable/generated/torch.nn.KLDivLoss.html
 */
import type { Loss } from './define';
import { nllLoss } from './nll-loss';

export const klDivLoss: Loss = {
  ...nllLoss,
  kind: 'KLDivLoss',
  summary:
    'How far the network’s probabilities are from those that give the right class everything, for a network that ends in LogSoftmax.',
  check(shape) {
    const found = nllLoss.check(shape);
    return found && { ...found, values: { ...found.values, loss: 'KLDivLoss' } };
  },
  torch: ({ classes }) => ({
    code: "nn.KLDivLoss(reduction='batchmean')",
    target: `nn.functional.one_hot(y, ${classes}).float()`,
  }),
};

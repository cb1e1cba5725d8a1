/** Which epoch of the training run had the lowest loss. */
import {
  describeChoice,
  describeExplanation,
  describeMistake,
  describeQuestion,
} from '../../messages/questions';
import { formatNumber } from '../../tensor/number-format';
import { isTellable } from '../numbers';
import { mixed } from '../stages';
import type { Generator } from './define';

const mostListed = 12;

export const lowestEpoch: Generator = {
  id: 'lowest-epoch',
  make({ epochs, focus }, random) {
    const [best, second, third] = [...epochs].sort((a, b) => a.loss - b.loss);
    const [first] = epochs;
    const last = epochs.at(-1);
    if (focus !== undefined || !best || !second || !third || !first || !last) return undefined;
    if (!isTellable(best.loss, second.loss, 0)) return undefined;
    const accurate = [...epochs].sort((a, b) => (b.accuracy ?? 0) - (a.accuracy ?? 0))[0] ?? last;
    const text = ({ epoch }: { readonly epoch: number }): string => describeChoice('epoch', { epoch });
    const losses = epochs.slice(0, mostListed).map(({ loss }) => formatNumber(loss));
    return {
      text: describeQuestion('lowest-epoch', { count: epochs.length }),
      right: text(best),
      wrong: [
        { text: text(first), mistake: describeMistake('first-epoch') },
        { text: text(last), mistake: describeMistake('last-epoch') },
        { text: text(accurate), mistake: describeMistake('most-accurate-epoch') },
        ...mixed(random, epochs).map((epoch) => ({
          text: text(epoch),
          mistake: describeMistake('other-epoch'),
        })),
      ],
      explanation: describeExplanation('lowest-epoch', {
        losses: `${losses.join(', ')}${epochs.length > mostListed ? ', …' : ''}`,
      }),
    };
  },
};

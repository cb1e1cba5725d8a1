/** The only list of losses, in the order in which they are offered. */
import type { DataSet } from '../../data/data-set';
import { bceLoss } from './bce-loss';
import { bceWithLogitsLoss } from './bce-with-logits-loss';
import { crossEntropyLoss } from './cross-entropy-loss';
import type { Loss } from './define';
import { huberLoss } from './huber-loss';
import { klDivLoss } from './kl-div-loss';
import { l1Loss } from './l1-loss';
import { mseLoss } from './mse-loss';
import { nllLoss } from './nll-loss';
import { smoothL1Loss } from './smooth-l1-loss';

export const losses: ReadonlyMap<string, Loss> = new Map(
  [
    crossEntropyLoss,
    nllLoss,
    klDivLoss,
    mseLoss,
    l1Loss,
    smoothL1Loss,
    huberLoss,
    bceLoss,
    bceWithLogitsLoss,
  ].map((loss) => [loss.kind, loss]),
);

type Answers = Pick<DataSet, 'classes' | 'targets'>;

/** Whether a loss can be given these answers: a class of two is as good as a number, 0 or 1. */
export function takesAnswers({ target }: Loss, { classes }: Answers): boolean {
  return target === 'class' ? classes.length > 0 : classes.length < 3;
}

/** The first in the list that can be given these answers, every one of them. */
export function lossFor(answers: Answers): Loss | undefined {
  return [...losses.values()].find(
    (loss) => takesAnswers(loss, answers) && loss.refuse?.(answers.targets) === undefined,
  );
}

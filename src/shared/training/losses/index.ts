/** The only list of losses. */
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
    bceLoss,
    bceWithLogitsLoss,
    mseLoss,
    l1Loss,
    smoothL1Loss,
    huberLoss,
    klDivLoss,
  ].map((loss) => [loss.kind, loss]),
);

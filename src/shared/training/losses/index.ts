/** The only list of losses. */
import { bceWithLogitsLoss } from './bce-with-logits-loss';
import { crossEntropyLoss } from './cross-entropy-loss';
import type { Loss } from './define';
import { huberLoss } from './huber-loss';
import { l1Loss } from './l1-loss';
import { mseLoss } from './mse-loss';
import { nllLoss } from './nll-loss';

export const losses: ReadonlyMap<string, Loss> = new Map(
  [crossEntropyLoss, nllLoss, bceWithLogitsLoss, mseLoss, l1Loss, huberLoss].map((loss) => [loss.kind, loss]),
);

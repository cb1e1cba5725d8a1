/** The rows of a document, with answers of the kind its loss needs where they can be either. */
import type { DataPlan } from '../data/plan';
import { prepareData, type PreparedData } from '../data/prepare';
import type { TrainingSettings } from '../document/training-settings';
import type { Problem } from '../messages/problem';
import { losses } from './losses/index';

export function rowsFor(
  plan: DataPlan | undefined,
  settings: Pick<TrainingSettings, 'loss' | 'validation' | 'test' | 'seed'>,
): PreparedData | Problem {
  return prepareData(plan, settings, losses.get(settings.loss)?.target);
}

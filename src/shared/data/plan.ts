/** What a document learns from: where its rows come from, and how they are prepared. */
import { contentOf } from './content';
import { initialPreparation, suggestPreparation, type Preparation } from './preparation';
import type { BundledSet, DataSource } from './source';
import { isProblem } from '../messages/problem';

export interface DataPlan {
  readonly source: DataSource;
  readonly preparation: Preparation;
}

/** With the preparation that suits rows nobody has prepared yet. */
export function planFor(source: DataSource): DataPlan {
  const content = contentOf(source);
  return { source, preparation: isProblem(content) ? initialPreparation : suggestPreparation(content) };
}

/** The same plan with the rows of its bundled set, once they have been read. */
export function withBundled(plan: DataPlan, set: BundledSet): DataPlan {
  return plan.source.kind === 'bundled' ? { ...plan, source: { ...plan.source, set } } : plan;
}

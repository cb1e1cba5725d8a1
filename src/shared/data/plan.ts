/** What a document learns from: where its rows come from, and how they are prepared. */
import { contentOf, settled } from './content';
import { initialPreparation, suggestPreparation, type Preparation } from './preparation';
import type { BundledSet, DataSource } from './source';
import type { Reading } from './table';
import { isProblem } from '../messages/problem';

export interface DataPlan {
  readonly source: DataSource;
  readonly preparation: Preparation;
}

/** With the preparation that suits rows nobody has prepared yet. */
export function planFor(source: DataSource): DataPlan {
  const content = contentOf(source);
  return isProblem(content)
    ? { source, preparation: initialPreparation }
    : { source: settled(source), preparation: suggestPreparation(content) };
}

/** The same rows read in another way: prepared anew where their columns are others, and scaled anew in any case. */
export function readAnew(plan: DataPlan, reading: Reading): DataPlan {
  const { source, preparation } = plan;
  if (source.kind !== 'table') return plan;
  const fresh = planFor({ ...source, ...reading });
  if (reading.isHeaded !== undefined) return fresh;
  return { ...fresh, preparation: { ...preparation, scaling: fresh.preparation.scaling } };
}

/** The same plan with the rows of its bundled set, once they have been read. */
export function withBundled(plan: DataPlan, set: BundledSet): DataPlan {
  return plan.source.kind === 'bundled' ? { ...plan, source: { ...plan.source, set } } : plan;
}

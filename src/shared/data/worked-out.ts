/** What goes through all rows of a plan to be known: worked out where nobody waits, and remembered where they are shown. */
import { isProblem } from '../messages/problem';
import { contentOf, rememberContent, type Content } from './content';
import type { DataPlan } from './plan';
import { fitRows, rememberFit, type Fit } from './prepare';
import type { Shares } from './split';
import { describeColumn, rememberDescription, type Description } from './table';

/** A plain value: it can be handed from one thread to another. */
export interface WorkedOut {
  readonly content: Content;
  /** Of a table's columns, in their order. */
  readonly descriptions: readonly Description[];
  readonly shares: Shares;
  readonly fit: Fit | undefined;
}

/** Numbers that are gone through, of how many. */
export type ReportNumbers = (done: number, total: number) => void;

/** Undefined where the source cannot be read. */
export function workOut(
  plan: DataPlan,
  { validation, test = 0, seed }: Shares,
  report: ReportNumbers,
): WorkedOut | undefined {
  const content = contentOf(plan.source);
  if (isProblem(content)) return undefined;
  const shares = { validation, test, seed };
  const descriptions = content.kind === 'table' ? content.table.columns.map(describeColumn) : [];
  const turns = fitRows(plan, shares);
  const total = numbersOf(plan);
  let done = 0;
  for (;;) {
    const step = turns.next();
    if (step.done) {
      return { content, descriptions, shares, fit: isProblem(step.value) ? undefined : step.value };
    }
    report((done += step.value), total);
  }
}

export function rememberWorkedOut(plan: DataPlan, { content, descriptions, shares, fit }: WorkedOut): void {
  rememberContent(plan.source, content);
  if (content.kind === 'table') {
    content.table.columns.forEach((column, at) => {
      const found = descriptions[at];
      if (found) rememberDescription(column, found);
    });
  }
  if (fit) rememberFit(plan, shares, fit);
}

/** How many numbers preparing goes through at most. */
export function numbersOf({ source, preparation }: DataPlan): number {
  const content = contentOf(source);
  if (isProblem(content)) return 0;
  const size =
    content.kind === 'table' ? content.table.rows * content.table.columns.length : content.values.length;
  return preparation.scaling === 'standardise' ? 2 * size : size;
}

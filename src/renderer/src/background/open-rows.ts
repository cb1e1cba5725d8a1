/** A file of rows the person chose, read and taken apart, with all that is known of its rows. */
import type { ChosenFile } from '#shared/contract/desktop';
import { isRowsOfText, openRows } from '#shared/data/open';
import { planFor, readAnew, type DataPlan } from '#shared/data/plan';
import type { Shares } from '#shared/data/split';
import type { Reading } from '#shared/data/table';
import { workOut, type WorkedOut } from '#shared/data/worked-out';
import { isProblem, type Problem } from '#shared/messages/problem';
import type { ByteReader, ReportProgress } from './byte-reader';

export interface OpenedRows {
  readonly plan: DataPlan;
  readonly workedOut?: WorkedOut | undefined;
}

/** Errors: what keeps the file from being one of rows. */
export async function openRowsFile(
  { handle, name, shares }: ChosenFile & { readonly shares: Shares },
  reader: ByteReader,
  report: ReportProgress,
): Promise<OpenedRows | Problem> {
  const plan = await readPlan({ handle, name }, reader, report);
  return isProblem(plan) ? plan : { plan, workedOut: workOut(plan, shares, report) };
}

/** The rows of a plan read in another way. */
export function readRowsAnew(
  { plan, reading, shares }: { readonly plan: DataPlan; readonly reading: Reading; readonly shares: Shares },
  _: ByteReader,
  report: ReportProgress,
): Promise<OpenedRows> {
  const fresh = readAnew(plan, reading);
  return Promise.resolve({ plan: fresh, workedOut: workOut(fresh, shares, report) });
}

/** On its own, so that the bytes of the file are let go before its rows are prepared. */
async function readPlan(
  { handle, name }: ChosenFile,
  reader: ByteReader,
  report: ReportProgress,
): Promise<DataPlan | Problem> {
  const read = await reader.read(handle, isRowsOfText(name) ? 'rows' : 'file', report);
  if (isProblem(read)) return read;
  const source = openRows(name, read.bytes, read.rowsLeft);
  return isProblem(source) ? source : planFor(source);
}

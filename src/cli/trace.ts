/** `loom trace` of one model: runs it, prints what it computed and writes what was asked for. */
import { systemProblem } from '#host/system-error';
import { isProblem, type Problem } from '#shared/messages/problem';
import { dumpTrace, prepareDump } from './dump';
import { openModel } from './open-model';
import { print, printLine } from './output';
import type { Teller, TraceJob } from './protocol';
import { prepareDocument } from './trace-document';
import { nodeLine } from './trace-lines';
import { prepareOnnx } from './trace-onnx';
import { formatTrace } from './trace-table';
import type { PreparedTrace } from './traced';

/** Errors: a problem; what was printed and written until then stays. */
export async function trace(job: TraceJob, tell: Teller): Promise<Problem | undefined> {
  const opened = openModel(job.model);
  if (isProblem(opened)) return opened;
  const { inputs, provider } = job;
  const prepared = await (opened.kind === 'document'
    ? prepareDocument(opened.document, inputs, provider)
    : prepareOnnx(opened.model, inputs, provider));
  if (isProblem(prepared)) return prepared;
  for (const found of [...opened.notes, ...prepared.notes]) tell.note(found);
  try {
    return await runPrepared(job, prepared, opened.kind, tell);
  } finally {
    await prepared.release();
  }
}

async function runPrepared(
  job: TraceJob,
  prepared: PreparedTrace,
  kind: 'onnx' | 'document',
  tell: Teller,
): Promise<Problem | undefined> {
  const { provider, nodeCount } = prepared;
  const notWritten = (error: unknown): Problem =>
    systemProblem(error, 'output-not-written', job.dump?.shown ?? '');
  try {
    if (job.dump) prepareDump(job.dump.path);
  } catch (error) {
    return notWritten(error);
  }
  if (job.print === 'lines') printLine({ event: 'start', nodes: nodeCount, provider });
  const result = await prepared.run();
  if (isProblem(result)) return result;
  if (job.print !== 'nothing') tell.ran();
  try {
    for (const [node, described] of dumpTrace(result, { model: job.model.shown, provider }, job.dump?.path)) {
      if (job.print === 'lines') printLine(nodeLine(node, described));
    }
  } catch (error) {
    return notWritten(error);
  }
  if (job.print === 'lines') printLine({ event: 'end', ms: Math.round(result.ms * 1000) / 1000 });
  if (job.print === 'table') {
    print(formatTrace(result, kind));
    for (const { notice } of result.nodes) if (notice) tell.note(notice);
  }
  return undefined;
}

/** `loom summary MODEL`: shapes, parameters and multiply-adds by layer, and what they come to. */
import type { Document } from '#shared/document/document';
import { inferShapes } from '#shared/document/infer';
import { commonMessages } from '#shared/messages/common';
import { isProblem, type Problem } from '#shared/messages/problem';
import { formatBytes, formatCount } from '#shared/tensor/number-format';
import { formatShape } from '#shared/tensor/shape';
import { summarise, totalOf, type Costs } from '#shared/summary/summary';
import { openModel } from './open-model';
import { print, printLine } from './output';
import type { SummaryJob } from './protocol';
import { plain } from '#shared/messages/fill';
import { cut } from './sentence';
import { summariseOnnx, type SummaryLine } from './summary-onnx';
import { formatTable } from './table';

/** Errors: a problem when the model is not complete, or the runtime refuses it. */
export async function summary({ model: place, isJson }: SummaryJob): Promise<Problem | undefined> {
  const opened = openModel(place);
  if (isProblem(opened)) return opened;
  const lines = await (opened.kind === 'onnx' ? summariseOnnx(opened.model) : linesOf(opened.document));
  if (isProblem(lines)) return lines;
  const totals = totalOf(lines.map(({ costs }) => costs));
  if (isJson) printLine({ layers: lines.map(describeLine), totals: describeTotals(totals) });
  else print(formatSummary(lines, totals));
  return undefined;
}

function linesOf(document: Document): readonly SummaryLine[] | Problem {
  const inference = inferShapes(document);
  return inference.problems[0] ?? summarise(inference).rows;
}

function describeLine({ name, kind, inputs, output, costs, isUncounted }: SummaryLine): object {
  const { parameters, buffers } = costs;
  const multiplyAdds = isUncounted ? null : costs.multiplyAdds;
  return { name, kind, inputs, output: output ?? null, parameters, buffers, multiplyAdds };
}

function describeTotals({ activations: _, ...totals }: Costs): object {
  return totals;
}

function formatSummary(lines: readonly SummaryLine[], totals: Costs): string {
  const rows = lines.map(({ name, kind, inputs, output, costs, isUncounted }, at) => [
    String(at + 1),
    cut(plain(name), 32),
    plain(kind),
    inputs.map(formatShape).join(', ') || '-',
    output ? formatShape(output) : '-',
    formatCount(costs.parameters),
    isUncounted ? '?' : formatCount(costs.multiplyAdds),
  ]);
  const atLeast = lines.some(({ isUncounted }) => isUncounted) ? 'at least ' : '';
  const { input, output } = commonMessages;
  const heads = ['#', 'Layer', 'Kind', input, output, 'Parameters', 'Multiply-adds'];
  const buffers = totals.buffers > 0 ? `, and ${formatCount(totals.buffers)} running statistics` : '';
  return `${formatTable([heads, ...rows], [0, 5, 6])}
Parameters     ${formatCount(totals.parameters)} trainable${buffers}
Multiply-adds  ${atLeast}${formatCount(totals.multiplyAdds)}
Size           ${formatBytes(totals.parameterBytes)} of parameters, ${formatBytes(totals.activationBytes)} of activations
`;
}

/** `loom compare A B`: runs two models and says, node by node, how far their numbers are apart. */
import { describeStanding } from '#shared/compare/describe';
import { difference, type Difference } from '#shared/compare/differ';
import { matchNames, type Answered } from '#shared/compare/match';
import { linesOf, standingOf } from '#shared/compare/standing';
import { commonMessages } from '#shared/messages/common';
import { isProblem, problem, type Problem } from '#shared/messages/problem';
import type { Tensor } from '#shared/tensor/tensor';
import { endLine, formatComparison, pairLine } from './compare-lines';
import type { Offered } from './given-inputs';
import { openModel } from './open-model';
import { print, printLine } from './output';
import type { CompareJob, Place, Teller, TraceJob } from './protocol';
import { prepareDocument } from './trace-document';
import { prepareOnnx } from './trace-onnx';
import type { Trace, TracedValue } from './traced';

/** Errors: what keeps one of them from running, and that they differ. */
export async function compare(job: CompareJob, tell: Teller): Promise<Problem | undefined> {
  const one = await runOf(job.model, job.inputs, job.provider, tell);
  if (isProblem(one)) return one;
  const fed = new Map(
    one.inputs.flatMap(({ name, tensor }): [string, Tensor][] =>
      tensor && one.fed.has(name) ? [[name, tensor]] : [],
    ),
  );
  const other = await runOf(job.other, job.otherInputs, job.otherProvider, tell, fed);
  if (isProblem(other)) return about(job.other, other);
  tell.ran();
  const values = answeredBy(one);
  const match = matchNames(values, answeredBy(other));
  const names = { file: job.model.shown, other: job.other.shown };
  if (match.pairs.length === 0) return problem('nothing-in-common', names);
  const [ours, theirs] = [tensorsOf(one), tensorsOf(other)];
  const found = new Map(
    match.pairs.flatMap(([mine, partner]): [string, Difference][] => {
      const [is, should] = [ours.get(mine.value), theirs.get(partner.value)];
      return is && should ? [[mine.value, difference(is, should, job.tolerance)]] : [];
    }),
  );
  const lines = linesOf(match, values, found);
  const standing = standingOf(lines);
  const sentence = describeStanding(standing, ({ name, value }) => name || value, [
    job.model.shown,
    job.other.shown,
  ]);
  if (job.isJson) {
    for (const [index, line] of lines.entries()) printLine(pairLine(line, index));
    printLine(endLine(standing));
  } else {
    print(formatComparison(lines, standing, [job.model.shown, job.other.shown]));
    if (!standing.first && standing.compared > 0) print(`\n${sentence}\n`);
  }
  if (standing.compared === 0) return problem('nothing-to-compare', names);
  return standing.first && problem('runs-differ', { ...names, sentence: sentence.replace(/\.$/, '') });
}

async function runOf(
  place: Place,
  inputs: TraceJob['inputs'],
  provider: CompareJob['provider'],
  tell: Teller,
  offered?: Offered,
): Promise<Trace | Problem> {
  const opened = openModel(place);
  if (isProblem(opened)) return opened;
  const prepared = await (opened.kind === 'document'
    ? prepareDocument(opened.document, inputs, provider, offered)
    : prepareOnnx(opened.model, inputs, provider, offered));
  if (isProblem(prepared)) return prepared;
  for (const found of [...opened.notes, ...prepared.notes]) tell.note(about(place, found));
  try {
    return await prepared.run();
  } finally {
    await prepared.release();
  }
}

/** Of two models a sentence says which one it is about. */
function about({ shown }: Place, found: Problem): Problem {
  return 'file' in found.values ? found : { ...found, values: { ...found.values, about: shown } };
}

/** What went in, and what every node made of it. */
function answeredBy({ inputs, fed, nodes, outputs: answers }: Trace): readonly Answered[] {
  const asked = new Set(answers);
  const made = nodes.flatMap(({ index, name, op, reads, outputs }) =>
    outputs.map((output, port): Answered => ({
      ...{ value: output.name, node: String(index), port: String(port), name, kind: op, reads },
      ...{ isUnread: !output.tensor, isAnswer: asked.has(output.name) },
    })),
  );
  const values = new Set(made.map(({ value }) => value));
  const given = inputs
    .filter(({ name }) => fed.has(name) && !values.has(name))
    .map(({ name }): Answered => {
      return { value: name, node: `input ${name}`, port: '', name, kind: commonMessages.input, reads: [] };
    });
  return [...given, ...made];
}

function tensorsOf({ inputs, nodes }: Trace): ReadonlyMap<string, Tensor> {
  const values: readonly TracedValue[] = [...inputs, ...nodes.flatMap(({ outputs }) => outputs)];
  return new Map(values.flatMap(({ name, tensor }) => (tensor ? [[name, tensor] as const] : [])));
}

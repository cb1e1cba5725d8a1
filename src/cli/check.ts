/** `loom check MODEL`: whether it can be run, and every problem it has with its repair. */
import type { Document } from '#shared/document/document';
import { inferShapes } from '#shared/document/infer';
import { plain } from '#shared/messages/fill';
import { describeProblem, isProblem, problem, type Problem } from '#shared/messages/problem';
import { describeRepair } from '#shared/messages/repairs';
import { contentsOf, type ModelProto } from '#shared/onnx/model-file';
import { summarise } from '#shared/summary/summary';
import { unknownIn } from '#shared/training/network';
import { loadEngine } from './engine-host';
import { openLayers, openModel } from './open-model';
import { print, printLine } from './output';
import type { CheckJob, Place, Teller } from './protocol';
import { sentenceOf } from './sentence';

/** Errors: a problem when the model has any; they are printed. */
export async function check(job: CheckJob, tell: Teller): Promise<Problem | undefined> {
  const { model: place } = job;
  if (job.isJson) return checkAsOpened(place, tell);
  const opened = openModel(place);
  if (isProblem(opened)) return opened;
  for (const note of opened.notes) tell.note(note);
  const problems = opened.kind === 'document' ? problemsOf(opened.document) : await checkOnnx(opened.model);
  if (problems.length === 0) {
    print(`${place.shown} has no problems.\n`);
    return undefined;
  }
  for (const found of problems) print(`${sentenceOf(found, place.shown)}\n`);
  return countOf(problems, place);
}

function countOf(problems: readonly Problem[], { shown }: Place): Problem | undefined {
  if (problems.length === 0) return undefined;
  const count = problems.length === 1 ? 'a problem' : `${problems.length} problems`;
  return problem('model-has-problems', { file: shown, count });
}

/** What the window makes of it. Errors: a problem when it has any; they are in what is printed. */
async function checkAsOpened(place: Place, tell: Teller): Promise<Problem | undefined> {
  const opened = await openLayers(place);
  if (isProblem(opened)) {
    printLine({ nodes: 0, layers: {}, ops: operatorsIn(place), parameters: 0, problems: [describe(opened)] });
    return countOf([opened], place);
  }
  for (const note of opened.notes) tell.note(note);
  const { document } = opened;
  const inference = inferShapes(document);
  const layerKinds = document.nodes.flatMap(({ kind, op }) => (op ? [] : [kind]));
  const operators = document.nodes.flatMap(({ op }) => (op ? [op.type] : []));
  const problems = problemsOf(document);
  const { totals } = summarise(inference);
  printLine({
    nodes: document.nodes.length,
    layers: counted(layerKinds),
    ops: counted(operators),
    parameters: totals.parameters,
    problems: problems.map(describe),
  });
  return countOf(problems, place);
}

/** Of a model that is no layers. */
function operatorsIn(place: Place): Readonly<Record<string, number>> {
  const opened = openModel(place);
  if (isProblem(opened) || opened.kind === 'document') return {};
  return counted(contentsOf(opened.model).nodes.map(({ op }) => op));
}

function counted(names: readonly string[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return Object.fromEntries(counts);
}

function describe(found: Problem) {
  const [repair] = found.repairs;
  return {
    node: found.node ?? null,
    sentence: plain(describeProblem(found)),
    repair: repair ? plain(describeRepair(repair)) : null,
  };
}

function problemsOf(document: Document): readonly Problem[] {
  const unknown = unknownIn(document.training);
  return [...inferShapes(document).problems, ...(unknown ? [unknown] : [])];
}

/** What cannot be given to it, and what the runtime says when it loads it. */
async function checkOnnx(model: ModelProto): Promise<readonly Problem[]> {
  const { inputs, nodes } = contentsOf(model);
  const unsupported = inputs
    .filter(({ dtype, hasInitializer }) => !dtype && !hasInitializer)
    .map(({ name, type }) => problem('model-input-unsupported', { input: name, type }));
  if (unsupported.length > 0) return unsupported;
  const { loadAnyModel } = await loadEngine();
  const values = nodes.flatMap(({ outputs }) => outputs);
  const loaded = await loadAnyModel(model, values, [], 'cpu');
  if (isProblem(loaded)) return [loaded];
  await loaded.release();
  return [];
}

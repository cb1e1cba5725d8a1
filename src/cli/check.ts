/** `loom check MODEL`: whether it can be run, and every problem it has with its repair. */
import type { Document } from '#shared/document/document';
import { inferShapes } from '#shared/document/infer';
import { isProblem, problem, type Problem } from '#shared/messages/problem';
import { contentsOf, type ModelProto } from '#shared/onnx/model-file';
import { unknownIn } from '#shared/training/network';
import { loadEngine } from './engine-host';
import { openModel } from './open-model';
import { print } from './output';
import type { CheckJob, Teller } from './protocol';
import { sentenceOf } from './sentence';

/** Errors: a problem when the model has any; they are printed. */
export async function check({ model: place }: CheckJob, tell: Teller): Promise<Problem | undefined> {
  const opened = openModel(place);
  if (isProblem(opened)) return opened;
  for (const note of opened.notes) tell.note(note);
  const problems = opened.kind === 'document' ? problemsOf(opened.document) : await checkOnnx(opened.model);
  if (problems.length === 0) {
    print(`${place.shown} has no problems.\n`);
    return undefined;
  }
  for (const found of problems) print(`${sentenceOf(found, place.shown)}\n`);
  const count = problems.length === 1 ? 'a problem' : `${problems.length} problems`;
  return problem('model-has-problems', { file: place.shown, count });
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

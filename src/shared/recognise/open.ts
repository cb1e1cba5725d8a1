/** A model from a file as a document: run once for what its values are, and then looked for layers in. */
import type { Held, RecordReply, Reply } from '../contract/engine';
import { compileTrace, feedsOf } from '../compile/compile';
import { endKey, type Document } from '../document/document';
import { inferShapes } from '../document/infer';
import { arrange } from '../layout/arrange';
import { withBlocks } from '../layout/blocks';
import { isProblem, problem, describeProblem, type Problem } from '../messages/problem';
import { decodeGraph } from '../onnx/decode';
import { drawMissing, isFree } from '../onnx/draw-inputs';
import { contentsOf, type ModelProto } from '../onnx/model-file';
import { encodeModelFile } from '../onnx/model-bytes';
import { raiseModel } from '../onnx/raise';
import { writtenOut } from '../onnx/written-out';
import type { Tensor } from '../tensor/tensor';
import { notesOn } from './left-out';
import { faultOf, recognise, type Recognised } from './recognise';
import type { Recognising } from './recognising';

/** One run of a model by the engine; a proof keeps it, or holds another against what was kept. */
export type RecordRun = (
  model: Uint8Array<ArrayBuffer>,
  feeds: ReadonlyMap<string, Tensor>,
  proof?: 'begin' | Held,
) => Promise<Reply<RecordReply>>;

export interface OpenedDocument {
  readonly document: Document;
  /** What is left out of it, or was not found out. */
  readonly notes: readonly Problem[];
}

/** Layers that turn out to answer something else are looked for this often; then all is as the file has it. */
const proofs = 3;

/**
 * Sizes that the file leaves open are proposed. A layer is in the document only where it answers what the file does, or a
 * note says that this could not be looked at.
 * Errors: what keeps it from being a document.
 */
export async function openAsDocument(
  given: ModelProto,
  file: string,
  run: RecordRun,
  report?: Recognising['report'],
): Promise<OpenedDocument | Problem> {
  // Sizes that no tensor has are told before anything is run.
  const fault = faultOf(given, file);
  if (fault) return fault;
  const { feeds, found, model } = await lookedInto(given, await firstRun(given, run), run);
  const failed = isProblem(found) ? found : found.failed;
  const record = isProblem(found) ? undefined : found.values;
  const stuck = raiseModel(model, file, record);
  if (stuck) return stuck;
  const asFile = new Set<string>();
  for (let proof = 0; ; proof++) {
    const recognised = recognise(model, file, { record, asFile, ...(report && { report }) });
    if (isProblem(recognised)) return recognised;
    const proven = failed || isProblem(feeds) ? failed : await differingIn(recognised, model, feeds, run);
    const differing = isProblem(proven) ? leftToFile(proven, recognised) : (proven ?? []);
    if (isProblem(feeds) || differing.length === 0) {
      const notes = failed ? [notRun(failed, file)] : isProblem(proven) ? [notProven(proven, file)] : [];
      const inference = inferShapes(recognised.document);
      const blocks = withBlocks(recognised.document, recognised.paths, inference);
      return { document: arrange(blocks, inference, report), notes: [...notes, ...notesOn(model, file)] };
    }
    const { size } = asFile;
    for (const value of proof < proofs ? differing : recognised.layers.values()) asFile.add(value);
    if (asFile.size === size)
      throw new TypeError('every layer was left to the file, and some are still held');
    // What layers are held against is let go after each look.
    await recordOf(model, feeds, run);
  }
}

/** What the runtime does not run is another model than the file's; an engine that ends or takes too long says nothing. */
function leftToFile({ code }: Problem, { layers }: Recognised): readonly string[] {
  return code === 'model-not-loaded' || code === 'model-failed' ? [...layers.values()] : [];
}

/** A batch of one; of what else is open what shows something, and where that does not go, what goes more often. */
const proposals: readonly ((axis: number, rank: number) => number)[] = [
  (axis, rank) => (axis === 0 ? 1 : rank > 3 && axis > 1 ? 32 : 8),
  () => 1,
  (axis, rank) => (axis === 0 ? 1 : rank > 3 && axis === 1 ? 3 : 224),
];

interface FirstRun {
  readonly feeds: ReadonlyMap<string, Tensor> | Problem;
  readonly found: RecordReply | Problem;
}

async function firstRun(model: ModelProto, run: RecordRun): Promise<FirstRun> {
  const { inputs } = contentsOf(model);
  const isOpen = inputs.some(({ shape, hasInitializer }) => !hasInitializer && shape?.some(isFree));
  const tried: { feeds: ReadonlyMap<string, Tensor> | Problem; found: RecordReply | Problem }[] = [];
  for (const propose of isOpen ? proposals : proposals.slice(1, 2)) {
    const feeds = drawMissing(inputs, new Map(), propose);
    const found = isProblem(feeds) ? feeds : await recordOf(model, feeds, run);
    if (!isProblem(found) && !found.failed) return { feeds, found };
    tried.push({ feeds, found });
  }
  const [first] = tried;
  return first ?? { feeds: new Map(), found: { values: new Map() } };
}

/** Functions of its own are written out where the model answers the same then. */
async function lookedInto(
  model: ModelProto,
  first: FirstRun,
  run: RecordRun,
): Promise<FirstRun & { readonly model: ModelProto }> {
  const { feeds, found } = first;
  const { outputs } = contentsOf(model);
  const isKnown =
    !isProblem(found) && !found.failed && outputs.every((name) => found.values.get(name)?.shape);
  const written = isKnown ? writtenOut(model) : undefined;
  if (isProblem(feeds) || !written) return { ...first, model };
  const against = new Map(outputs.map((name) => [name, name]));
  const proven = await run(encodeModelFile(written), feeds, { against, weights: new Map() });
  const isSame = proven.ok && !proven.value.failed && proven.value.differing?.length === 0;
  const whole = isSame ? written : model;
  // What layers are held against is let go after each look.
  return { feeds, found: await recordOf(whole, feeds, run), model: whole };
}

async function recordOf(
  model: ModelProto,
  feeds: ReadonlyMap<string, Tensor>,
  run: RecordRun,
): Promise<RecordReply | Problem> {
  const reply = await run(encodeModelFile(model), feeds, 'begin');
  return reply.ok ? reply.value : reply.problem;
}

/** Values of the file that layers answer otherwise, though what reaches them is the same. */
async function differingIn(
  { document, layers }: Recognised,
  file: ModelProto,
  given: ReadonlyMap<string, Tensor>,
  run: RecordRun,
): Promise<readonly string[] | Problem> {
  const inference = inferShapes(document);
  const { model, ports } = compileTrace(inference);
  const held = ports.flatMap(({ node, port, value }) => {
    const own = layers.get(endKey({ node, port }));
    return own === undefined ? [] : [{ node, value, own }];
  });
  const names = new Map<Tensor, string>(
    [...decodeGraph(file).initializers].map(([name, tensor]) => [tensor, name]),
  );
  const feeds = new Map<string, Tensor>();
  const weights = new Map<string, string>();
  for (const [name, tensor] of feedsOf(document, inference)) {
    const own = given.has(name) ? undefined : names.get(tensor);
    if (own === undefined) feeds.set(name, given.get(name) ?? tensor);
    else weights.set(name, own);
  }
  const against = new Map(held.map(({ value, own }) => [value, own]));
  const reply = await run(model, feeds, { against, weights });
  if (!reply.ok) return reply.problem;
  if (reply.value.failed) return reply.value.failed;
  const differing = new Set(reply.value.differing);
  const nodes = new Set(held.filter(({ value }) => differing.has(value)).map(({ node }) => node));
  return held.flatMap(({ node, value, own }) => {
    const isFirst = inference.nodes
      .get(node)
      ?.inputs.every(({ edge }) => edge === undefined || !nodes.has(edge.from.node));
    return differing.has(value) && isFirst ? [own] : [];
  });
}

function notRun(found: Problem, file: string): Problem {
  return problem('model-not-run', { file, sentence: describeProblem(found).replace(/\.$/, '') });
}

function notProven(found: Problem, file: string): Problem {
  return problem('model-not-proven', { file, sentence: describeProblem(found).replace(/\.$/, '') });
}

/** One case of the ONNX suite: by the bare runtime, as a document that is traced and explained, and saved and run again. */
import { Recorder } from '#engine/record';
import { Engine } from '#engine/engine';
import { compileForward, compileTrace, feedsOf } from '#shared/compile/compile';
import { recordOperators } from '#shared/compile/record';
import { completeNodes } from '#shared/document/complete';
import type { Document } from '#shared/document/document';
import { applyEdit } from '#shared/document/edits';
import { inferShapes } from '#shared/document/infer';
import { describeProblem, isProblem } from '#shared/messages/problem';
import { contentsOf, readModel } from '#shared/onnx/model-file';
import { openAsDocument } from '#shared/recognise/open';
import type { Tensor } from '#shared/tensor/tensor';
import { tellSums } from './sums';

type Values = ReadonlyMap<string, Tensor>;

const engine = new Engine();
const recorder = new Recorder();
const recordModel: Recorder['record'] = (...asked) => recorder.record(...asked);

async function run(model: Uint8Array<ArrayBuffer>, feeds: Values): Promise<Values | string> {
  const reply = await engine.answer({ kind: 'run', model, feeds: new Map(feeds) });
  return reply.ok ? (reply.value as Values) : describeProblem(reply.problem);
}

/** `refused` is what the bare runtime says where it does not run it. */
export async function openCase(
  bytes: Uint8Array<ArrayBuffer>,
  tensors: readonly Tensor[],
  isRun: () => void,
) {
  const file = 'model.onnx';
  const model = readModel(bytes, file);
  if (isProblem(model)) return { outputs: [], failed: describeProblem(model) };
  const { inputs, outputs } = contentsOf(model);
  const given = new Map(inputs.slice(0, tensors.length).map(({ name }, at) => [name, tensors[at]!]));
  const bare = await run(bytes, given);
  if (typeof bare === 'string') return { outputs, refused: bare };
  isRun();
  const opened = await openAsDocument(model, file, recordModel);
  if (isProblem(opened)) return { outputs, bare, failed: describeProblem(opened) };
  const fed = withInputs(opened.document, given);
  const records = await recordOperators(fed, recordModel);
  const document = applyEdit(fed, { kind: 'set-records', records });
  const inference = inferShapes(document);
  const [problem] = inference.problems;
  if (problem) return { outputs, bare, failed: describeProblem(problem) };
  const fedAll = feedsOf(document, inference);
  const traced = await run(compileTrace(inference).model, fedAll);
  if (typeof traced === 'string') return { outputs, bare, failed: `traced: ${traced}` };
  const own = completeNodes(inference).flatMap(({ emission }) => emission.graphInputs);
  const feeds = new Map([...fedAll].filter(([name]) => own.some((one) => one.name === name)));
  const saved = await run(compileForward(document, inference), feeds);
  if (typeof saved === 'string') return { outputs, bare, failed: `saved: ${saved}` };
  const ops = document.nodes.flatMap(({ op }) => (op ? [op.type] : []));
  return { outputs, bare, traced, saved, ops, sums: tellSums(inference, fedAll, traced) };
}

function withInputs(document: Document, given: Values): Document {
  const { nodes } = inferShapes(document);
  const inputs = [...nodes.values()].flatMap(({ node, emission }) =>
    (emission?.graphInputs ?? []).flatMap(({ name }): [string, Tensor][] => {
      const tensor = given.get(name);
      return tensor ? [[node.id, tensor]] : [];
    }),
  );
  const shapes = new Map(inputs.map(([id, { shape }]) => [id, shape]));
  return {
    ...document,
    nodes: document.nodes.map((node) => {
      const shape = shapes.get(node.id);
      return shape ? { ...node, attributes: { ...node.attributes, shape } } : node;
    }),
    inputs: { ...document.inputs, ...Object.fromEntries(inputs) },
  };
}

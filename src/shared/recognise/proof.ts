/** A document held against its file: both are run on the same numbers. */
import { labelOf, type Held, type OwnNumbers, type RecordReply, type Reply } from '../contract/engine';
import { compileTrace, feedsOf } from '../compile/compile';
import { endKey, type Document, type NodeId } from '../document/document';
import { inferShapes } from '../document/infer';
import { isProblem, type Problem } from '../messages/problem';
import { decodeGraph } from '../onnx/decode';
import type { ModelProto } from '../onnx/model-file';
import { lentModel } from '../onnx/lent';
import type { Tensor } from '../tensor/tensor';
import { turnedFrom } from '../tensor/transposed';

/** One run of a model by the engine; a proof keeps it, or holds another against what was kept. */
export type RecordRun = (
  model: Uint8Array<ArrayBuffer>,
  feeds: ReadonlyMap<string, Tensor>,
  proof?: 'begin' | Held,
) => Promise<Reply<RecordReply>>;

/** What is kept is let go after each look. */
export async function beginProof(
  model: ModelProto,
  feeds: ReadonlyMap<string, Tensor>,
  run: RecordRun,
): Promise<RecordReply | Problem> {
  const reply = await run(lentModel(model), feeds, 'begin');
  return reply.ok ? reply.value : reply.problem;
}

export interface Differing {
  /** Nodes that answer otherwise than the file. */
  readonly all: ReadonlySet<NodeId>;
  /** Those of them that do though what reaches them is the same. */
  readonly first: ReadonlySet<NodeId>;
  /** What these answer, as the file calls it. */
  readonly values: readonly string[];
  /** Of the file's numbers those that it was fed, by their labels. */
  readonly fed: ReadonlyMap<string, Tensor>;
}

/** `values` are those of the file, by the ends that are to answer them. */
export async function differingIn(
  document: Document,
  values: ReadonlyMap<string, string>,
  file: ModelProto,
  given: ReadonlyMap<string, Tensor>,
  run: RecordRun,
): Promise<Differing | Problem> {
  const inference = inferShapes(document);
  const { model, ports } = compileTrace(inference);
  const held = ports.flatMap(({ node, port, value }) => {
    const own = values.get(endKey({ node, port }));
    return own === undefined ? [] : [{ node, value, own }];
  });
  const names = new Map<Tensor, string>(
    [...decodeGraph(file).initializers].map(([name, tensor]) => [tensor, name]),
  );
  const feeds = new Map<string, Tensor>();
  const weights = new Map<string, OwnNumbers>();
  const fed = new Map<string, Tensor>();
  for (const [name, tensor] of feedsOf(document, inference)) {
    const source = turnedFrom(tensor);
    const own = given.has(name) ? undefined : names.get(source ?? tensor);
    if (own === undefined) feeds.set(name, given.get(name) ?? tensor);
    else {
      const numbers = { own, isTurned: source !== undefined };
      weights.set(name, numbers);
      fed.set(labelOf(numbers), tensor);
    }
  }
  const against = new Map(held.map(({ value, own }) => [value, own]));
  const reply = await run(model, feeds, { against, weights });
  if (!reply.ok) return reply.problem;
  if (reply.value.failed) return reply.value.failed;
  const differing = new Set(reply.value.differing);
  const nodes = new Set(held.filter(({ value }) => differing.has(value)).map(({ node }) => node));
  const first = new Set(
    [...nodes].filter((node) =>
      inference.nodes.get(node)?.inputs.every(({ edge }) => edge === undefined || !nodes.has(edge.from.node)),
    ),
  );
  const own = held.filter(({ node, value }) => first.has(node) && differing.has(value)).map((one) => one.own);
  return { all: nodes, first, values: own, fed };
}

/** What the runtime does not run is another model than the file's; an engine that ends or takes too long says nothing. */
export const isRefusal = ({ code }: Problem): boolean =>
  code === 'model-not-loaded' || code === 'model-failed';

/** Whether a model ran, and what its values are is known. */
export const isRun = (found: RecordReply | Problem): found is RecordReply =>
  !isProblem(found) && !found.failed;

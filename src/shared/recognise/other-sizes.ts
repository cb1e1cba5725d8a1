/**
 * Whether a document is its file at other sizes too, where the file leaves some open: numbers that were worked out for one
 * size, and layers that say one, are another network's then.
 */
import { recordOperators } from '../compile/record';
import { feedsOf } from '../compile/compile';
import { endKey, type Document, type Node, type NodeId } from '../document/document';
import { applyEdit } from '../document/edits';
import { inferShapes, type Inference } from '../document/infer';
import { openSizes, withSizes } from '../document/sizes';
import { layerOf } from '../layers/layer-of';
import { isProblem, type Problem } from '../messages/problem';
import { decodeGraph } from '../onnx/decode';
import { drawMissing } from '../onnx/draw-inputs';
import { contentsOf, type ModelProto } from '../onnx/model-file';
import { graphOf } from '../onnx/model-parts';
import { beginProof, differingIn, isRefusal, isRun, type Differing, type RecordRun } from './proof';
import type { Recognised } from './recognise';
import type { Parting } from './recognising';
import type { ModelRecord } from './record';
import { seeGraph } from './see';

/** Where something parts, what is to be left to the file, `more` of it than is left already where that could mend it. */
export type AtOtherSizes =
  | { readonly found: 'same' }
  | { readonly found: 'unknown' }
  | { readonly found: 'parts'; readonly parting: Parting; readonly isMore: boolean };

/** Other sizes, each its own, or twice those that it was run with: some networks halve them several times. */
const choices: readonly ((size: number, at: number) => number)[] = [
  (size, at) => size + 1 + at,
  (size) => size * 2,
];

const nothing: Parting = { layers: new Map(), unfolded: new Set() };

export async function atOtherSizes(
  { document, values }: Recognised,
  model: ModelProto,
  record: ModelRecord | undefined,
  run: RecordRun,
  parting: Parting = nothing,
): Promise<AtOtherSizes> {
  const sizes = [...openSizes(document)];
  if (sizes.length === 0) return { found: 'same' };
  for (const choose of choices) {
    const other: Document = {
      ...withSizes(document, new Map(sizes.map(([name, size], at) => [name, choose(size, at)]))),
      inputs: {},
    };
    const first = inferShapes(other);
    const given = [...first.nodes.values()].flatMap(({ emission }) => emission?.graphInputs ?? []);
    const drawn = feedsOf(other, first);
    const names = new Set(given.map(({ name }) => name));
    const own = new Map([...drawn].filter(([name]) => names.has(name)));
    const feeds = drawMissing(contentsOf(model).inputs, own);
    if (isProblem(feeds) || !isRun(await beginProof(model, feeds, run))) continue;
    const records = await recordOperators(other, run);
    const known = applyEdit(other, { kind: 'set-records', records });
    const valueOf = (node: NodeId, port: string) => values.get(endKey({ node, port }));
    const differing = await differingIn(known, values, model, feeds, run);
    if (isProblem(differing) && !isRefusal(differing)) return { found: 'unknown' };
    const parts = partsOf(known, differing, valueOf, new Set(graphOf(model).output.map(({ name }) => name)));
    if (parts.length === 0 && !isProblem(differing)) return { found: 'same' };
    const more = withMore(parting, parts, valueOf, workedOut(model, record));
    // What an operator of the file answers otherwise by itself, it draws at random.
    const isRandom =
      !more.isMore && !isProblem(differing) && parts.every(({ id, op }) => op && differing.all.has(id));
    return isRandom ? { found: 'same' } : { found: 'parts', ...more };
  }
  return { found: 'unknown' };
}

/** Nodes that have to be others; none where the answers are the file's: on the way there, numbers may be laid out otherwise. */
function partsOf(
  document: Document,
  differing: Differing | Problem,
  valueOf: (node: NodeId, port: string) => string | undefined,
  answers: ReadonlySet<string>,
): readonly Node[] {
  // Any operator may be the one that the runtime does not run.
  if (isProblem(differing)) return document.nodes.filter(({ op }) => op);
  const isAnswer = (node: Node) => portsOf(node).some((port) => answers.has(valueOf(node.id, port) ?? ''));
  const stuck = stuckIn(inferShapes(document));
  const isSame = !document.nodes.some((node) => differing.all.has(node.id) && isAnswer(node));
  if (stuck.length === 0 && isSame) return [];
  const first = new Set([...differing.first, ...stuck]);
  return document.nodes.filter(({ id }) => first.has(id));
}

const portsOf = (node: Node): readonly string[] => layerOf(node)?.outputs(node.attributes) ?? [];

/** Nodes that cannot be what they are at these sizes, though all before them can. */
function stuckIn({ nodes }: Inference): readonly NodeId[] {
  return [...nodes.values()].flatMap(({ node, inputs, emission }) => {
    const isReached = inputs.every(({ edge }) => edge && nodes.get(edge.from.node)?.emission);
    return isReached && !emission ? [node.id] : [];
  });
}

/** The numbers that the file works out from sizes and that a value is made of, by the value. */
function workedOut(model: ModelProto, record: ModelRecord | undefined): (value: string) => readonly string[] {
  const decoded = decodeGraph(model);
  const seen = seeGraph(decoded, '', { record });
  const makers = new Map(decoded.nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)));
  const isFolded = (name: string) =>
    !isProblem(seen) && makers.has(name) && seen.graph.initializers.has(name);
  return (value) => {
    const found = new Set<string>();
    const pending = isFolded(value) ? [value] : (makers.get(value)?.inputs.filter(isFolded) ?? []);
    for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
      if (found.has(name)) continue;
      found.add(name);
      pending.push(...(makers.get(name)?.inputs.filter(isFolded) ?? []));
    }
    return [...found].flatMap((name) => makers.get(name)?.outputs.find(Boolean) ?? []);
  };
}

function withMore(
  { layers, unfolded }: Parting,
  parts: readonly Node[],
  valueOf: (node: NodeId, port: string) => string | undefined,
  madeOf: (value: string) => readonly string[],
): { readonly parting: Parting; readonly isMore: boolean } {
  const kinds = new Map([...layers].map(([value, known]) => [value, new Set(known)]));
  const numbers = new Set(unfolded);
  let isMore = false;
  for (const node of parts) {
    const { id, kind, op } = node;
    for (const port of portsOf(node)) {
      const value = valueOf(id, port);
      if (value === undefined) continue;
      const refused = kinds.get(value) ?? new Set();
      // Another layer may be the same at every size; an operator is where its numbers are.
      const isOther = !op && !refused.has(kind);
      if (isOther) kinds.set(value, refused.add(kind));
      const fresh =
        op || madeOf(value).includes(value) ? madeOf(value).filter((name) => !numbers.has(name)) : [];
      for (const name of fresh) numbers.add(name);
      isMore ||= isOther || fresh.length > 0;
    }
  }
  return { parting: { layers: kinds, unfolded: numbers }, isMore };
}

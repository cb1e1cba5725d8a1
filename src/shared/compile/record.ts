/** Runs operators that were not run with what comes in now, for what they answer: what follows them waits for it. */
import type { RecordReply, Reply } from '../contract/engine';
import type { Complete } from '../document/complete';
import type { Document, NodeId } from '../document/document';
import { applyEdit } from '../document/edits';
import { answerAt, inferShapes, type Inference, type NodeInference } from '../document/infer';
import { givenOf, parameterOf } from '../document/values';
import type { Emission } from '../layers/emit';
import { isTold, type Described, type HeldOp } from '../layers/operator/held-op';
import { encodeModel } from '../onnx/encode';
import type { Tensor } from '../tensor/tensor';
import { areWhole, otherSizes } from './stated-inputs';

type RecordRun = (
  model: Uint8Array<ArrayBuffer>,
  feeds: ReadonlyMap<string, Tensor>,
) => Promise<Reply<RecordReply>>;

/** Whether a run would tell what operators answer. */
export function isUnrecorded({ nodes }: Inference): boolean {
  return [...nodes.values()].some(({ unrecorded }) => unrecorded !== undefined);
}

/** What was found, by node; nothing where the run fails, or there is nothing to find. */
export async function recordOperators(
  document: Document,
  run: RecordRun,
): Promise<Readonly<Record<NodeId, HeldOp['record']>>> {
  const records: Record<NodeId, HeldOp['record']> = {};
  let known = document;
  // Layers behind an operator have shapes once its own are found: the next run goes further.
  for (;;) {
    const inference = inferShapes(known);
    const found = await recordOnce(known, inference, run);
    const fresh = Object.keys(found).filter((node) => !(node in records));
    if (fresh.length === 0) return records;
    Object.assign(records, found);
    known = applyEdit(known, { kind: 'set-records', records: found });
  }
}

async function recordOnce(
  document: Document,
  inference: Inference,
  run: RecordRun,
): Promise<Record<NodeId, HeldOp['record']>> {
  const waiting = [...inference.nodes.values()].filter(({ unrecorded }) => unrecorded);
  if (waiting.length === 0) return {};
  const parts = [...inference.nodes.values()].flatMap((inferred): Complete[] => {
    const emission = inferred.emission ?? inferred.unrecorded;
    return emission ? [{ ...inferred, emission }] : [];
  });
  const feeds = new Map<string, Tensor>();
  for (const { node, emission } of parts) {
    for (const given of emission.graphInputs) feeds.set(given.name, givenOf(document, node.id, given));
    for (const spec of emission.parameters) feeds.set(spec.value, parameterOf(document, node.id, spec));
  }
  const model = encodeModel({
    ...{ name: 'record', operators: inference.origin?.operators },
    nodes: parts.flatMap(({ emission }) => emission.nodes),
    inputs: [...feeds].map(([name, { dtype, shape }]) => ({ name, dtype, shape })),
    outputs: waiting.flatMap(({ unrecorded }) => unrecorded?.outputs.map(({ name }) => ({ name })) ?? []),
    initializers: new Map(parts.flatMap(({ emission }) => [...emission.constants])),
  });
  const reply = await run(model, feeds);
  if (!reply.ok) return {};
  const { values } = reply.value;
  const describe = (emission: Emission | undefined, port: string): Described | undefined => {
    const answer = answerAt(emission, port);
    return (
      values.get(answer?.name ?? '') ??
      (answer && { type: answer.other ?? answer.dtype, shape: answer.shape })
    );
  };
  return Object.fromEntries(
    waiting.flatMap(({ node, inputs, unrecorded }) => {
      const given = inputs.map(({ edge }) => {
        const source: NodeInference | undefined = edge && inference.nodes.get(edge.from.node);
        return describe(source?.emission ?? source?.unrecorded, edge?.from.port ?? '');
      });
      const answered = unrecorded?.outputs.map(({ name }) => values.get(name)) ?? [];
      const record = {
        inputs: given.filter(isTold),
        outputs: answered.filter(isTold),
      };
      const isWhole = record.inputs.length === given.length && record.outputs.length === answered.length;
      return isWhole ? [[node.id, record] as const] : [];
    }),
  );
}

/** The network at other sizes than those it has, with what operators answer then; for `compileForward`. */
export async function lookAtOtherSizes(document: Document, run: RecordRun): Promise<readonly Inference[]> {
  const looks: Inference[] = [];
  for (const pair of otherSizes(document)) {
    looks.splice(0);
    for (const other of pair) {
      const records = await recordOperators(other, run);
      looks.push(inferShapes(applyEdit(other, { kind: 'set-records', records })));
    }
    if (areWhole(looks)) break;
  }
  return looks;
}

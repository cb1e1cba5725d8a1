/** What a model calls the values that enter and leave it: the names others know them by. */
import type { Answer } from '../layers/emit';
import { problem, type Problem } from '../messages/problem';
import { answeredValues, completeNodes } from './complete';
import { mapNodes, nodeOf, valueNameLimit, type Document, type End, type NodeId } from './document';
import { answerAt, inferShapes, type Inference } from './infer';

/** Of a node those that enter or leave the model there. */
export function modelValues(inference: Inference, node: NodeId): readonly Answer[] {
  const emission = inference.nodes.get(node)?.emission;
  if (!emission || emission.graphInputs.length > 0) return emission?.outputs ?? [];
  const answered = new Set(answeredValues(completeNodes(inference), inference.origin));
  return emission.outputs.filter((output) => answered.has(output));
}

/** Whether the runtime can call a value so. */
export function isUsable(name: string): boolean {
  return name !== '__proto__' && !name.includes('\0') && name.length <= valueNameLimit;
}

/** Why a value cannot be called so; undefined where it can. */
export function renameFault(document: Document, end: End, name: string): Problem | undefined {
  if (name === '') return problem('value-name-empty');
  if (!isUsable(name)) return problem('value-name-unusable', { limit: valueNameLimit });
  const now = namesIn(document);
  const own = answerAt(inferShapes(document).nodes.get(end.node)?.emission, end.port)?.name;
  const after = namesIn(renamed(document, end, name));
  const isTaken = name !== own && now.has(name);
  const isRepeated = [...after].some(([each, count]) => count > Math.max(1, now.get(each) ?? 0));
  return isTaken || isRepeated ? problem('value-name-taken', { taken: name }) : undefined;
}

/** The same document where it cannot be called so. */
export function renameValue(document: Document, end: End, name: string): Document {
  const isOther = nodeOf(document, end.node)?.values?.[end.port] !== name;
  return isOther && !renameFault(document, end, name) ? renamed(document, end, name) : document;
}

/** Kept in step with what the model that it came from says of it. */
function renamed(document: Document, { node: id, port }: End, name: string): Document {
  const { origin } = document;
  const before = nodeOf(document, id)?.values?.[port];
  const named = mapNodes(document, [id], (node) => ({ ...node, values: { ...node.values, [port]: name } }));
  if (!origin || before === undefined) return named;
  const renew = <T extends { readonly name: string }>(one: T): T =>
    one.name === before ? { ...one, name } : one;
  const inputs = origin.inputs.map(renew);
  const outputs = origin.outputs.map((output) => (output === before ? name : output));
  const answers = origin.answers && { answers: origin.answers.map(renew) };
  return { ...named, origin: { ...origin, inputs, outputs, ...answers } };
}

/** Every name that stands for a value in the model, with how many do it by that. */
function namesIn(document: Document): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { emission, unrecorded } of inferShapes(document).nodes.values()) {
    const found = emission ?? unrecorded;
    const names = [
      ...(found?.graphInputs ?? []).map((input) => input.name),
      ...(found?.nodes ?? []).flatMap(({ outputs }) => outputs.filter(Boolean)),
      ...(found?.constants.keys() ?? []),
      ...(found?.parameters ?? []).map(({ value }) => value),
    ];
    for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

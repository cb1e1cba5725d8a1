/** What is inferred of a node stays as it was while all it follows from does: adding one layer to a thousand infers one. */
import type { Answer, Emission } from '../layers/emit';
import type { Mode } from '../layers/define';
import { areShapesEqual } from '../tensor/shape';
import { stageName, type Edge, type Node, type NodeId } from './document';
import type { Inference, NodeInference, Structure } from './inference';

interface Around {
  readonly structure: Structure;
  readonly mode: Mode;
  readonly identifier: string | undefined;
  readonly into: readonly Edge[];
  readonly before: ReadonlyMap<NodeId, NodeInference>;
}

const reasons = new WeakMap<NodeInference, readonly unknown[]>();

/** The same where it would come to the same; else what `infer` finds. */
export function inferKept(
  node: Node,
  around: Around,
  earlier: NodeInference | undefined,
  infer: () => NodeInference,
): NodeInference {
  const now = reasonsOf(node.id, around);
  const then = earlier && isSameLayer(earlier.node, node) ? reasons.get(earlier) : undefined;
  const isKept = then?.length === now.length && then.every((each, at) => isSame(each, now[at]));
  const found = !earlier || !isKept ? infer() : earlier.node === node ? earlier : { ...earlier, node };
  reasons.set(found, now);
  return found;
}

/** The earlier one where nothing in it is otherwise. */
export function keptWhole(found: Inference, earlier: Inference | undefined): Inference {
  if (found.nodes.size !== earlier?.nodes.size || found.origin !== earlier.origin) return found;
  const before = [...earlier.nodes.values()];
  return [...found.nodes.values()].every((each, at) => each === before[at]) ? earlier : found;
}

/** Besides the node itself: what reaches it, what it is called in a model, and what is said of the whole. */
function reasonsOf(id: NodeId, { structure, mode, identifier, into, before }: Around): readonly unknown[] {
  const reaching = into.flatMap((edge) => {
    const source = before.get(edge.from.node);
    const answer = (of: Emission | undefined) => of?.outputs.find(({ port }) => port === edge.from.port);
    return [
      ...[edge, source && stageName(source.node), source?.emission === undefined],
      ...[answer(source?.emission), answer(source?.unrecorded)],
      structure.inputs?.[edge.from.node],
    ];
  });
  return [mode, identifier, structure.constants?.[id], structure.origin?.operators.set, ...reaching];
}

/** How a card is drawn is nothing that is inferred. */
function isSameLayer(one: Node, other: Node): boolean {
  if (one === other) return true;
  const keys = new Set([...Object.keys(one), ...Object.keys(other)] as (keyof Node)[]);
  keys.delete('isCollapsed');
  return [...keys].every((key) => one[key] === other[key]);
}

function isSame(one: unknown, other: unknown): boolean {
  return one === other || (isAnswer(one) && isAnswer(other) && isSameAnswer(one, other));
}

const isAnswer = (value: unknown): value is Answer =>
  typeof value === 'object' && value !== null && 'shape' in value && 'port' in value;

function isSameAnswer(one: Answer, two: Answer): boolean {
  return (
    areShapesEqual(one.shape, two.shape) &&
    (['name', 'port', 'dtype', 'other', 'isHeld'] as const).every((key) => one[key] === two[key])
  );
}

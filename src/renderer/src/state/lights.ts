/** What the selected number came from: its arithmetic, and every number on screen to light up for it. */
import { stageName, type NodeId } from '#shared/document/document';
import { explainNumber } from '#shared/explain/explain';
import { asAnswered, swallowedBy } from '#shared/explain/swallowed';
import type { Problem } from '#shared/messages/problem';
import { sourcesOf, type Expression } from '#shared/tensor/expression';
import { offsetAt, sizeOf, type Shape } from '#shared/tensor/shape';
import { elementAt, type Tensor } from '#shared/tensor/tensor';
import type { Numbers } from './numbers';
import type { SelectedNumber } from './selection.svelte';
import type { Session } from './session.svelte';

export interface Lights {
  /** The node whose number this is. */
  readonly node: NodeId;
  readonly expression: Expression;
  /** Flat offsets by parameter name; those of what the network was given under the empty name. */
  readonly own: ReadonlyMap<string, ReadonlySet<number>>;
  /** Flat offsets in what other nodes answered. */
  readonly answers: ReadonlyMap<NodeId, ReadonlySet<number>>;
}

/** Several panels ask about the same number, so the last answer is kept. */
let last: { readonly of: readonly unknown[]; readonly lights: Lights | undefined } | undefined;

/** Undefined while no number is selected, or one it came from is not there. */
export function lightsOf(session: Session): Lights | undefined {
  const { snapshot, frames, whole } = session.tracer;
  const of = [session.selection.number, snapshot, frames, whole];
  if (!last?.of.every((value, at) => value === of[at])) last = { of, lights: findLights(session) };
  return last.lights;
}

function findLights(session: Session): Lights | undefined {
  const { number } = session.selection;
  const numbers = numbersOf(session);
  return number && numbers ? lightsIn(numbers, number) : undefined;
}

/** Those of the trace on screen. */
export function numbersOf(session: Session): Numbers | undefined {
  const { snapshot } = session.tracer;
  if (!snapshot) return undefined;
  const { inference, feeds } = snapshot;
  return { inference, feeds, answer: (node) => tensorOf(session, node) };
}

export function lightsIn(
  { inference, feeds, answer }: Numbers,
  { node, index: picked }: SelectedNumber,
): Lights | undefined {
  const traced = inference.nodes.get(node);
  if (!traced?.emission) return undefined;
  const { emission, inputs } = traced;
  const wired = new Map(inputs.map(({ port, edge, shape }) => [port, { node: edge?.from.node, shape }]));
  const explained = explainNumber(traced, picked, {
    input: (port) => answer(wired.get(port)?.node),
    parameter: (name) => feeds.get(`${emission.output.name}.${name}`),
    given: feeds.get(emission.output.name),
  });
  if (!explained) return undefined;
  const found = answer(node);
  const expression = found ? asAnswered(explained, elementAt(found, picked)) : explained;
  const shapes = new Map<string, Shape>(emission.parameters.map(({ name, shape }) => [name, shape]));
  const own = new Map<string, Set<number>>();
  const answers = new Map<NodeId, Set<number>>();
  for (const { kind, name, index } of sourcesOf(expression)) {
    if (kind === 'input') {
      const source = wired.get(name);
      if (source?.node !== undefined) light(answers, source.node, offsetAt(source.shape ?? [], index));
    } else {
      light(own, name, offsetAt(shapes.get(name) ?? emission.output.shape, index));
    }
  }
  return { node, expression, own, answers };
}

/** What is lit of a node's answer: the selected number, or those the selected number came from. */
export function litAnswers(session: Session, node: NodeId, shape: Shape): ReadonlySet<number> | undefined {
  const { number } = session.selection;
  return number?.node === node
    ? new Set([offsetAt(shape, number.index)])
    : lightsOf(session)?.answers.get(node);
}

/** What a node has to say of the run on screen: NaN that was lost in it. */
export function noticeOf({ tracer }: Session, id: NodeId): Problem | undefined {
  const { snapshot, frames } = tracer;
  const traced = snapshot?.inference.nodes.get(id);
  const frame = frames.get(id);
  if (!traced?.emission || !frame) return undefined;
  const into = traced.inputs.map(({ edge }) => (edge ? frames.get(edge.from.node)?.statistics.nan : 0) ?? 0);
  return swallowedBy(
    stageName(traced.node),
    traced.emission.nodes.map(({ type }) => type),
    () => into.reduce((sum, count) => sum + count, 0),
    () => frame.statistics.nan,
  );
}

/** What a node answered, whole; undefined while only a preview of it is here. */
export function tensorOf(session: Session, node: NodeId | undefined): Tensor | undefined {
  const frame = node === undefined ? undefined : session.tracer.frames.get(node);
  if (!frame) return undefined;
  if (frame.preview.length === sizeOf(frame.shape)) {
    return { dtype: 'float32', shape: frame.shape, values: frame.preview };
  }
  return session.tracer.whole.get(frame.value);
}

function light(lit: Map<string, Set<number>>, name: string, offset: number): void {
  const offsets = lit.get(name) ?? new Set();
  offsets.add(offset);
  lit.set(name, offsets);
}

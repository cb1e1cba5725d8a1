/** What the selected number came from: its arithmetic, and every number on screen to light up for it. */
import type { Frame } from '#shared/contract/engine';
import { endKey, stageName, type End, type NodeId } from '#shared/document/document';
import { explainNumber } from '#shared/explain/explain';
import { asAnswered, swallowedBy } from '#shared/explain/swallowed';
import { commonMessages } from '#shared/messages/common';
import { fill } from '#shared/messages/fill';
import type { Problem } from '#shared/messages/problem';
import { sourcesOf, type Expression } from '#shared/tensor/expression';
import { offsetAt, type Shape } from '#shared/tensor/shape';
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
  /** Flat offsets in what other nodes answered, by the keys of their ends. */
  readonly answers: ReadonlyMap<string, ReadonlySet<number>>;
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
  return { inference, feeds, answer: (node, port) => tensorOf(session, node, port) };
}

export function lightsIn(
  { inference, feeds, answer }: Numbers,
  { node, port: of, index: picked }: SelectedNumber,
): Lights | undefined {
  const traced = inference.nodes.get(node);
  if (!traced?.emission) return undefined;
  const { emission, inputs } = traced;
  const wired = new Map(inputs.map(({ port, edge, shape }) => [port, { from: edge?.from, shape }]));
  const tensors = {
    input: (port: string) => {
      const from = wired.get(port)?.from;
      return from && answer(from.node, from.port);
    },
    parameter: (name: string) => feeds.get(`${emission.output.name}.${name}`),
    given: feeds.get(emission.output.name),
  };
  const explained = explainNumber(traced, picked, tensors, of);
  if (!explained) return undefined;
  const found = answer(node, of);
  const expression = found ? asAnswered(explained, elementAt(found, picked)) : explained;
  const brought = Object.entries(emission.own ?? {}).map(([name, { shape }]) => ({ name, shape }));
  const shapes = new Map<string, Shape>(
    [...emission.parameters, ...brought].map(({ name, shape }) => [name, shape]),
  );
  const own = new Map<string, Set<number>>();
  const answers = new Map<string, Set<number>>();
  for (const { kind, name, index } of sourcesOf(expression)) {
    if (kind === 'input') {
      const source = wired.get(name);
      const { from } = source ?? {};
      // A run may find another shape than was expected.
      const shape = from && (answer(from.node, from.port)?.shape ?? source?.shape);
      if (from) light(answers, endKey(from), offsetAt(shape ?? [], index));
    } else {
      light(own, name, offsetAt(shapes.get(name) ?? emission.output.shape, index));
    }
  }
  return { node, expression, own, answers };
}

/** What an answer is called: by its node, and of one with several by its port, too. */
export function nameOfEnd(session: Session, { node, port }: End): string {
  const name = session.nameOf(node);
  const outputs = session.editor.inference.nodes.get(node)?.emission?.outputs ?? [];
  return outputs.length > 1 ? fill(commonMessages.ofNode, { name, port }) : name;
}

/** What is lit of an answer: the selected number, or those the selected number came from. */
export function litAnswers(session: Session, end: End, shape: Shape): ReadonlySet<number> | undefined {
  const picked = session.selection.placeIn(end.node, end.port);
  return picked ? new Set([offsetAt(shape, picked)]) : lightsOf(session)?.answers.get(endKey(end));
}

/** What a node has to say of the run on screen: NaN that was lost in it. */
export function noticeOf({ tracer }: Session, id: NodeId): Problem | undefined {
  const traced = tracer.snapshot?.inference.nodes.get(id);
  const frame = tracer.frameAt(id);
  if (!traced?.emission || !frame) return undefined;
  const into = traced.inputs.map(
    ({ edge }) => (edge && tracer.frameAt(edge.from.node, edge.from.port)?.statistics.nan) ?? 0,
  );
  return swallowedBy(
    stageName(traced.node),
    traced.emission.nodes.map(({ type }) => type),
    () => into.reduce((sum, count) => sum + count, 0),
    () => frame.statistics.nan,
  );
}

/** What a node answered at one of its outputs, whole; undefined while only a preview of it is here. */
export function tensorOf({ tracer }: Session, node: NodeId | undefined, port?: string): Tensor | undefined {
  return tracer.tensorAt(node, port);
}

/** The same, or as much of it as is here: to be shown, not to be computed with. */
export function shownOf(session: Session, { value, preview, shape }: Frame): Tensor {
  return session.tracer.whole.get(value) ?? { ...preview, shape };
}

function light(lit: Map<string, Set<number>>, name: string, offset: number): void {
  const offsets = lit.get(name) ?? new Set();
  offsets.add(offset);
  lit.set(name, offsets);
}

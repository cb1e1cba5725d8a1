/** What the selected number came from: its arithmetic, and the inputs and parameters to light up. */
import type { NodeInference } from '#shared/document/infer';
import { explainNumber } from '#shared/explain/explain';
import { sourcesOf, type Expression } from '#shared/tensor/expression';
import { offsetAt, sizeOf } from '#shared/tensor/shape';
import type { Tensor } from '#shared/tensor/tensor';
import type { Session } from '../state/session.svelte';

export interface Lights {
  readonly expression: Expression;
  /** Flat offsets by the name of the parameter or input port; the node's own input under the empty name. */
  readonly lit: ReadonlyMap<string, ReadonlySet<number>>;
}

/** Undefined while no number of the node is selected, or one it came from is not there. */
export function lightsOf(session: Session, focus: NodeInference): Lights | undefined {
  const { number } = session.selection;
  const { snapshot } = session.tracer;
  const traced = snapshot?.inference.nodes.get(focus.node.id);
  if (number?.node !== focus.node.id || !snapshot || !traced?.emission) return undefined;
  const { emission, inputs } = traced;
  const sources = new Map(inputs.map(({ port, edge }) => [port, edge?.from.node]));
  const expression = explainNumber(traced, number.index, {
    input: (port) => tensorOf(session, sources.get(port)),
    parameter: (name) => snapshot.feeds.get(`${emission.output.name}.${name}`),
    given: snapshot.feeds.get(emission.output.name),
  });
  if (!expression) return undefined;
  const shapes = new Map<string, readonly number[]>([
    ['', emission.output.shape],
    ...inputs.map(({ port, shape }) => [port, shape ?? []] as const),
    ...emission.parameters.map(({ name, shape }) => [name, shape] as const),
  ]);
  const lit = new Map<string, Set<number>>();
  for (const { name, index } of sourcesOf(expression)) {
    const offsets = lit.get(name) ?? new Set();
    offsets.add(offsetAt(shapes.get(name) ?? [], index));
    lit.set(name, offsets);
  }
  return { expression, lit };
}

/** What a node answered, whole; undefined while only a preview of it is here. */
export function tensorOf(session: Session, node: string | undefined): Tensor | undefined {
  const frame = node === undefined ? undefined : session.tracer.frames.get(node);
  if (!frame) return undefined;
  if (frame.preview.length === sizeOf(frame.shape)) {
    return { dtype: 'float32', shape: frame.shape, values: frame.preview };
  }
  return session.tracer.whole.get(frame.value);
}

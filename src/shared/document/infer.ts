/** Shapes and problems of a document, half-built ones included. */
import { checkAttributes } from '../layers/attributes';
import { outputPort, type Mode } from '../layers/define';
import { emitLayer, portValue, type Answer, type Emission } from '../layers/emit';
import { layerOf } from '../layers/layer-of';
import { emitOperator } from '../layers/operator/emit';
import { outputPorts } from '../layers/operator/held-op';
import { passThrough } from '../layers/pass-through';
import { isProblem, problem, type Problem } from '../messages/problem';
import { opset } from '../onnx/graph';
import { sizeOf } from '../tensor/shape';
import type { Tensor } from '../tensor/tensor';
import { refusedBy } from './accepted';
import { inferKept, keptWhole } from './infer-kept';
import type { Inference, NodeInference, Structure } from './inference';
import { wiresOf } from './groups';
import { stageName, type Document, type Edge, type Node, type NodeId } from './document';

export type { Inference, NodeInference, Structure };

/**
 * Never throws: what is missing or does not fit becomes a problem with its repair. Of what was inferred `earlier`, all
 * that still holds is taken as it is, each node by itself.
 */
export function inferShapes(structure: Structure, mode: Mode = 'eval', earlier?: Inference): Inference {
  const nodes = new Map<NodeId, NodeInference>();
  const identifiers = valueNamesOf(structure.nodes);
  const incoming = new Map(structure.edges.map((edge) => [`${edge.to.node} ${edge.to.port}`, edge]));
  const surroundings = { identifiers, incoming, before: nodes, mode, structure };
  const wires = wiresOf(structure.edges);
  for (const node of orderNodes(structure)) {
    const { id } = node;
    const into = wires.get(id)?.into ?? [];
    const around = { structure, mode, identifier: identifiers.get(id), into, before: nodes };
    const found = inferKept(node, around, earlier?.nodes.get(id), () => inferNode(node, surroundings));
    nodes.set(id, found);
  }
  // What only waits for another layer is that layer's problem, said once.
  const problems = [...nodes.values()].flatMap(({ problem: found }) =>
    found && found.code !== 'input-shape-unknown' ? [found] : [],
  );
  const { origin } = structure;
  const found = { nodes, problems: [...emptinessOf([...nodes.values()]), ...problems] };
  return keptWhole(origin ? { ...found, origin } : found, earlier);
}

interface Surroundings {
  readonly identifiers: ReadonlyMap<NodeId, string>;
  readonly incoming: ReadonlyMap<string, Edge>;
  readonly before: ReadonlyMap<NodeId, NodeInference>;
  readonly mode: Mode;
  readonly structure: Structure;
}

function emptinessOf(nodes: readonly NodeInference[]): Problem[] {
  if (nodes.length === 0) return [problem('no-layers')];
  const hasSource = nodes.some(({ layer, inputs }) => layer && inputs.length === 0);
  return hasSource ? [] : [problem('no-input-layer')];
}

function inferNode(node: Node, surroundings: Surroundings): NodeInference {
  const { identifiers, incoming, before, mode, structure } = surroundings;
  const known = layerOf(node);
  const found = (what: Problem): Problem => ({
    ...what,
    node: node.id,
    values: { name: stageName(node), ...what.values },
  });
  if (!known) {
    const unknown = found(problem('unknown-layer', { kind: node.kind }));
    return { node, layer: undefined, inputs: [], emission: undefined, problem: unknown };
  }
  const attributes = checkAttributes(known.attributes, node.attributes);
  if (isProblem(attributes)) {
    return { node, layer: known, inputs: [], emission: undefined, problem: found(attributes) };
  }
  const ports = known.inputs(attributes);
  const layer = node.isBypassed && ports.length > 0 ? passThrough : known;
  const inputs = ports.map((port) => {
    const edge = incoming.get(`${node.id} ${port}`);
    const answer = edge && answerAt(before.get(edge.from.node)?.emission, edge.from.port);
    return { port, ...(edge && { edge }), ...(answer && !answer.other && { shape: answer.shape }) };
  });
  const incomplete = { node, layer: known, inputs, emission: undefined };
  const values: Answer[] = [];
  for (const { port, edge } of layer === passThrough ? inputs.slice(0, 1) : inputs) {
    if (!edge) return { ...incomplete, problem: found(problem('input-not-connected', { port })) };
    const source = before.get(edge.from.node);
    if (source?.emission && !answerAt(source.emission, edge.from.port)) {
      const missing = { port: edge.from.port, from: stageName(source.node) };
      return {
        ...incomplete,
        problem: found(problem('output-not-there', missing, { kind: 'remove-edge', edge: edge.id })),
      };
    }
    // An operator needs no shapes to be run; what it answers is not known before.
    const answer = answerAt(source?.emission ?? (node.op ? source?.unrecorded : undefined), edge.from.port);
    if (!answer || (answer.other && layer !== known)) {
      const from = source ? stageName(source.node) : edge.from.node;
      return { ...incomplete, problem: found(problem('input-shape-unknown', { from })) };
    }
    if (answer.other && !node.op) {
      return { ...incomplete, problem: found(problem('dtype-misfit', { types: answer.other })) };
    }
    values.push(answer);
  }
  const identifier = identifiers.get(node.id) ?? node.id;
  if (node.op && layer === known) {
    const names = new Map(Object.entries(node.values ?? {}));
    const [first] = outputPorts(node.op);
    const emission = emitOperator({
      op: node.op,
      nameOf: (port) => names.get(port) ?? portValue(identifier, port, port === first),
      inputs: values,
      attributes,
      constants: structure.constants?.[node.id] ?? {},
      set: structure.origin?.operators.set ?? opset,
    });
    if (isProblem(emission)) return { ...incomplete, problem: found(emission) };
    if (emission.isRecorded) return { node, layer: known, inputs, emission, problem: undefined };
    return { ...incomplete, unrecorded: emission, problem: found(problem('op-not-run')) };
  }
  const emission = emitLayer(layer, identifier, values, attributes, mode, node.values);
  if (isProblem(emission)) return { ...incomplete, problem: found(emission) };
  const refused = inputs.flatMap(({ port, edge }) => {
    const accepted = layer.accepts(port, attributes);
    const given = edge && accepted && givenTo(before.get(edge.from.node), structure.inputs);
    return (given && refusedBy(accepted, given)) ?? [];
  });
  if (refused[0]) return { ...incomplete, problem: found(refused[0]) };
  const passed = layer === known ? emission : atPort(emission, known.outputs(attributes)[0]);
  return { node, layer: known, inputs, emission: passed, problem: undefined };
}

/** What is passed on is read at the first port of what is passed over. */
function atPort(emission: Emission, port = outputPort): Emission {
  const output = { ...emission.output, port };
  return { ...emission, output, outputs: [output] };
}

/** What a wire brings from a port. */
export function answerAt(emission: Emission | undefined, port: string): Answer | undefined {
  return emission?.outputs.find((answer) => answer.port === port);
}

/** What reaches an input over its wire. */
export function answerOf({ nodes }: Pick<Inference, 'nodes'>, wire: Edge | undefined): Answer | undefined {
  return wire && answerAt(nodes.get(wire.from.node)?.emission, wire.from.port);
}

/** What was found of the values that nodes answer; without a port, of the first. */
export type Answered<T> = (node: NodeId | undefined, port?: string) => T | undefined;

/** By the names that values have in the model. */
export function answeredIn<T>(
  { nodes }: Pick<Inference, 'nodes'>,
  found: { readonly get: (value: string) => T | undefined },
): Answered<T> {
  return (node, port) => {
    const emission = node === undefined ? undefined : nodes.get(node)?.emission;
    const answer = port === undefined ? emission?.output : answerAt(emission, port);
    return answer && found.get(answer.name);
  };
}

/** The numbers an Input was set to, where they are as many as it takes. */
function givenTo(source: NodeInference | undefined, given: Document['inputs'] = {}): Tensor | undefined {
  const [input] = source?.emission?.graphInputs ?? [];
  const tensor = source && given[source.node.id];
  return input && tensor && sizeOf(tensor.shape) === sizeOf(input.shape) ? tensor : undefined;
}

/** A layer whose data would come back to it. */
export function loopedNode(structure: Structure): Node | undefined {
  const { looped } = sortNodes(structure);
  const waiting = new Map(looped.map((node) => [node.id, node]));
  const within = structure.edges.filter(({ from }) => waiting.has(from.node));
  const sources = new Map(within.map(({ from, to }) => [to.node, from.node]));
  // What only follows a loop waits as well: as many steps back as there are nodes end in the loop itself.
  let [found] = looped;
  for (let step = 0; found && step < looped.length; step++) found = waiting.get(sources.get(found.id) ?? '');
  return found;
}

/** Nodes in topological order; nodes in a loop come last. */
export function orderNodes(structure: Structure): readonly Node[] {
  const { ordered, looped } = sortNodes(structure);
  return [...ordered, ...looped];
}

/** Kahn, "Topological sorting of large networks", 1962. */
function sortNodes({ nodes, edges }: Structure): { ordered: readonly Node[]; looped: readonly Node[] } {
  const waiting = new Map<NodeId, number>(nodes.map(({ id }) => [id, 0]));
  const following = new Map<NodeId, NodeId[]>();
  for (const { from, to } of edges) {
    if (!waiting.has(from.node) || !waiting.has(to.node)) continue;
    waiting.set(to.node, (waiting.get(to.node) ?? 0) + 1);
    const known = following.get(from.node);
    if (known) known.push(to.node);
    else following.set(from.node, [to.node]);
  }
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const ready = nodes.filter(({ id }) => waiting.get(id) === 0);
  const ordered: Node[] = [];
  // Grows while it is walked through.
  for (const node of ready) {
    ordered.push(node);
    for (const id of following.get(node.id) ?? []) {
      const left = (waiting.get(id) ?? 0) - 1;
      waiting.set(id, left);
      const next = byId.get(id);
      if (left === 0 && next) ready.push(next);
    }
  }
  const placed = new Set(ordered);
  return { ordered, looped: nodes.filter((node) => !placed.has(node)) };
}

/** Of attributes that a file may state otherwise than its layer takes them. */
export function firstPort({ attributes, ...node }: Pick<Node, 'kind' | 'op' | 'attributes'>): string {
  const layer = layerOf(node);
  const checked = layer && checkAttributes(layer.attributes, attributes);
  return (checked && !isProblem(checked) && layer.outputs(checked)[0]) || outputPort;
}

/** What models call the first value of each node: as the model it came from does, or by the node's own name. */
function valueNamesOf(nodes: readonly Node[]): ReadonlyMap<NodeId, string> {
  const stated = nodes.flatMap(({ id, kind, attributes, op, values }) => {
    if (!values) return [];
    const value = values[firstPort({ kind, attributes, ...(op && { op }) })];
    return value === undefined ? [] : [[id, value] as const];
  });
  const reserved = nodes.flatMap(({ values = {} }) => Object.values(values));
  return new Map([...identifiersOf(nodes, reserved), ...stated]);
}

/** Names that ONNX, PyTorch and safetensors all take: `Linear 1` becomes `linear_1`. */
export function identifiersOf(
  nodes: readonly Pick<Node, 'id' | 'name'>[],
  reserved: Iterable<string> = [],
): ReadonlyMap<NodeId, string> {
  const taken = new Set(reserved);
  const lastNumbers = new Map<string, number>();
  const identifiers = new Map<NodeId, string>();
  for (const { id, name } of nodes) {
    const plain = name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '_')
      .replace(/^_+|_+$/g, '');
    const stem = /^[a-z]/.test(plain) ? plain : `node_${plain}`;
    let identifier = stem;
    let number = lastNumbers.get(stem) ?? 1;
    while (taken.has(identifier)) identifier = `${stem}_${++number}`;
    lastNumbers.set(stem, number);
    taken.add(identifier);
    identifiers.set(id, identifier);
  }
  return identifiers;
}

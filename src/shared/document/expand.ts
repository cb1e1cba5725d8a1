/** A layer taken apart: in its place the layers it is made of, with its weights, wired and framed as it was. */
import { listed, outputPort, type Kept, type Part } from '../layers/define';
import { initialAttributes } from '../layers/find';
import { sizeOf } from '../tensor/shape';
import { floatTensor } from '../tensor/tensor';
import {
  edgeId,
  freshId,
  placeOf,
  type Document,
  type Edge,
  type End,
  type FloatTensor,
  type Node,
  type NodeId,
  type Position,
  type Tensors,
} from './document';
import { group } from './groups';
import { inferShapes, type Inference, type NodeInference } from './infer';
import { isFrozen, withFrozen, type TrainingSettings } from './training-settings';
import { parameterOf } from './values';

const column = 205;
const row = 165;
/** A longer chain goes on below. */
const mostColumns = 6;

/** Whether a node is complete and made of other layers. */
export function isExpandable(inference: Inference, id: NodeId): boolean {
  const found = inference.nodes.get(id);
  return !!found && partsOf(found) !== undefined;
}

/** The same document where the node is made of no others, or is not complete. */
export function expandNode(document: Document, id: NodeId): Document {
  const found = inferShapes(document).nodes.get(id);
  const read = document.edges.filter(({ from }) => from.node === id).map(({ from }) => from.port);
  const made = found && partsOf(found, read);
  if (!found?.emission || !made) return document;
  const { parts, answers } = made;
  const [first = ''] = answers;
  const byPort = new Map(found.emission.outputs.map(({ port }, at) => [port, answers[at] ?? '']));
  // What the model calls its answers, it calls theirs.
  const called = new Map(
    Object.entries(found.node.values ?? {}).map(([port, value]) => [partAt(byPort.get(port) ?? ''), value]),
  );
  const nodes = nodesOf(document, id, parts).map((node, at) => {
    const value = called.get(at);
    return value === undefined ? node : { ...node, values: { [outputPort]: value } };
  });
  const whole: Tensors = Object.fromEntries(
    found.emission.parameters.map((spec) => [spec.name, parameterOf(document, id, spec)]),
  );
  const parameters = Object.fromEntries(
    parts.flatMap(({ parameters: kept }, at): [NodeId, Tensors][] => {
      const node = nodes[at];
      return node && kept ? [[node.id, mapValues(kept, (each) => rowsOf(whole, each))]] : [];
    }),
  );
  const ports = new Map(found.inputs.map(({ port, edge }) => [port, edge?.from]));
  const endOf = (read: string): End | undefined => {
    const at = partAt(read);
    return at === undefined ? ports.get(read) : { node: nodes[at]?.id ?? '', port: outputPort };
  };
  const inner = parts.flatMap(({ layer, attributes, inputs }, at) => {
    const names = layer.inputs({ ...initialAttributes(layer), ...attributes });
    return inputs.flatMap((read, place) => {
      const from = endOf(read);
      return from ? [edgeOf(from, { node: nodes[at]?.id ?? '', port: names[place] ?? '' })] : [];
    });
  });
  const outer = document.edges
    .filter(({ to }) => to.node !== id)
    .map((edge) =>
      edge.from.node === id ? edgeOf(endOf(byPort.get(edge.from.port) ?? '') ?? edge.from, edge.to) : edge,
    );
  const { [id]: _, ...others } = document.parameters;
  const placesLeft = [...document.places].filter(([node]) => node !== id);
  const replaced: Document = {
    ...document,
    nodes: document.nodes.flatMap((node) => (node.id === id ? nodes : [node])),
    edges: [...outer, ...inner],
    places: new Map([...placesLeft, ...placesFrom(placeOf(document, id), parts, nodes)]),
    parameters: { ...others, ...parameters },
    ...(document.training && {
      training: trainedAs(document.training, found.node, parts, nodes, endOf(first)),
    }),
  };
  return framed(
    replaced,
    found.node,
    nodes.map((node) => node.id),
  );
}

/** What was frozen stays so in the parts, and what was scored is what answers now. */
function trainedAs(
  settings: TrainingSettings,
  { id }: Node,
  parts: readonly Part[],
  nodes: readonly Node[],
  answer: End | undefined,
): TrainingSettings {
  const frozen = parts.reduce((kept, { parameters = {} }, at) => {
    const names = Object.entries(parameters).filter(([, { parameter }]) => isFrozen(settings, id, parameter));
    return names.reduce((all, [name]) => withFrozen(all, nodes[at]?.id ?? '', name, true), kept);
  }, settings);
  const { [id]: _, ...others } = frozen.frozen;
  const scored = settings.scored === id && answer ? { scored: answer.node } : {};
  return { ...frozen, frozen: others, ...scored };
}

/** Parts of a layer in a group join it, and those that it is in. */
function framed(document: Document, { id, name }: Node, parts: readonly NodeId[]): Document {
  const isIn = document.groups.some(({ nodes }) => nodes.includes(id));
  if (!isIn) return group(document, parts, { name });
  const groups = document.groups.map((frame) => ({
    ...frame,
    nodes: frame.nodes.flatMap((node) => (node === id ? parts : [node])),
  }));
  return { ...document, groups };
}

const partName = (at: number) => `part ${at}`;
/** No port has a blank in its name. */
const partAt = (read: string) => (/^part \d+$/.test(read) ? Number(read.slice(5)) : undefined);

/** Of what is read at some of its ports; the first is an answer in any case. */
function partsOf(
  { node, layer, emission, inputs }: NodeInference,
  read: readonly string[] = [],
): { readonly parts: readonly Part[]; readonly answers: readonly string[] } | undefined {
  if (!layer || !emission || node.isBypassed) return undefined;
  const parts: Part[] = [];
  const answers = layer.expand({
    inputs: inputs.map(({ port }) => port),
    read,
    shapes: inputs.map(({ shape }) => shape ?? []),
    attributes: emission.attributes,
    add: (part) => partName(parts.push(part) - 1),
  });
  return answers === undefined ? undefined : { parts, answers: listed(answers) };
}

function nodesOf(document: Document, id: NodeId, parts: readonly Part[]): readonly Node[] {
  const nodes = document.nodes.filter((node) => node.id !== id);
  return parts.map(({ name, layer, attributes = {} }) => {
    const node: Node = {
      id: freshId(new Set([id, ...nodes.map((other) => other.id)]), layer.kind),
      kind: layer.kind,
      name: freeName(nodes, name),
      attributes: { ...initialAttributes(layer), ...attributes },
    };
    nodes.push(node);
    return node;
  });
}

/** Of the parts, from where the layer stood. */
function placesFrom(
  { x, y }: Position,
  parts: readonly Part[],
  nodes: readonly Node[],
): readonly (readonly [NodeId, Position])[] {
  return columnsOf(parts).flatMap((place, at) => {
    const node = nodes[at];
    return node ? [[node.id, { x: x + place.x * column, y: y + place.y * row }] as const] : [];
  });
}

/** A column further than what they read, one below the other where several stand in one, in columns and rows. */
function columnsOf(parts: readonly Part[]): readonly Position[] {
  const columns: number[] = [];
  for (const { inputs } of parts) {
    const before = inputs.map((read) => partAt(read)).filter((at) => at !== undefined);
    columns.push(Math.max(0, ...before.map((at) => (columns[at] ?? 0) + 1)));
  }
  // What reads nothing stands beside what it is for.
  parts.forEach(({ inputs }, at) => {
    const reader = parts.findIndex((part) => part.inputs.includes(partName(at)));
    if (inputs.length === 0 && reader >= 0) columns[at] = Math.max(0, (columns[reader] ?? 0) - 1);
  });
  const heights = new Map<number, number>();
  const rows = columns.map((at) => {
    const height = heights.get(at) ?? 0;
    heights.set(at, height + 1);
    return height;
  });
  const bandOf = (at: number) => Math.floor(at / mostColumns);
  const tops = [0];
  for (let band = 0; band <= bandOf(Math.max(0, ...columns)); band++) {
    const tall = [...heights].filter(([at]) => bandOf(at) === band).map(([, height]) => height);
    tops.push((tops[band] ?? 0) + Math.max(0, ...tall));
  }
  return columns.map((at, part) => ({
    x: at % mostColumns,
    y: (tops[bandOf(at)] ?? 0) + (rows[part] ?? 0),
  }));
}

function freeName(nodes: readonly Node[], name: string): string {
  const isTaken = (wanted: string) => nodes.some((node) => node.name === wanted);
  let free = name;
  for (let number = 2; isTaken(free); number++) free = `${name} ${number}`;
  return free;
}

function rowsOf(whole: Tensors, { parameter, from = 0, to }: Kept): FloatTensor {
  const tensor = whole[parameter] ?? floatTensor([0], []);
  const [rows = 0, ...rest] = tensor.shape;
  const end = to ?? rows;
  const length = sizeOf(rest);
  return floatTensor([end - from, ...rest], tensor.values.subarray(from * length, end * length));
}

function mapValues<V, W>(record: Readonly<Record<string, V>>, change: (value: V) => W): Record<string, W> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
}

function edgeOf(from: End, to: End): Edge {
  return { id: edgeId(from, to), from, to };
}

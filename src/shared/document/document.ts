/** The document: what a person edits. A plain immutable value; every panel is a lens on it. */
import type { Attributes } from '../layers/attributes';
import type { HeldOp } from '../layers/operator/held-op';
import type { Operators } from '../onnx/graph';
import type { Tensor } from '../tensor/tensor';
import type { DataPlan } from '../data/plan';
import type { TrainingSettings } from './training-settings';

export type NodeId = string;

/** Longer names are cut: no file holds them. */
export const nameLimit = 200;

/** What a model calls a value may be longer: others know it by that. */
export const valueNameLimit = 20_000;

/** How far from the middle of the canvas a layer may lie, either way. */
export const placeLimit = 1_000_000;

/** Letters of a note, and how many notes there may be. */
export const noteLimits = { letters: 10_000, notes: 1_000 };

/** What notes and groups may be coloured with, by name. */
export const canvasColours = ['yellow', 'green', 'blue', 'violet', 'rose', 'grey'] as const;
export type CanvasColour = (typeof canvasColours)[number];

export interface Position {
  readonly x: number;
  readonly y: number;
}

/** A layer on the canvas. */
export interface Node {
  readonly id: NodeId;
  readonly kind: string;
  /** Of an opened model, where it is no layer. */
  readonly op?: HeldOp;
  /** What the model that it came from calls its inputs and answers, by port. */
  readonly values?: Readonly<Record<string, string>>;
  /** Unique in the document. */
  readonly name: string;
  /** What its stage is called, where that is not its name. */
  readonly stage?: string;
  readonly attributes: Attributes;
  /** Passed over: its first input goes straight to its output. */
  readonly isBypassed?: boolean;
  /** Drawn without its numbers. */
  readonly isCollapsed?: boolean;
  /** Stays where it is: neither dragged nor tidied. */
  readonly isLocked?: boolean;
}

export interface End {
  readonly node: NodeId;
  readonly port: string;
}

export type Places = ReadonlyMap<NodeId, Position>;

/** A wire. */
export interface Edge {
  readonly id: string;
  readonly from: End;
  readonly to: End;
}

/** Nodes framed together on the canvas. Of two groups one holds all nodes of the other, or none. */
export interface Group {
  readonly id: string;
  readonly name: string;
  readonly nodes: readonly NodeId[];
  /** Drawn as one card, a block with ports of its own. */
  readonly isClosed?: boolean;
  readonly colour?: CanvasColour;
}

/** What a person wrote on the canvas, in Markdown. */
export interface Note {
  /** No node or group is called so. */
  readonly id: string;
  readonly text: string;
  readonly position: Position;
  readonly width: number;
  readonly height: number;
  readonly colour?: CanvasColour;
}

export type FloatTensor = Tensor<'float32'>;
export type Tensors = Readonly<Record<string, FloatTensor>>;

/** What the model that a document was opened from says of itself. */
export interface Origin {
  readonly operators: Operators;
  /** In its order, by their names. */
  readonly inputs: readonly StatedValue[];
  readonly outputs: readonly string[];
  /** What it states of them, where it states more than that they are. */
  readonly answers?: readonly (StatedValue & {
    /** Of what is no tensor that can be read: base64 of ONNX's TypeProto. */
    readonly type?: string;
  })[];
}

export interface StatedValue {
  readonly name: string;
  /** A size it leaves open by the name it has there. */
  readonly shape?: readonly (number | string)[];
  /** The model runs without it: on the numbers that the input has. */
  readonly isOptional?: boolean;
}

export interface Document {
  readonly title: string;
  /** Fresh parameters and inputs are drawn from it. */
  readonly seed: number;
  readonly nodes: readonly Node[];
  readonly edges: readonly Edge[];
  readonly groups: readonly Group[];
  /** Where the card of each node stands: beside the nodes, so that moving one changes nothing that is computed. */
  readonly places: Places;
  readonly notes?: readonly Note[];
  /** Parameters that were set, by node; the others are drawn fresh. */
  readonly parameters: Readonly<Record<NodeId, Tensors>>;
  /** Numbers that operators bring and that do not learn, by node and port. */
  readonly constants?: Readonly<Record<NodeId, Readonly<Record<string, Tensor>>>>;
  /** Input values that were set, by node; the others are drawn fresh. */
  readonly inputs: Readonly<Record<NodeId, Tensor>>;
  readonly origin?: Origin;
  /** What it learns from, and how. */
  readonly data?: DataPlan;
  readonly training?: TrainingSettings;
}

export const emptyDocument: Document = {
  title: 'Untitled',
  seed: 1,
  nodes: [],
  edges: [],
  groups: [],
  places: new Map(),
  parameters: {},
  inputs: {},
};

/** An end in one word. */
export function endKey({ node, port }: End): string {
  return `${node}.${port}`;
}

export function edgeId(from: End, to: End): string {
  return `${endKey(from)}-${endKey(to)}`;
}

const indices = new WeakMap<Document['nodes'], ReadonlyMap<NodeId, Node>>();

/** Worked out once for the nodes of a document, of which every card asks. */
export function nodesById(nodes: Document['nodes']): ReadonlyMap<NodeId, Node> {
  const known = indices.get(nodes) ?? new Map(nodes.map((node) => [node.id, node]));
  indices.set(nodes, known);
  return known;
}

export function nodeOf({ nodes }: Pick<Document, 'nodes'>, id: NodeId): Node | undefined {
  return nodesById(nodes).get(id);
}

const corner: Position = { x: 0, y: 0 };

export function placeOf({ places }: Pick<Document, 'places'>, id: NodeId): Position {
  return places.get(id) ?? corner;
}

/** The wires that begin at a port, or that end there. */
export function edgesAt({ edges }: Pick<Document, 'edges'>, side: 'from' | 'to', end: End): readonly Edge[] {
  const key = endKey(end);
  return edges.filter((edge) => endKey(edge[side]) === key);
}

/** The same document where no node is changed. */
export function mapNodes(document: Document, ids: Iterable<NodeId>, change: (node: Node) => Node): Document {
  const changed = new Set(ids);
  const nodes = document.nodes.map((node) => (changed.has(node.id) ? change(node) : node));
  return nodes.every((node, at) => node === document.nodes[at]) ? document : { ...document, nodes };
}

export function namesOf({ nodes }: Pick<Document, 'nodes'>): Set<string> {
  return new Set(nodes.map(({ name }) => name));
}

export function idsOf({ nodes }: Pick<Document, 'nodes'>): Set<NodeId> {
  return new Set(nodes.map(({ id }) => id));
}

/** What a stage is called. */
export function stageName(node: Node): string {
  return node.stage ?? node.name;
}

/** What it is, as people read it: an operator by its type, with its domain where that is not ONNX's own. */
export function kindName({ kind, op }: Pick<Node, 'kind' | 'op'>): string {
  return op?.domain === '' ? op.type : kind;
}

/** Called `Linear 2`: the number is of the network that it was in. */
export function isNumbered(node: Pick<Node, 'kind' | 'op' | 'name'>): boolean {
  const kind = kindName(node);
  return node.name.startsWith(kind) && /^ \d+$/.test(node.name.slice(kind.length));
}

/** `Linear 1`, `Linear 2`, ...: the first number that is free. */
export function freshName(names: ReadonlySet<string>, kind: string): string {
  for (let number = 1; ; number++) {
    const name = `${kind} ${number}`;
    if (!names.has(name)) return name;
  }
}

export function freshId(taken: ReadonlySet<string>, kind: string): string {
  return numbered(taken, stemOf(kind), 1).id;
}

/** Fresh ids for many at once, each taken from then on. */
export class FreshIds {
  readonly #taken: Set<string>;
  readonly #last = new Map<string, number>();

  constructor(taken: Iterable<string> = []) {
    this.#taken = new Set(taken);
  }

  of(kind: string): string {
    const stem = stemOf(kind);
    const { id, number } = numbered(this.#taken, stem, (this.#last.get(stem) ?? 0) + 1);
    this.#last.set(stem, number);
    this.#taken.add(id);
    return id;
  }
}

/** Files take no other letters in an id, and kinds this version does not know may have any. */
function stemOf(kind: string): string {
  const plain = kind.toLowerCase().replace(/[^\w-]/g, '');
  return plain.slice(0, 60) || 'node';
}

function numbered(taken: ReadonlySet<string>, stem: string, first: number) {
  for (let number = first; ; number++) {
    const id = `${stem}-${number}`;
    if (!taken.has(id)) return { id, number };
  }
}

/**
 * A model as a document, by asking every layer whether it answers a value. Of several the one that accounts for most ops
 * is taken, and what it read is looked at next, from the answers back to what the network is given. What no layer answers
 * is the operator's that the file has there.
 */
import { FunctionProtoSchema, type NodeProto } from 'onnx-buf';
import { nameLimit, type Document, type Origin } from '../document/document';
import { layers } from '../layers/index';
import { matchLayer, type Match } from '../layers/match';
import { isDtype, kindOf } from '../layers/operator/held-op';
import type { Seen } from '../layers/seen';
import { isProblem, problem, type Problem } from '../messages/problem';
import { decodeGraph, type DecodedGraph } from '../onnx/decode';
import type { Graph, OpNode } from '../onnx/graph';
import { opset } from '../onnx/graph';
import { hold } from '../onnx/held';
import type { ModelProto } from '../onnx/model-file';
import { constantsIn, graphOf } from '../onnx/model-parts';
import { fileReasons } from '../messages/reasons';
import { isDamage } from '../tensor/damage';
import { isFloat, type Tensor } from '../tensor/tensor';
import { documentOf, type Made } from './arrange';
import type { Found } from './found';
import { holdNumbers as read, holdOp, type Numbers } from './hold';
import { seenOtherwise } from './otherwise';
import type { View } from './plain-graph';
import type { ModelRecord } from './record';
import { seeGraph, type SeenGraph } from './see';
import { faultIn, tooMany } from './sound';

export interface Recognising {
  /** What a run of the model found; without it shapes are known as far as rules here tell them. */
  readonly record?: ModelRecord | undefined;
  /** Values that no layer is to answer. */
  readonly asFile?: ReadonlySet<string>;
  /** Told how many ops of how many are accounted for. */
  readonly report?: (done: number, total: number) => void;
}

export type Recognised = Made;

/** A model as it was read from a file. Errors: what keeps it from being run, and a file so damaged that looking at it fails. */
export function recognise(
  model: ModelProto,
  file: string,
  recognising: Recognising = {},
): Recognised | Problem {
  return undamaged(file, () => new Recogniser(model, file, recognising).recognised());
}

/** The document alone. */
export function recogniseModel(
  ...[model, file, recognising]: Parameters<typeof recognise>
): Document | Problem {
  const found = recognise(model, file, recognising);
  return isProblem(found) ? found : found.document;
}

/** What keeps a model from being run or looked at; undefined where nothing is known to. */
export function faultOf(model: ModelProto, file: string): Problem | undefined {
  return undamaged(file, () => {
    const decoded = decodeGraph(model);
    const seen = namelessIn(model, file) ?? faultIn(decoded, file) ?? seeGraph(decoded, file);
    return isProblem(seen) ? seen : undefined;
  });
}

/** An operator that nothing could be called by: no runtime has one, and no file of ours holds it. */
function namelessIn(model: ModelProto, file: string): Problem | undefined {
  const found = graphOf(model).node.find(
    ({ opType, domain }) => opType === '' || `${domain || 'onnx'}.${opType}`.length > nameLimit,
  );
  return found && problem('op-nameless', { file, value: found.output[0] ?? found.name, op: found.opType });
}

function undamaged<T>(file: string, look: () => T): T | Problem {
  try {
    return look();
  } catch (error) {
    if (!isDamage(error)) throw error;
    return problem('model-unreadable', { file, reason: fileReasons.damaged });
  }
}

class Recogniser {
  readonly #decoded: DecodedGraph;
  readonly #makers: ReadonlyMap<string, NodeProto>;
  /** Numbers that learn, as far as a file tells: the others stand among the operators. */
  readonly #learned: ReadonlySet<string>;
  readonly #unread: ReadonlyMap<string, Numbers>;
  readonly #shared = new Set<string>();
  readonly #whole = new Set<string>();

  constructor(
    readonly model: ModelProto,
    readonly file: string,
    readonly options: Recognising,
  ) {
    const graph = graphOf(model);
    this.#decoded = decodeGraph(model);
    this.#makers = new Map(graph.node.flatMap((node) => node.output.map((name) => [name, node] as const)));
    this.#learned = new Set(graph.initializer.map(({ name }) => name));
    this.#unread = new Map(
      constantsIn(graph)
        .filter(([name]) => this.#decoded.unread.has(name))
        .map(([name, proto]) => [name, { proto }]),
    );
  }

  recognised(): Recognised | Problem {
    const fault = faultIn(this.#decoded, this.file);
    if (fault) return fault;
    // Each time more is known of what is to be left as it is.
    for (;;) {
      const { size } = this;
      const seen = seeGraph(this.#decoded, this.file, this.#view());
      if (isProblem(seen)) return seen;
      const found = new Look(this, seen).parts();
      if (isProblem(found)) return found;
      if (this.size > size) continue;
      const large = tooMany(found.length, 'layers', this.file);
      if (large) return large;
      const made = documentOf(seen.graph, found);
      const document = { ...made.document, origin: this.#origin() };
      return tooMany(document.nodes.length, 'layers', this.file) ?? { ...made, document };
    }
  }

  /** How much is left as it is. */
  get size(): number {
    return this.#shared.size + this.#whole.size;
  }

  /** A number that two parts bring is a value of its own. Whether it can be. */
  share(name: string): boolean {
    const tensor = this.#decoded.initializers.get(name);
    if (!tensor || !isFloat(tensor) || this.#shared.has(name)) return false;
    this.#shared.add(name);
    return true;
  }

  keepWhole(answer: string): void {
    this.#whole.add(answer);
  }

  isShared(name: string): boolean {
    return this.#shared.has(name);
  }

  makerOf(value: string): NodeProto | undefined {
    return this.#makers.get(value);
  }

  /** What the file has under a name, where that is numbers. */
  numbers(name: string): Numbers | undefined {
    return this.#decoded.initializers.get(name) ?? this.#unread.get(name);
  }

  learns(name: string): boolean {
    return this.#learned.has(name);
  }

  get captured(): ReadonlySet<string> {
    return this.#decoded.captured;
  }

  get set(): number {
    return this.#decoded.opset;
  }

  #view(): Omit<View, 'given'> {
    return { record: this.options.record, shared: this.#shared, whole: this.#whole };
  }

  #origin(): Origin {
    const { functions, opsetImport } = this.model;
    const others = opsetImport.filter(({ domain }) => domain !== '' && domain !== 'ai.onnx');
    const given = this.#decoded.inputs.filter(({ name }) => !this.#decoded.initializers.has(name));
    return {
      operators: {
        set: Math.max(opset, this.#decoded.opset),
        domains: Object.fromEntries(others.map(({ domain, version }) => [domain, Number(version)])),
        functions: functions.map((body) => hold(FunctionProtoSchema, body)),
      },
      inputs: given.map(({ name, shape }) => ({ name, shape })),
      outputs: this.#decoded.outputs.map(({ name }) => name),
    };
  }
}

/** One look through a graph, from the answers back. */
class Look {
  readonly #graph: SeenGraph['graph'];
  readonly #values: SeenGraph['values'];
  readonly #readers: ReadonlyMap<string, readonly (OpNode | undefined)[]>;
  readonly #owners = new Set<Seen>();

  constructor(
    readonly recogniser: Recogniser,
    { graph, values }: SeenGraph,
  ) {
    this.#graph = graph;
    this.#values = values;
    this.#readers = readersOf(graph, recogniser.captured);
  }

  parts(): readonly Found[] | Problem {
    const found: Found[] = [];
    const answered = new Set<Seen>();
    // What the network is given belongs to it even where no answer is made of it.
    const given = [...this.#values.values()].filter(({ origin }) => origin.isGiven);
    const pending = [...given, ...this.#graph.outputs.map(({ name }) => this.#value(name))];
    for (let value = pending.pop(); value; value = pending.pop()) {
      if (answered.has(value)) continue;
      const part = this.#layerFor(value) ?? this.#operatorFor(value);
      if (isProblem(part)) return part;
      answered.add(value);
      if (!part) continue;
      found.push(part);
      for (const output of part.outputs) answered.add(output.value);
      pending.push(...part.inputs.map((wire) => wire.value));
      this.recogniser.options.report?.(found.length, this.#graph.nodes.length);
    }
    return found;
  }

  #value(name: string): Seen {
    const { passed } = this.#graph;
    const value = this.#values.get(passed.get(name) ?? name);
    if (!value) throw new RangeError(`${name} is read and never computed`);
    return value;
  }

  #layerFor(value: Seen): Found | undefined {
    if (!value.origin.isGiven && this.recogniser.options.asFile?.has(value.name)) return undefined;
    const other = this.#isRow(value) ? seenOtherwise(value) : undefined;
    const match = this.#match(value) ?? (other && this.#match(other));
    if (!match) return undefined;
    const weights = [...match.parameters.values()];
    // The weights of two parts are one value that both read, and then neither is this layer.
    const isTaken = weights.some((weight) => this.#owners.has(weight) && this.#share(weight));
    if (isTaken) return undefined;
    for (const weight of weights) this.#owners.add(weight);
    const { layer, attributes } = match;
    const ports = layer.inputs(attributes);
    return {
      ...{ kind: layer.kind, attributes, constants: {} },
      inputs: match.inputs.map((source, at) => ({ port: ports[at] ?? '', value: source })),
      outputs: [{ port: layer.outputs(attributes)[0] ?? '', value }],
      parameters: Object.fromEntries(
        [...match.parameters].flatMap(([name, { origin }]) =>
          origin.tensor && isFloat(origin.tensor) ? [[name, origin.tensor] as const] : [],
        ),
      ),
      called: [this.recogniser.makerOf(value.name)?.name ?? '', value.name].filter(Boolean),
    };
  }

  /** A number alone is a row of one for those that answer rows, and nothing else. */
  #isRow({ name, origin, shape }: Seen): boolean {
    if (!origin.tensor || shape.length > 0) return true;
    const readers = this.#readers.get(name) ?? [];
    return readers.every((reader) =>
      reader?.outputs.every((output) => (this.#values.get(output)?.shape.length ?? 0) > 0),
    );
  }

  #share({ name }: Seen): boolean {
    return this.recogniser.share(this.#graph.madeOf.get(name) ?? name);
  }

  /** The largest layer that keeps what it computes on the way to itself. */
  #match(value: Seen): Match | undefined {
    if (value.shape.some(Number.isNaN)) return undefined;
    const isClosed = ({ ops }: Match) =>
      [...ops].every((op) =>
        op.outputs.every((name) => {
          const readers = this.#readers.get(name) ?? [];
          return name === value.name || readers.every((reader) => reader && ops.has(reader));
        }),
      );
    const isTyped = ({ layer, attributes, inputs }: Match) => {
      const types = inputs.flatMap(({ dtype = '' }) => (isDtype(dtype) ? [dtype] : []));
      const isKnown = value.dtype !== undefined && types.length === inputs.length;
      return isKnown && layer.dtype(types, attributes) === value.dtype;
    };
    return [...layers.values()]
      .map((layer) => matchLayer(layer, value, (match) => isClosed(match) && isTyped(match)))
      .filter((match) => match !== undefined)
      .reduce<Match | undefined>((best, match) => (best && !isBetter(match, best) ? best : match), undefined);
  }

  /** Undefined where it comes with an operator that is to be left as it is from now on. */
  #operatorFor(value: Seen): Found | Problem | undefined {
    const { name, origin } = value;
    const node = this.recogniser.makerOf(name);
    const numbers =
      origin.tensor ?? (this.recogniser.isShared(name) ? value.back(0).origin.tensor : undefined);
    if (numbers) return numbersAlone(value, numbers);
    if (!node) return this.#unanswered(value);
    const held = holdOp(node, {
      set: this.recogniser.set,
      numbers: (read) => this.#numbersFor(read),
      learns: (read) => this.recogniser.learns(read),
      value: (read) => this.#value(read),
      record: this.recogniser.options.record,
    });
    for (const read of node.input) {
      const source = this.#values.get(read);
      if (
        source &&
        held.op &&
        Object.values(held.parameters).some((tensor) => tensor === source.origin.tensor)
      ) {
        if (this.#owners.has(source)) this.#share(source);
        this.#owners.add(source);
      }
    }
    return held;
  }

  #numbersFor(name: string): Numbers | undefined {
    if (this.recogniser.isShared(name)) return undefined;
    const folded = this.#graph.initializers.get(this.#graph.passed.get(name) ?? name);
    return folded ?? this.recogniser.numbers(name);
  }

  #unanswered({ name, origin }: Seen): Problem | undefined {
    const { file } = this.recogniser;
    const answer = this.#graph.cameWith.get(name);
    if (answer === undefined) {
      return origin.isGiven
        ? problem('model-input-unsupported', { input: name, type: origin.dtype ?? '' })
        : problem('value-without-layer', { file, value: name });
    }
    this.recogniser.keepWhole(answer);
    return undefined;
  }
}

/** Numbers that the model answers as they are, or that are read where no layer keeps such. */
function numbersAlone(value: Seen, tensor: Tensor): Found {
  const { op, constants } = read(tensor);
  const outputs = op.outputs.map((port) => ({ port, value }));
  const called = [value.name];
  return { kind: kindOf(op), op, attributes: {}, inputs: [], outputs, parameters: {}, constants, called };
}

/** It accounts for more ops, or for as many and reads less: a Parameter is its own, and no Identity of one. */
function isBetter(one: Match, other: Match): boolean {
  return one.ops.size === other.ops.size
    ? one.inputs.length < other.inputs.length
    : one.ops.size > other.ops.size;
}

/** What reads each value: ops, or, as undefined, whoever runs the model and graphs within it. */
function readersOf(
  graph: Graph,
  captured: ReadonlySet<string>,
): ReadonlyMap<string, readonly (OpNode | undefined)[]> {
  const readers = new Map<string, (OpNode | undefined)[]>();
  const add = (name: string, reader: OpNode | undefined) => {
    const known = readers.get(name);
    if (known) known.push(reader);
    else readers.set(name, [reader]);
  };
  // What leads to no answer reads nothing that counts.
  const wanted = new Set([...graph.outputs.map(({ name }) => name), ...captured]);
  for (const node of graph.nodes.toReversed()) {
    if (!node.outputs.some((name) => wanted.has(name))) continue;
    for (const name of node.inputs) {
      wanted.add(name);
      add(name, node);
    }
  }
  for (const { name } of graph.outputs) add(name, undefined);
  for (const name of captured) add(name, undefined);
  return readers;
}

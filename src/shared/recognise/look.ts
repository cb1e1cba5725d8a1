/** One look through a model's graph, from its answers back: which layer or operator each value is the answer of. */
import type { NodeProto } from 'onnx-buf';
import { layers } from '../layers/index';
import { matchLayer, opsOf, type Match } from '../layers/match';
import { kindOf } from '../layers/operator/held-op';
import type { Seen } from '../layers/seen';
import { isProblem, problem, type Problem } from '../messages/problem';
import type { Graph, OpNode } from '../onnx/graph';
import { isDtype, isFloat } from '../tensor/tensor';
import type { Found } from './found';
import { namesIn } from './names';
import { holdNumbers, holdOp, type Numbers } from './hold';
import { seenOtherwise } from './otherwise';
import type { Recognising } from './recognising';
import type { SeenGraph } from './see';

/** The model that is looked through, and what is to be left as it is in it. */
export interface Whole {
  readonly file: string;
  readonly options: Recognising;
  /** The operator set that says what its operators mean. */
  readonly set: number;
  /** Values that graphs within its graph read. */
  readonly captured: ReadonlySet<string>;
  /** Makes a number that two parts bring a value of its own, which both read. Whether it can be. */
  share(name: string): boolean;
  isShared(name: string): boolean;
  /** The operator with this first answer stays as it is from now on. */
  keepWhole(answer: string): void;
  makerOf(value: string): NodeProto | undefined;
  /** What the file has under a name, where that is numbers. */
  numbers(name: string): Numbers | undefined;
  learns(name: string): boolean;
}

export class Look {
  readonly #graph: SeenGraph['graph'];
  readonly #values: SeenGraph['values'];
  readonly #readers: ReadonlyMap<string, readonly (OpNode | undefined)[]>;
  readonly #owners = new Set<Seen>();

  constructor(
    readonly model: Whole,
    { graph, values }: SeenGraph,
  ) {
    this.#graph = graph;
    this.#values = values;
    this.#readers = readersOf(graph, model.captured);
  }

  parts(): readonly Found[] | Problem {
    const found: Found[] = [];
    const answered = new Set<Seen>();
    // What the network is given belongs to it even where no answer is made of it.
    const given = [...this.#values.values()].filter(({ origin }) => origin.isGiven);
    const pending = [...given, ...this.#graph.outputs.map(({ name }) => this.#value(name))];
    for (let value = pending.pop(); value; value = pending.pop()) {
      if (answered.has(value)) continue;
      const part = this.#layerFor(value, answered) ?? this.#operatorFor(value);
      if (isProblem(part)) return part;
      answered.add(value);
      if (!part) continue;
      found.push(part);
      for (const output of part.outputs) answered.add(output.value);
      pending.push(...part.inputs.map((wire) => wire.value));
      this.model.options.report?.(found.length, this.#graph.nodes.length);
    }
    return found;
  }

  #value(name: string): Seen {
    const { passed } = this.#graph;
    const value = this.#values.get(passed.get(name) ?? name);
    if (!value) throw new RangeError(`${name} is read and never computed`);
    return value;
  }

  /** Values that are answered already are no other part's. */
  #layerFor(value: Seen, answered: ReadonlySet<Seen>): Found | undefined {
    if (!value.origin.isGiven && this.model.options.asFile?.has(value.name)) return undefined;
    const other = this.#isRow(value) ? seenOtherwise(value) : undefined;
    const match = this.#match(value, answered) ?? (other && this.#match(other, answered));
    // Numbers seen as read are no layer that reads them.
    if (!match || match.inputs.some(({ name }) => name === value.name)) return undefined;
    const weights = [...match.parameters.values()];
    // The weights of two parts are one value that both read, and then neither is this layer.
    const isTaken = weights.some((weight) => this.#owners.has(weight) && this.#share(weight));
    if (isTaken) return undefined;
    for (const weight of weights) this.#owners.add(weight);
    const { layer, attributes } = match;
    const maker = this.model.makerOf(value.name);
    const ports = layer.inputs(attributes);
    return {
      ...{ kind: layer.kind, attributes, constants: {} },
      inputs: match.inputs.map((source, at) => ({ port: ports[at] ?? '', value: source })),
      // What was seen in another way is still the value it is in the model.
      outputs: match.answers.map((answer) => ({
        port: answer.port,
        value: answer.value === other ? value : answer.value,
      })),
      parameters: Object.fromEntries(
        [...match.parameters].flatMap(([name, { origin }]) =>
          origin.tensor && isFloat(origin.tensor) ? [[name, origin.tensor] as const] : [],
        ),
      ),
      called: [...(maker ? namesIn(maker) : []), value.name].filter(Boolean),
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
    return this.model.share(this.#graph.madeOf.get(name) ?? name);
  }

  /** The largest layer that keeps what it computes on the way to its answers. */
  #match(value: Seen, answered: ReadonlySet<Seen>): Match | undefined {
    if (value.shape.some(Number.isNaN)) return undefined;
    const fitted = (match: Match) => {
      const typed = this.#typed(match, value, answered);
      return typed && this.#closed(typed, value);
    };
    const refused = this.model.options.parting?.layers.get(value.name);
    return [...layers.values()]
      .filter(({ kind }) => !refused?.has(kind))
      .map((layer) => matchLayer(layer, value, fitted))
      .filter((match) => match !== undefined)
      .reduce<Match | undefined>((best, match) => (best && !isBetter(match, best) ? best : match), undefined);
  }

  /** With those of its other answers that are of its types, and no one else's. */
  #typed(match: Match, value: Seen, answered: ReadonlySet<Seen>): Match | undefined {
    const { layer, attributes, inputs } = match;
    const types = inputs.flatMap(({ dtype = '' }) => (isDtype(dtype) ? [dtype] : []));
    const { asFile } = this.model.options;
    const answers = match.answers.filter(({ port, value: each }) => {
      const isFree = each === value || !(answered.has(each) || asFile?.has(each.name));
      return isFree && each.dtype !== undefined && layer.dtype(types, attributes, port) === each.dtype;
    });
    const isKnown = types.length === inputs.length && answers.some((answer) => answer.value === value);
    return isKnown ? { ...match, answers } : undefined;
  }

  /** Without the other answers on whose way is something that is read from outside. */
  #closed(match: Match, value: Seen): Match | undefined {
    for (let { answers } = match; ;) {
      const ops = opsOf({ answers });
      const told = new Set(answers.map((answer) => answer.value.name));
      const leaking = [...ops].find((op) =>
        op.outputs.some((name) => {
          const readers = this.#readers.get(name) ?? [];
          return !told.has(name) && !readers.every((reader) => reader && ops.has(reader));
        }),
      );
      if (!leaking) return { ...match, answers };
      const kept = answers.filter((answer) => answer.value === value || !answer.ops.has(leaking));
      if (kept.length === answers.length) return undefined;
      answers = kept;
    }
  }

  /** Undefined where it comes with an operator that is to be left as it is from now on. */
  #operatorFor(value: Seen): Found | Problem | undefined {
    const { name, origin } = value;
    const node = this.model.makerOf(name);
    const numbers = origin.tensor ?? (this.model.isShared(name) ? value.back(0).origin.tensor : undefined);
    if (numbers) return numbersAlone(value, numbers);
    const unread = node ? undefined : this.model.numbers(name);
    if (unread) return numbersAlone(value, unread);
    if (!node) return this.#unanswered(value);
    const held = holdOp(node, {
      set: this.model.set,
      numbers: (read) => this.#numbersFor(read),
      learns: (read) => this.model.learns(read),
      value: (read) => this.#value(read),
      record: this.model.options.record,
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
    if (this.model.isShared(name)) return undefined;
    const folded = this.#graph.initializers.get(this.#graph.passed.get(name) ?? name);
    return folded ?? this.model.numbers(name);
  }

  #unanswered({ name, origin }: Seen): Problem | undefined {
    const { file } = this.model;
    const answer = this.#graph.cameWith.get(name);
    if (answer === undefined) {
      return origin.isGiven
        ? problem('model-input-unsupported', { input: name, type: origin.dtype ?? '' })
        : problem('value-without-layer', { file, value: name });
    }
    this.model.keepWhole(answer);
    return undefined;
  }
}

/** Numbers that the model answers as they are, or that are read where no layer keeps such. */
function numbersAlone(value: Seen, numbers: Numbers): Found {
  const { op, constants } = holdNumbers(numbers, value.dtype ?? '');
  const outputs = op.outputs.map((port) => ({ port, value }));
  const called = [value.name];
  return { kind: kindOf(op), op, attributes: {}, inputs: [], outputs, parameters: {}, constants, called };
}

/** It accounts for more ops, or for as many and reads less: a Parameter is its own, and no Identity of one. */
function isBetter(one: Match, other: Match): boolean {
  const [size, least] = [opsOf(one).size, opsOf(other).size];
  return size === least ? one.inputs.length < other.inputs.length : size > least;
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

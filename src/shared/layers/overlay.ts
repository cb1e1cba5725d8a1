/** What a layer emits laid over a model: from one of its answers back to its inputs, and on to whatever else of it is there. */
import { opset, type OpAttribute, type OpNode } from '../onnx/graph';
import { completed } from '../ops/plain/defaults';
import { areShapesEqual } from '../tensor/shape';
import type { Tensor } from '../tensor/tensor';
import type { Emission } from './emit';
import { nothing, type Seen } from './seen';

export interface Overlay {
  /** Which value of the model each name of the emission stands for. */
  readonly values: ReadonlyMap<string, Seen>;
  /** What of the model a name depends on. */
  readonly opsBehind: (name: string) => ReadonlySet<OpNode>;
}

/** Undefined where `answer` is not what the emission calls `start`. */
export function overlay(
  emission: Emission,
  inputs: ReadonlySet<string>,
  start: string,
  answer: Seen,
): Overlay | undefined {
  if (emission.graphOutputs.length > 0 && !answer.origin.isAnswer) return undefined;
  const laid = new Laid(emission, inputs);
  if (!laid.back(start, answer)) return undefined;
  if (emission.outputs.length > 1) laid.onward();
  return laid;
}

class Laid implements Overlay {
  readonly values = new Map<string, Seen>();
  readonly #ops = new Map<OpNode, OpNode>();
  readonly #makers: ReadonlyMap<string, { readonly node: OpNode; readonly place: number }>;
  readonly #parameters: ReadonlyMap<string, readonly number[]>;

  constructor(
    readonly emission: Emission,
    readonly inputs: ReadonlySet<string>,
  ) {
    this.#makers = new Map(
      emission.nodes.flatMap((node) => node.outputs.map((name, place) => [name, { node, place }])),
    );
    this.#parameters = new Map(emission.parameters.map(({ value, shape }) => [value, shape]));
  }

  back(start: string, answer: Seen): boolean {
    return this.#lay([[start, answer]]);
  }

  /** Its other answers, where the model computes them of the same values. */
  onward(): void {
    const used = new Set(this.#ops.values());
    for (const node of this.emission.nodes) {
      if (node.outputs.every((name) => this.values.has(name))) continue;
      const made = this.#madeOf(node);
      const op = this.#ops.get(node) ?? this.#opLike(node, made, used);
      if (!op) continue;
      used.add(op);
      this.#ops.set(node, op);
      for (const value of made.filter(({ origin }) => origin.op === op)) {
        const name = node.outputs[value.origin.place ?? 0];
        if (name !== undefined && !this.values.has(name)) this.values.set(name, value);
      }
    }
  }

  opsBehind(name: string): ReadonlySet<OpNode> {
    const ops = new Set<OpNode>();
    const seen = new Set<string>();
    const pending = [name];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      const maker = seen.has(next) ? undefined : this.#makers.get(next)?.node;
      seen.add(next);
      const op = maker && this.#ops.get(maker);
      if (op) ops.add(op);
      pending.push(...(maker?.inputs ?? []));
    }
    return ops;
  }

  /** Values of the model that were computed of what the node reads, as far as that is known. */
  #madeOf(node: OpNode): readonly Seen[] {
    const known = node.inputs.flatMap((name) => this.values.get(name)?.made ?? []);
    return known.length === 0 ? known : [...new Set(known)];
  }

  /** One that does what the node does; one that stands for another node already only where there is no other. */
  #opLike(node: OpNode, made: readonly Seen[], used: ReadonlySet<OpNode>): OpNode | undefined {
    const isLike = ({ origin: { op }, inputs }: Seen): boolean =>
      // All that reads a value may be thousands: most are told by their type alone.
      op?.type === node.type &&
      isSameOp(said(node, inputs), op) &&
      this.#lay(node.inputs.map((name, at) => [name, inputs[at] ?? nothing]));
    const isUsed = ({ origin: { op } }: Seen) => op !== undefined && used.has(op);
    const found = made.find((value) => !isUsed(value) && isLike(value)) ?? made.find(isLike);
    return found?.origin.op;
  }

  /** Back from these to inputs and numbers; nothing of it stays where one of them is another value. */
  #lay(pairs: readonly (readonly [name: string, value: Seen])[]): boolean {
    const names: string[] = [];
    const nodes: OpNode[] = [];
    const pending = [...pairs];
    for (let next = pending.pop(); next; next = pending.pop()) {
      const [name, value] = next;
      // An input is left out on both sides.
      if (name === '' && value.name === '') continue;
      const known = this.values.get(name);
      if (known) {
        if (known === value || this.#isSameConstant(name, value)) continue;
        return this.#undo(names, nodes);
      }
      this.values.set(name, value);
      names.push(name);
      if (this.inputs.has(name)) continue;
      const maker = this.#makers.get(name);
      if (!maker) {
        if (this.#isLeaf(name, value)) continue;
        return this.#undo(names, nodes);
      }
      const { op, place } = value.origin;
      if (!op || place !== maker.place || !isSameOp(said(maker.node, value.inputs), op)) {
        return this.#undo(names, nodes);
      }
      if (!this.#ops.has(maker.node)) nodes.push(maker.node);
      this.#ops.set(maker.node, op);
      maker.node.inputs.forEach((input, at) => pending.push([input, value.back(at)]));
    }
    return true;
  }

  #undo(names: readonly string[], nodes: readonly OpNode[]): false {
    for (const name of names) this.values.delete(name);
    for (const node of nodes) this.#ops.delete(node);
    return false;
  }

  /** Equal numbers are one here, and may be several in a file. */
  #isSameConstant(name: string, value: Seen): boolean {
    return this.emission.constants.has(name) && this.#isLeaf(name, value);
  }

  #isLeaf(name: string, value: Seen): boolean {
    const { tensor, isGiven } = value.origin;
    const constant = this.emission.constants.get(name);
    if (constant) return tensor !== undefined && isSameTensor(constant, tensor);
    const shape = this.#parameters.get(name);
    if (shape) return tensor?.dtype === 'float32' && areShapesEqual(shape, tensor.shape);
    return isGiven === true;
  }
}

/** With all it means said, as the ops of a model that was seen are. */
function said(node: OpNode, inputs: readonly Seen[]): OpNode {
  return { ...node, attributes: completed(node.type, node.attributes, inputs, opset) };
}

function isSameOp(one: OpNode, other: OpNode): boolean {
  if (one.type !== other.type || one.inputs.length !== other.inputs.length) return false;
  const names = new Set([...Object.keys(one.attributes), ...Object.keys(other.attributes)]);
  return [...names].every((name) => isSameAttribute(one.attributes[name], other.attributes[name]));
}

/** Files keep float32. */
function isSameAttribute(one: OpAttribute | undefined, other: OpAttribute | undefined): boolean {
  // No layer's op is told a tensor.
  if (!one || !other || 'tensor' in other) return false;
  if ('float' in one) return 'float' in other && Math.fround(one.float) === Math.fround(other.float);
  return JSON.stringify(one) === JSON.stringify(other);
}

function isSameTensor(one: Tensor, other: Tensor): boolean {
  return (
    one.dtype === other.dtype &&
    areShapesEqual(one.shape, other.shape) &&
    one.values.every((value: unknown, at: number) => Object.is(value, other.values[at]))
  );
}

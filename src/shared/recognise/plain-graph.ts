/**
 * A graph as layers would have written it: each operator with all it means said, in the operators that layers emit where
 * it means the same, and with the shapes of everything.
 */
import { isProblem } from '../messages/problem';
import { createOpCollector } from '../onnx/builder';
import type { DecodedGraph } from '../onnx/decode';
import { opset, type OpNode } from '../onnx/graph';
import { describeConstant, type OpInput } from '../ops/define';
import { ops } from '../ops/index';
import { completed } from '../ops/plain/defaults';
import type { PlainContext } from '../ops/plain/define';
import { plainRules } from '../ops/plain/index';
import { answersReal, answersWhole } from '../ops/plain/real';
import { foldLimit } from '../ops/plain/sizes';
import { isDtype, type Tensor } from '../tensor/tensor';
import type { ModelRecord } from './record';

export interface PlainGraph extends DecodedGraph {
  /** Of values, those of the file and those that came in, as far as their shapes are known. */
  readonly values: ReadonlyMap<string, OpInput>;
  /** Values that are others under another name. */
  readonly passed: ReadonlyMap<string, string>;
  /** The first answer of the file's op that a value came in with. */
  readonly cameWith: ReadonlyMap<string, string>;
  /** The number of the file that one is made of. */
  readonly madeOf: ReadonlyMap<string, string>;
  readonly isReal: (name: string) => boolean;
  readonly isWhole: (name: string) => boolean;
}

/** How a graph is to be looked at. */
export interface View {
  /** The shapes of what the graph is given. */
  readonly given: ReadonlyMap<string, OpInput>;
  readonly record?: ModelRecord | undefined;
  /** Numbers that are read in several places, and are values of their own. */
  readonly shared?: ReadonlySet<string>;
  /** Ops that stay as they are, by their first answers. */
  readonly whole?: ReadonlySet<string>;
}

const nothing: ReadonlySet<string> = new Set();

/** Numbers that come in at most: a small file might have them made without end. */
const madeLimit = 4 * foldLimit;

/** An op of no known kind, or with what does not fit it, stays as it is. */
export function plainGraph(graph: DecodedGraph, view: View): PlainGraph {
  const { given, record, shared = nothing, whole = nothing } = view;
  const initializers = new Map([...graph.initializers].filter(([name]) => !shared.has(name)));
  const values = new Map(given);
  for (const [name, { shape, type }] of record ?? []) if (shape && isDtype(type)) values.set(name, { shape });
  for (const [name, { shape }] of graph.initializers) values.set(name, { shape });
  for (const [name, tensor] of initializers) values.set(name, describeConstant(tensor));
  const taken = new Set(graph.nodes.flatMap(({ inputs, outputs }) => [...inputs, ...outputs]));
  const makers = new Map<string, OpNode>();
  const readers = readersOf(graph);
  const answers = new Set(graph.outputs.map(({ name }) => name));
  const nodes: OpNode[] = [];
  const reals = new Set(graph.inputs.filter(({ dtype }) => dtype === 'float32').map(({ name }) => name));
  const wholes = new Set(graph.inputs.filter(({ dtype }) => dtype === 'int64').map(({ name }) => name));
  const typeIn = (name: string) =>
    record?.get(name)?.type ?? (initializers.get(name) ?? graph.initializers.get(name))?.dtype;
  const isReal = (name: string) => (typeIn(name) ?? (reals.has(name) && 'float32')) === 'float32';
  const isWhole = (name: string) => (typeIn(name) ?? (wholes.has(name) && 'int64')) === 'int64';

  /** An op as it is said, with its shapes. */
  const add = (node: OpNode, set: number): void => {
    const { type, inputs } = node;
    const rule = ops.get(type);
    const known = inputs.map((name) => values.get(name));
    const plain = { ...node, attributes: completed(type, node.attributes, known, set) };
    const isKnown = inputs.every((name, at) => name === '' || known[at]);
    const found =
      isKnown &&
      rule?.shape(
        known.flatMap((input) => input ?? []),
        plain.attributes,
      );
    const shapes = found && !isProblem(found) ? found : [];
    for (const [at, name] of plain.outputs.entries()) {
      const shape = record?.get(name)?.shape ?? shapes[at];
      if (shape) values.set(name, { shape });
      makers.set(name, plain);
      if (answersReal(plain, isReal, at)) reals.add(name);
      if (answersWhole(plain, isWhole, at)) wholes.add(name);
    }
    nodes.push(plain);
  };
  const keep = (name: string, tensor: Tensor): void => {
    initializers.set(name, tensor);
    values.set(name, describeConstant(tensor));
  };

  /** Numbers that came in. */
  let made = 0;
  const passed = new Map<string, string>();
  const madeOf = new Map<string, string>();
  const cameWith = new Map<string, string>();
  for (const stated of graph.nodes) {
    const node = withoutEnd(stated, passed);
    const { type, inputs, outputs } = node;
    const known = inputs.map((name) => values.get(name));
    const builder = createOpCollector(`${outputs.find(Boolean) ?? ''}/plain`);
    const context: PlainContext = {
      inputs: known,
      set: graph.opset,
      tensor: (name) => (name === undefined ? undefined : initializers.get(name)),
      maker: (name) => (name === undefined ? undefined : makers.get(name)),
      isReal,
      isReadOnce: (name) =>
        readers.get(name)?.length === 1 && !answers.has(name) && !graph.captured.has(name),
      readers: (name) => readers.get(name ?? '') ?? [],
      builder,
      derived(name, how, make) {
        const derived = `${name} ${how}`;
        if (!initializers.has(derived)) keep(derived, make());
        madeOf.set(derived, madeOf.get(name) ?? name);
        return derived;
      },
    };
    const complete = { ...node, attributes: completed(type, node.attributes, known, graph.opset) };
    const answer = outputs.find(Boolean) ?? '';
    const found = whole.has(answer) ? undefined : plainRules.get(type)?.(complete, context);
    const isFree = ![...builder.constants.keys(), ...builder.nodes.flatMap((op) => op.outputs)].some((name) =>
      taken.has(name),
    );
    const fresh = [...builder.constants.values(), ...(found && 'dtype' in found ? [found] : [])];
    made += fresh.reduce((total, tensor) => total + tensor.values.length, 0);
    if (!found || !isFree || made > madeLimit) {
      add(complete, graph.opset);
      continue;
    }
    if ('dtype' in found) {
      keep(outputs[0] ?? '', found);
      continue;
    }
    const [first = ''] = found;
    if (inputs.includes(first)) {
      const [name = ''] = outputs;
      if (answers.has(name)) add({ ...node, type: 'Identity', inputs: [first], attributes: {} }, opset);
      else passed.set(name, first);
      continue;
    }
    for (const [name, tensor] of builder.constants) keep(name, tensor);
    const renamed = new Map(found.map((name, at) => [name, outputs[at] || name]));
    for (const op of builder.nodes) {
      for (const name of op.outputs) cameWith.set(renamed.get(name) ?? name, answer);
      add(
        {
          ...op,
          inputs: op.inputs.map((name) => renamed.get(name) ?? name),
          outputs: op.outputs.map((name) => renamed.get(name) ?? name),
        },
        opset,
      );
    }
  }
  return { ...graph, nodes, initializers, values, passed, cameWith, madeOf, isReal, isWhole };
}

/** Inputs that are left out at the end are not there, and those that are others are read where these are. */
function withoutEnd(node: OpNode, passed: ReadonlyMap<string, string>): OpNode {
  const last = node.inputs.findLastIndex((name) => name !== '');
  return { ...node, inputs: node.inputs.slice(0, last + 1).map((name) => passed.get(name) ?? name) };
}

/** Each as often as it reads the value. */
function readersOf({ nodes }: DecodedGraph): ReadonlyMap<string, readonly OpNode[]> {
  const readers = new Map<string, OpNode[]>();
  for (const node of nodes) {
    for (const name of node.inputs) {
      const known = readers.get(name);
      if (known) known.push(node);
      else readers.set(name, [node]);
    }
  }
  return readers;
}

/**
 * A graph as layers would have written it: each operator with all it means said, in the operators that layers emit where
 * it means the same, and with the shapes of everything.
 */
import { isProblem, problem, type Problem } from '../messages/problem';
import { createOpCollector } from '../onnx/builder';
import type { DecodedGraph } from '../onnx/decode';
import { opset, type OpNode } from '../onnx/graph';
import { describeConstant, type OpInput } from '../ops/define';
import { ops } from '../ops/index';
import { completed } from '../ops/plain/defaults';
import type { PlainContext } from '../ops/plain/define';
import { plainRules } from '../ops/plain/index';
import { answersReal } from '../ops/plain/real';
import { foldLimit } from '../ops/plain/sizes';
import type { Tensor } from '../tensor/tensor';

export interface PlainGraph extends DecodedGraph {
  /** Of every value, those of the file and those that came in. */
  readonly values: ReadonlyMap<string, OpInput>;
}

/** Numbers that come in at most: a small file might have them made without end. */
const madeLimit = 4 * foldLimit;

/** `given` are the shapes of what the graph is given. Errors: an op that does not fit, and the first of no known kind. */
export function plainGraph(
  graph: DecodedGraph,
  given: ReadonlyMap<string, OpInput>,
  file: string,
): PlainGraph | Problem {
  const initializers = new Map(graph.initializers);
  const values = new Map(given);
  for (const [name, tensor] of initializers) values.set(name, describeConstant(tensor));
  const taken = new Set(graph.nodes.flatMap(({ inputs, outputs }) => [...inputs, ...outputs]));
  const makers = new Map<string, OpNode>();
  const readers = readersOf(graph);
  const answers = new Set(graph.outputs.map(({ name }) => name));
  const nodes: OpNode[] = [];
  const reals = new Set(graph.inputs.filter(({ dtype }) => dtype === 'float32').map(({ name }) => name));
  const isReal = (name: string) => reals.has(name) || initializers.get(name)?.dtype === 'float32';

  /** An op as it is said, with its shapes. */
  const add = (node: OpNode, set: number): Problem | undefined => {
    const { type, inputs } = node;
    const op = ops.get(type);
    if (!op) return problem('value-not-recognised', { file, op: type, value: node.outputs[0] ?? node.name });
    const known = inputs.map((name) => values.get(name));
    const plain = { ...node, attributes: completed(type, node.attributes, known, set) };
    const shapes = op.shape(
      known.filter((input) => input !== undefined),
      plain.attributes,
    );
    if (isProblem(shapes)) return shapes;
    for (const [at, name] of plain.outputs.entries()) {
      const shape = shapes[at];
      if (shape) values.set(name, { shape });
      makers.set(name, plain);
      if (answersReal(plain, isReal)) reals.add(name);
    }
    nodes.push(plain);
    return undefined;
  };
  const keep = (name: string, tensor: Tensor): void => {
    initializers.set(name, tensor);
    values.set(name, describeConstant(tensor));
  };

  /** Numbers that came in. */
  let made = 0;
  /** Values that are others under another name. */
  const passed = new Map<string, string>();
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
      isReadOnce: (name) => readers.get(name)?.length === 1 && !answers.has(name),
      readers: (name) => readers.get(name ?? '') ?? [],
      builder,
      derived(name, how, make) {
        const derived = `${name} ${how}`;
        if (!initializers.has(derived)) keep(derived, make());
        return derived;
      },
    };
    const complete = { ...node, attributes: completed(type, node.attributes, known, graph.opset) };
    const found = plainRules.get(type)?.(complete, context);
    const isFree = ![...builder.constants.keys(), ...builder.nodes.flatMap((op) => op.outputs)].some((name) =>
      taken.has(name),
    );
    const fresh = [...builder.constants.values(), ...(found && 'dtype' in found ? [found] : [])];
    made += fresh.reduce((total, tensor) => total + tensor.values.length, 0);
    if (!found || !isFree || made > madeLimit) {
      const misfit = add(complete, graph.opset);
      if (misfit) return misfit;
      continue;
    }
    if ('dtype' in found) {
      keep(outputs[0] ?? '', found);
      continue;
    }
    const [first = ''] = found;
    if (inputs.includes(first)) {
      const [name = ''] = outputs;
      if (!answers.has(name)) passed.set(name, first);
      const misfit =
        answers.has(name) && add({ ...node, type: 'Identity', inputs: [first], attributes: {} }, opset);
      if (misfit) return misfit;
      continue;
    }
    for (const [name, tensor] of builder.constants) keep(name, tensor);
    const renamed = new Map(found.map((name, at) => [name, outputs[at] || name]));
    for (const op of builder.nodes) {
      const misfit = add(
        {
          ...op,
          inputs: op.inputs.map((name) => renamed.get(name) ?? name),
          outputs: op.outputs.map((name) => renamed.get(name) ?? name),
        },
        opset,
      );
      if (misfit) return misfit;
    }
  }
  return { ...graph, nodes, initializers, values };
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

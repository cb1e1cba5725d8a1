/** What a parsed model consists of, at any depth. */
import type { GraphProto, ModelProto, NodeProto, TensorProto } from 'onnx-buf';

/** The main graph. */
export function graphOf(model: ModelProto): GraphProto {
  if (!model.graph) throw new TypeError('readModel accepts no model without a graph');
  return model.graph;
}

/**
 * Graphs at any depth (branches of If, bodies of Loop and Scan), and their nodes with those of the
 * model's own functions.
 */
export function partsOf(model: ModelProto): { readonly graphs: GraphProto[]; readonly nodes: NodeProto[] } {
  const graphs: GraphProto[] = [];
  const nodes = model.functions.flatMap((body) => body.node);
  const pending = [graphOf(model), ...nodes.flatMap(innerGraphs)];
  for (let graph = pending.pop(); graph; graph = pending.pop()) {
    graphs.push(graph);
    // One at a time: a graph can have more nodes than a call takes arguments.
    for (const node of graph.node) {
      nodes.push(node);
      pending.push(...innerGraphs(node));
    }
  }
  return { graphs, nodes };
}

export function innerGraphs(node: NodeProto): GraphProto[] {
  return node.attribute.flatMap(({ g, graphs }) => (g ? [g, ...graphs] : graphs));
}

/** Every tensor in the file: weights and the constants among the nodes' attributes. */
export function tensorsOf(model: ModelProto): TensorProto[] {
  const { graphs, nodes } = partsOf(model);
  const attributes = nodes.flatMap((node) => node.attribute);
  const sparse = attributes.flatMap(({ sparseTensor, sparseTensors }) => [sparseTensor, ...sparseTensors]);
  const tensors = [
    ...graphs.flatMap((graph) => graph.initializer),
    ...attributes.flatMap(({ t, tensors }) => [t, ...tensors]),
    ...sparse.flatMap((tensor) => [tensor?.values, tensor?.indices]),
  ];
  return tensors.filter((tensor) => tensor !== undefined);
}

/** Weights by name. */
export function initializersOf(graph: GraphProto): ReadonlyMap<string, TensorProto> {
  return new Map(graph.initializer.map((tensor) => [tensor.name, tensor]));
}

/** Tensors that stand for themselves, with their names: weights, and the values of Constant operators. */
export function constantsIn(graph: GraphProto): readonly (readonly [string, TensorProto])[] {
  return [
    ...graph.initializer.map((tensor) => [tensor.name, tensor] as const),
    ...graph.node.flatMap(constantOf),
  ];
}

/** What tells a function from all others of a model, and what its calls name. */
export function functionKey(
  { domain, overload }: Pick<NodeProto, 'domain' | 'overload'>,
  name: string,
): string {
  return JSON.stringify([isStandard(domain) ? '' : domain, name, overload]);
}

export const isStandard = (domain: string): boolean => domain === '' || domain === 'ai.onnx';

/** A tensor among the ops is one of the model's like any other: of the standard ones one alone reads nothing and has one. */
function constantOf(node: NodeProto): (readonly [string, TensorProto])[] {
  const [name] = node.output;
  const tensor = node.attribute.find((attribute) => attribute.name === 'value')?.t;
  const isConstant = isStandard(node.domain) && node.input.length === 0;
  return name !== undefined && isConstant && tensor ? [[name, tensor]] : [];
}

/** A message that shares what is not changed. */
export function copyOf<T extends object>(message: T, changes: Partial<T>): T {
  return Object.assign(Object.create(Object.getPrototypeOf(message) as object) as T, message, changes);
}

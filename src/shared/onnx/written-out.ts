/**
 * A model whose own functions are written out: what a function computes stands where it is called, so that it can be
 * looked at and looked into. Source: https://github.com/onnx/onnx/blob/main/docs/IR.md#functions
 */
import { clone, create } from '@bufbuild/protobuf';
import {
  NodeProtoSchema,
  OperatorSetIdProtoSchema,
  type AttributeProto,
  type FunctionProto,
  type GraphProto,
  type ModelProto,
  type NodeProto,
} from 'onnx-buf';
import { nodeLimit } from '../tensor/file-limits';
import { functionKey, copyOf, graphOf, isStandard, partsOf } from './model-parts';

/** Functions call functions, and graphs are within graphs: as deep as no exporter writes them. */
const deepest = 50;

/** The weights are the model's own. Undefined where there is no function to write out, or it calls itself, or comes to too much. */
export function writtenOut(model: ModelProto): ModelProto | undefined {
  if (model.functions.length === 0) return undefined;
  const writer = new Writer(model);
  const graph = graphOf(model);
  const node = writer.written(graph.node, []);
  if (!node || writer.calls === 0) return undefined;
  const whole = copyOf(model, { graph: copyOf(graph, { node, initializer: [...graph.initializer] }) });
  const functions = calledFrom(whole);
  const opsetImport = [
    ...model.opsetImport,
    ...[...writer.sets].map(([domain, version]) => create(OperatorSetIdProtoSchema, { domain, version })),
  ];
  return copyOf(whole, { functions, opsetImport });
}

class Writer {
  readonly #functions: ReadonlyMap<string, FunctionProto>;
  readonly #taken: Set<string>;
  readonly #sets: ReadonlyMap<string, bigint>;
  /** Versions of the sets of other domains that functions bring along. */
  readonly sets = new Map<string, bigint>();
  calls = 0;
  #count = 0;
  /** What was last put behind a name that was taken. */
  readonly #lastOf = new Map<string, number>();

  constructor(model: ModelProto) {
    this.#sets = setsOf(model);
    this.#functions = new Map(
      model.functions
        .filter((body) => this.#isTheSame(body) && isWhole(body))
        .map((body) => [functionKey(body, body.name), body]),
    );
    const { graphs } = partsOf(model);
    this.#taken = new Set(
      graphs.flatMap((graph) => [
        ...[...graph.input, ...graph.initializer].map(({ name }) => name),
        ...graph.node.flatMap(({ output, name }) => [...output, name]),
      ]),
    );
  }

  /** Undefined where it cannot be done. */
  written(nodes: readonly NodeProto[], within: readonly string[]): NodeProto[] | undefined {
    if (within.length > deepest) return undefined;
    const found: NodeProto[] = [];
    for (const node of nodes) {
      const key = functionKey(node, node.opType);
      const body = this.#functions.get(key);
      if (body && within.includes(key)) return undefined;
      const parts = body ? this.#called(node, body, [...within, key]) : this.#withGraphs(node, within);
      if (!parts) return undefined;
      for (const part of parts) found.push(part);
    }
    return found;
  }

  #withGraphs(node: NodeProto, within: readonly string[]): NodeProto[] | undefined {
    this.#count++;
    // More than can be opened: what functions come to may grow without end.
    if (this.#count > nodeLimit) return undefined;
    if (!node.attribute.some(({ g, graphs }) => g !== undefined || graphs.length > 0)) return [node];
    const attribute: AttributeProto[] = [];
    for (const each of node.attribute) {
      const graphs = (each.g ? [each.g, ...each.graphs] : each.graphs).map((graph) => {
        const inner = this.written(graph.node, [...within, '']);
        return inner && copyOf(graph, { node: inner });
      });
      const known = graphs.filter((graph) => graph !== undefined);
      if (known.length < graphs.length) return undefined;
      const [g, ...rest] = known;
      attribute.push(
        known.length === 0 ? each : copyOf(each, each.g && g ? { g, graphs: rest } : { graphs: known }),
      );
    }
    return [copyOf(node, { attribute })];
  }

  #called(call: NodeProto, body: FunctionProto, within: readonly string[]): NodeProto[] | undefined {
    this.calls++;
    // So may calls of what has nothing in it, and a body is looked at node by node.
    if (this.calls > nodeLimit || body.node.length > nodeLimit) return undefined;
    for (const { domain, version } of body.opsetImport)
      if (!isStandard(domain) && !this.#sets.has(domain)) this.sets.set(domain, version);
    const label = call.name || (call.output.find((name) => name !== '') ?? call.opType);
    const names = new Map([['', '']]);
    for (const [at, name] of body.input.entries()) names.set(name, call.input[at] ?? '');
    for (const [at, name] of body.output.entries()) if (call.output[at]) names.set(name, call.output[at]);
    const told = new Map(
      [...body.attributeProto, ...call.attribute].map((attribute) => [attribute.name, attribute]),
    );
    const rename = (name: string): string => {
      const known = names.get(name) ?? this.#fresh(`${label}/${name}`);
      names.set(name, known);
      return known;
    };
    const inner = body.node.map((node) => {
      const copy = clone(NodeProtoSchema, node);
      copy.name = this.#fresh(`${label}/${node.name || node.opType}`);
      return renamed(copy, rename, told);
    });
    return this.written(inner, within);
  }

  #fresh(name: string): string {
    let fresh = name;
    let count = this.#lastOf.get(name) ?? 0;
    while (this.#taken.has(fresh)) fresh = `${name}_${++count}`;
    this.#lastOf.set(name, count);
    this.#taken.add(fresh);
    return fresh;
  }

  /** Whether operators mean the same in it as in the model. */
  #isTheSame({ opsetImport }: FunctionProto): boolean {
    return opsetImport.every(({ domain, version }) => {
      const known = this.#sets.get(domainOf(domain));
      return isStandard(domain) ? known === version : known === undefined || known === version;
    });
  }
}

/** All that a node of a function is told and reads, as it is where the function is called. */
function renamed(
  node: NodeProto,
  rename: (name: string) => string,
  told: ReadonlyMap<string, AttributeProto>,
): NodeProto {
  node.input = node.input.map(rename);
  node.output = node.output.map(rename);
  node.attribute = node.attribute.flatMap((attribute) => {
    if (attribute.refAttrName !== '') {
      const given = told.get(attribute.refAttrName);
      return given ? [copyOf(given, { name: attribute.name })] : [];
    }
    for (const graph of attribute.g ? [attribute.g, ...attribute.graphs] : attribute.graphs)
      renameGraph(graph, rename, told);
    return [attribute];
  });
  return node;
}

function renameGraph(
  graph: GraphProto,
  rename: (name: string) => string,
  told: ReadonlyMap<string, AttributeProto>,
): void {
  for (const node of graph.node) renamed(node, rename, told);
  for (const value of [...graph.input, ...graph.output, ...graph.initializer, ...graph.valueInfo])
    value.name = rename(value.name);
}

/** Whether it makes all that it answers, each once. */
function isWhole({ output, node }: FunctionProto): boolean {
  const made = new Set(node.flatMap((each) => each.output));
  return output.every((name) => made.has(name)) && new Set(output).size === output.length;
}

/** Functions that are called, from the graph or from others that are. */
function calledFrom(model: ModelProto): FunctionProto[] {
  const functions = new Map(model.functions.map((body) => [functionKey(body, body.name), body]));
  const called = new Set<FunctionProto>();
  const pending = partsOf(copyOf(model, { functions: [] })).nodes;
  for (let node = pending.pop(); node; node = pending.pop()) {
    const body = functions.get(functionKey(node, node.opType));
    if (!body || called.has(body)) continue;
    called.add(body);
    pending.push(
      ...partsOf(copyOf(model, { graph: copyOf(graphOf(model), { node: body.node }), functions: [] })).nodes,
    );
  }
  return model.functions.filter((body) => called.has(body));
}

function setsOf({ opsetImport }: ModelProto): ReadonlyMap<string, bigint> {
  return new Map(opsetImport.map(({ domain, version }) => [domainOf(domain), version]));
}

const domainOf = (domain: string): string => (isStandard(domain) ? '' : domain);

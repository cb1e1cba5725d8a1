/** Document to ONNX: the trace model that answers every port, and the forward model that is exported. */
import { answersOf, completeNodes, type Complete } from '../document/complete';
import type { Document, FloatTensor, NodeId } from '../document/document';
import type { Inference } from '../document/infer';
import { inputOf, parameterOf } from '../document/values';
import { encodeModel } from '../onnx/encode';
import type { Graph, ValueInfo } from '../onnx/graph';
import type { Shape } from '../tensor/shape';

export interface TracePort {
  readonly node: NodeId;
  /** The value's name in the model. */
  readonly value: string;
  readonly shape: Shape;
}

/** Depends on the structure alone; the numbers come as feeds. */
export interface TraceProgram {
  readonly model: Uint8Array<ArrayBuffer>;
  /** In the order they are computed. */
  readonly ports: readonly TracePort[];
}

/** Every complete node's output is an output of the model; parameters are inputs, so that editing one needs no new session. */
export function compileTrace(inference: Inference): TraceProgram {
  const nodes = completeNodes(inference);
  const ports = nodes.map(({ node, emission }) => ({
    node: node.id,
    value: emission.output.name,
    shape: emission.output.shape,
  }));
  return { model: encodeFed(nodes, nodes), ports };
}

/** The trace model asked for the network's answers alone. */
export function compileAnswers(inference: Inference): Uint8Array<ArrayBuffer> {
  const nodes = completeNodes(inference);
  return encodeFed(nodes, answersOf(nodes));
}

function encodeFed(nodes: readonly Complete[], asked: readonly Complete[]): Uint8Array<ArrayBuffer> {
  const parameters = nodes.flatMap(({ emission }) => emission.parameters);
  return encodeModel({
    ...graphOf(nodes),
    inputs: [...graphInputs(nodes), ...parameters.map(({ value, shape }) => floatInfo(value, shape))],
    outputs: asked.map(({ emission }) => floatInfo(emission.output.name, emission.output.shape)),
    initializers: constantsOf(nodes),
  });
}

/** The numbers a trace model is fed: input values and parameters by the model's names. */
export function feedsOf(document: Document, inference: Inference): Map<string, FloatTensor> {
  const feeds = new Map<string, FloatTensor>();
  for (const { node, emission } of completeNodes(inference)) {
    for (const { name, shape } of emission.graphInputs) feeds.set(name, inputOf(document, node.id, shape));
    for (const spec of emission.parameters) feeds.set(spec.value, parameterOf(document, node.id, spec));
  }
  return feeds;
}

/** The model others run, as the bytes of a file. */
export function compileForward(document: Document, inference: Inference): Uint8Array<ArrayBuffer> {
  return encodeModel(forwardGraph(document, inference));
}

/** The model others run: parameters inside, and only the answers as outputs. */
export function forwardGraph(document: Document, inference: Inference): Graph {
  const nodes = completeNodes(inference);
  const feeds = feedsOf(document, inference);
  const parameters = nodes.flatMap(({ emission }) => emission.parameters);
  const named = parameters.flatMap(({ value }): [string, FloatTensor][] => {
    const tensor = feeds.get(value);
    return tensor ? [[value, tensor]] : [];
  });
  return {
    ...graphOf(nodes),
    name: document.title || 'network',
    inputs: graphInputs(nodes),
    outputs: answersOf(nodes).map(({ emission }) => floatInfo(emission.output.name, emission.output.shape)),
    initializers: new Map([...constantsOf(nodes), ...named]),
  };
}

function graphOf(nodes: readonly Complete[]): Pick<Graph, 'name' | 'nodes'> {
  return { name: 'network', nodes: nodes.flatMap(({ emission }) => emission.nodes) };
}

function graphInputs(nodes: readonly Complete[]): ValueInfo[] {
  return nodes.flatMap(({ emission }) =>
    emission.graphInputs.map(({ name, shape }) => floatInfo(name, shape)),
  );
}

function constantsOf(nodes: readonly Complete[]): Graph['initializers'] {
  return new Map(nodes.flatMap(({ emission }) => [...emission.constants]));
}

function floatInfo(name: string, shape: Shape): ValueInfo {
  return { name, dtype: 'float32', shape };
}

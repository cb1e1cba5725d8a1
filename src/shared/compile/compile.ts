/** Document to ONNX: the trace model that answers every port, and the forward model that is exported. */
import { answeredValues, completeNodes, type Complete } from '../document/complete';
import type { Document, NodeId } from '../document/document';
import { asExported, statedAnswers, statedInputs, withConstants } from './stated-inputs';
import type { Inference } from '../document/infer';
import { givenOf, parameterOf } from '../document/values';
import type { Answer } from '../layers/emit';
import { encodeModel } from '../onnx/encode';
import type { Graph, ValueInfo } from '../onnx/graph';
import { nodesLeadingTo } from '../onnx/leading';
import type { Shape } from '../tensor/shape';
import type { Tensor } from '../tensor/tensor';

export interface TracePort {
  readonly node: NodeId;
  readonly port: string;
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

/** Every complete node's outputs are outputs of the model; parameters are inputs, so that editing one needs no new session. */
export function compileTrace(inference: Inference): TraceProgram {
  const nodes = completeNodes(inference);
  const ports = nodes.flatMap(({ node, emission }) =>
    emission.outputs
      .filter(({ other }) => other === undefined)
      .map(({ name, shape, port }): TracePort => ({ node: node.id, port, value: name, shape })),
  );
  return {
    model: encodeFed(inference, nodes, readable(nodes.flatMap(({ emission }) => emission.outputs))),
    ports,
  };
}

/** The trace model asked for the network's answers alone. */
export function compileAnswers(inference: Inference): Uint8Array<ArrayBuffer> {
  const nodes = completeNodes(inference);
  return encodeFed(inference, nodes, readable(answeredValues(nodes, inference.origin)));
}

const readable = (answers: readonly Answer[]): readonly Answer[] =>
  answers.filter(({ other }) => other === undefined);

function encodeFed(
  inference: Inference,
  nodes: readonly Complete[],
  asked: readonly Answer[],
): Uint8Array<ArrayBuffer> {
  const parameters = nodes.flatMap(({ emission }) => emission.parameters);
  return encodeModel({
    ...graphOf(inference, nodes),
    inputs: [...graphInputs(nodes), ...parameters.map(({ value, shape }) => floatInfo(value, shape))],
    outputs: [...new Map(asked.map((answer) => [answer.name, infoOf(answer)])).values()],
    initializers: constantsOf(nodes),
  });
}

/** What operators answer is theirs to say: a run may find another shape than the last. */
function infoOf({ name, shape, dtype, isHeld, other }: Answer): ValueInfo {
  if (other !== undefined) return { name };
  return isHeld ? { name, dtype } : { name, dtype, shape };
}

/** The numbers a trace model is fed: input values and parameters by the model's names. */
export function feedsOf(document: Document, inference: Inference): Map<string, Tensor> {
  const feeds = new Map<string, Tensor>();
  for (const { node, emission } of completeNodes(inference)) {
    for (const given of emission.graphInputs) feeds.set(given.name, givenOf(document, node.id, given));
    for (const spec of emission.parameters) feeds.set(spec.value, parameterOf(document, node.id, spec));
  }
  return feeds;
}

/** The model others run, as the bytes of a file. */
export function compileForward(
  ...[document, inference, looks]: Parameters<typeof forwardGraph>
): Uint8Array<ArrayBuffer> {
  return encodeModel(forwardGraph(document, inference, looks));
}

/**
 * The model others run: parameters inside, and only the answers as outputs. `looks` are the network at other sizes, where
 * what operators answer then was found by a run.
 */
export function forwardGraph(document: Document, inference: Inference, looks?: readonly Inference[]): Graph {
  const nodes = completeNodes(inference).map((of) => ({ ...of, emission: asExported(of.emission) }));
  const feeds = feedsOf(document, inference);
  const parameters = nodes.flatMap(({ emission }) => emission.parameters);
  const named = parameters.flatMap(({ value }): [string, Tensor][] => {
    const tensor = feeds.get(value);
    return tensor ? [[value, tensor]] : [];
  });
  const optional = (inference.origin?.inputs ?? []).filter(({ isOptional }) => isOptional);
  const byDefault = optional.flatMap(({ name }): [string, Tensor][] => {
    const tensor = feeds.get(name);
    return tensor ? [[name, tensor]] : [];
  });
  const stated = statedInputs(document, inference, graphInputs(nodes), looks);
  const answers = answeredValues(nodes, inference.origin);
  const asked = nodes
    .map((node) => askedOf(node, nodes, answers))
    .map((of) => ({ ...of, emission: withConstants(of.emission, stated.constants) }));
  return {
    ...graphOf(inference, asked),
    name: document.title || 'network',
    inputs: stated.inputs,
    outputs: statedAnswers(answers.map(infoOf), inference, stated.looks),
    initializers: new Map([...constantsOf(asked), ...named, ...byDefault]),
  };
}

/** Without what a layer of several answers computes for those that nothing asks for. */
function askedOf(of: Complete, nodes: readonly Complete[], answers: readonly Answer[]): Complete {
  const { node, emission } = of;
  if (node.op || emission.outputs.length === 1) return of;
  const ports = new Set(
    nodes.flatMap(({ inputs }) =>
      inputs.flatMap(({ edge }) => (edge?.from.node === node.id ? [edge.from.port] : [])),
    ),
  );
  const asked = emission.outputs.filter((answer) => ports.has(answer.port) || answers.includes(answer));
  const named = (asked.length > 0 ? asked : [emission.output]).map(({ name }) => name);
  const kept = nodesLeadingTo(emission.nodes, new Set(named));
  const read = new Set(kept.flatMap(({ inputs }) => inputs));
  const constants = new Map([...emission.constants].filter(([name]) => read.has(name)));
  return { ...of, emission: { ...emission, nodes: kept, constants } };
}

function graphOf(
  { origin }: Inference,
  nodes: readonly Complete[],
): Pick<Graph, 'name' | 'nodes' | 'operators'> {
  return {
    name: 'network',
    nodes: nodes.flatMap(({ emission }) => emission.nodes),
    operators: origin?.operators,
  };
}

function graphInputs(nodes: readonly Complete[]): ValueInfo[] {
  return nodes.flatMap(({ emission }) =>
    emission.graphInputs.map(({ name, shape, dtype }) => ({ name, shape, dtype })),
  );
}

function constantsOf(nodes: readonly Complete[]): Graph['initializers'] {
  return new Map(nodes.flatMap(({ emission }) => [...emission.constants]));
}

function floatInfo(name: string, shape: Shape): ValueInfo {
  return { name, dtype: 'float32', shape };
}

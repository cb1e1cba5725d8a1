/**
 * A model as a document, by asking every layer whether it answers a value. Of several the one that accounts for most ops
 * is taken, and what it read is looked at next, from the answers back to what the network is given.
 */
import type { Document } from '../document/document';
import { layers } from '../layers/index';
import { matchLayer, type Match } from '../layers/match';
import type { Seen } from '../layers/seen';
import { isProblem, problem, type Problem } from '../messages/problem';
import { decodeGraph } from '../onnx/decode';
import type { Graph, OpNode } from '../onnx/graph';
import type { ModelProto } from '../onnx/model-file';
import { fileReasons } from '../messages/reasons';
import { documentOf } from './arrange';
import { seeGraph } from './see';

/**
 * A model as it was read from a file. Errors: the first op that is part of no layer or whose shapes are not known, and a
 * file so damaged that looking at it fails.
 */
export function recogniseModel(model: ModelProto, file: string): Document | Problem {
  try {
    return recogniseGraph(decodeGraph(model));
  } catch {
    return problem('model-unreadable', { file, reason: fileReasons.damaged });
  }
}

function recogniseGraph(graph: Graph): Document | Problem {
  const values = seeGraph(graph);
  if (isProblem(values)) return values;
  const readers = readersOf(graph);
  const found = new Map<Seen, Match>();
  const pending = graph.outputs.flatMap(({ name }) => values.get(name) ?? []);
  for (let value = pending.pop(); value; value = pending.pop()) {
    if (found.has(value)) continue;
    const match = layerOf(value, readers);
    if (!match) {
      const { name, type } = value;
      return type === ''
        ? problem('value-without-layer', { value: name })
        : problem('value-not-recognised', { op: type, value: name });
    }
    found.set(value, match);
    pending.push(...match.inputs);
  }
  return documentOf(graph, found);
}

/** The largest layer that keeps what it computes on the way to itself. */
function layerOf(
  value: Seen,
  readers: ReadonlyMap<string, readonly (OpNode | undefined)[]>,
): Match | undefined {
  const isClosed = ({ ops }: Match) =>
    [...ops].every(
      (op) =>
        op === value.origin.op ||
        op.outputs.every((name) => (readers.get(name) ?? []).every((reader) => reader && ops.has(reader))),
    );
  return [...layers.values()]
    .map((layer) => matchLayer(layer, value))
    .filter((match) => match !== undefined)
    .filter(isClosed)
    .reduce<Match | undefined>((best, match) => (best && !isBetter(match, best) ? best : match), undefined);
}

/** It accounts for more ops, or for as many and reads less: a Parameter is its own, and no Identity of one. */
function isBetter(one: Match, other: Match): boolean {
  return one.ops.size === other.ops.size
    ? one.inputs.length < other.inputs.length
    : one.ops.size > other.ops.size;
}

/** What reads each value: ops, or, as undefined, whoever runs the model. */
function readersOf(graph: Graph): ReadonlyMap<string, readonly (OpNode | undefined)[]> {
  const readers = new Map<string, (OpNode | undefined)[]>();
  const add = (name: string, reader: OpNode | undefined) => {
    const known = readers.get(name);
    if (known) known.push(reader);
    else readers.set(name, [reader]);
  };
  // What leads to no answer reads nothing that counts.
  const wanted = new Set(graph.outputs.map(({ name }) => name));
  for (const node of graph.nodes.toReversed()) {
    if (!node.outputs.some((name) => wanted.has(name))) continue;
    for (const name of node.inputs) {
      wanted.add(name);
      add(name, node);
    }
  }
  for (const { name } of graph.outputs) add(name, undefined);
  return readers;
}

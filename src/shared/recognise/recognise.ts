/**
 * A model as a document, by asking every layer whether it answers a value. Of several the one that accounts for most ops
 * is taken, and what it read is looked at next, from the answers back to what the network is given.
 */
import type { Document } from '../document/document';
import { layers } from '../layers/index';
import { matchLayer, type Match } from '../layers/match';
import type { Seen } from '../layers/seen';
import { isProblem, problem, type Problem } from '../messages/problem';
import { decodeGraph, type DecodedGraph } from '../onnx/decode';
import type { Graph, OpNode } from '../onnx/graph';
import type { ModelProto } from '../onnx/model-file';
import { fileReasons } from '../messages/reasons';
import { isDamage } from '../tensor/damage';
import { documentOf } from './arrange';
import { seenOtherwise } from './otherwise';
import { seeGraph } from './see';
import { faultIn, tooMany } from './sound';
import { withRealInputs } from '../ops/plain/whole-inputs';

/** Told how many ops of how many are accounted for. */
export type Report = (done: number, total: number) => void;

/**
 * A model as it was read from a file. Errors: the first op that is part of no layer or meant something else when the file
 * was written, weights that two layers share, and a file so damaged that looking at it fails.
 */
export function recogniseModel(model: ModelProto, file: string, report?: Report): Document | Problem {
  try {
    return recogniseGraph(decodeGraph(model), file, report);
  } catch (error) {
    if (!isDamage(error)) throw error;
    return problem('model-unreadable', { file, reason: fileReasons.damaged });
  }
}

function recogniseGraph(decoded: DecodedGraph, file: string, report?: Report): Document | Problem {
  const fault = faultIn(decoded, file);
  if (fault) return fault;
  const seen = seeGraph(withRealInputs(decoded), file);
  if (isProblem(seen)) return seen;
  const { graph, values } = seen;
  const readers = readersOf(graph);
  const found = new Map<Seen, Match>();
  const owners = new Map<Seen, Match>();
  // What the network is given belongs to it even where no answer is made of it.
  const given = [...values.values()].filter(({ origin, shape }) => origin.isGiven && shape.length > 0);
  const pending = [...given, ...graph.outputs.flatMap(({ name }) => values.get(name) ?? [])];
  let done = 0;
  for (let value = pending.pop(); value; value = pending.pop()) {
    if (found.has(value)) continue;
    const other = seenOtherwise(value);
    const match = layerOf(value, readers) ?? (other && layerOf(other, readers));
    if (!match) return partOfNone(value, file);
    found.set(value, match);
    for (const weight of match.parameters.values()) {
      const owner = owners.get(weight);
      if (owner) {
        const names = { value: weight.name, first: nameOf(owner), second: nameOf(match) };
        return problem('weights-shared', { file, ...names });
      }
      owners.set(weight, match);
    }
    pending.push(...match.inputs);
    report?.((done += match.ops.size), graph.nodes.length);
  }
  const large = tooMany(found.size, 'layers', file);
  if (large) return large;
  const document = documentOf(graph, found);
  return tooMany(document.nodes.length, 'layers', file) ?? document;

  function nameOf({ layer, answer }: Match): string {
    return `${layer.kind} ${answer.name}`;
  }
}

function partOfNone({ name, type, origin }: Seen, file: string): Problem {
  if (type !== '') return problem('value-not-recognised', { file, op: type, value: name });
  return origin.tensor
    ? problem('weight-without-layer', { file, value: name })
    : problem('value-without-layer', { file, value: name });
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
    .map((layer) => matchLayer(layer, value, isClosed))
    .filter((match) => match !== undefined)
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

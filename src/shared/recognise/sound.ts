/** What keeps a graph from being read as layers at all, whatever layers there are. */
import { problem, type Problem } from '../messages/problem';
import type { DecodedGraph } from '../onnx/decode';
import { nodeLimit } from '../tensor/file-limits';

/** Older sets mean other things, and models of them are brought up to this one when they are read. */
const oldestSet = 7;

/** The first thing wrong; undefined where every op is known and every value comes from one place before it is read. */
export function faultIn(graph: DecodedGraph, file: string): Problem | undefined {
  const { nodes, opset } = graph;
  if (opset < oldestSet) return problem('model-set-too-old', { file, set: opset });
  const large = tooMany(nodes.length, 'operators', file);
  if (large) return large;
  const [twice] = graph.twice;
  if (twice !== undefined) return problem('value-twice', { file, value: twice });
  const given = graph.inputs.map(({ name }) => name).filter((name) => !graph.initializers.has(name));
  // Numbers of a type that nothing here reads are there all the same.
  const kept = [...graph.unread].flatMap(([name, type]) =>
    type === undefined || graph.elsewhere.has(name) ? [] : [name],
  );
  const known = new Set([...given, ...graph.initializers.keys(), ...kept]);
  const computed = new Set<string>();
  for (const name of nodes.flatMap(({ outputs }) => outputs.filter(Boolean))) {
    if (known.has(name) || computed.has(name)) return problem('value-twice', { file, value: name });
    computed.add(name);
  }
  for (const { inputs, outputs, type: op } of nodes) {
    const value = inputs.find((name) => name !== '' && !known.has(name));
    if (value !== undefined && computed.has(value)) return problem('value-not-yet', { file, value, op });
    if (value !== undefined) return whyMissing(graph, value, file);
    for (const name of outputs) known.add(name);
  }
  const missing = graph.outputs.find(({ name }) => !known.has(name))?.name;
  return missing === undefined ? undefined : whyMissing(graph, missing, file);
}

/** Undefined where a network may have so many. */
export function tooMany(count: number, things: string, file: string): Problem | undefined {
  return count > nodeLimit ? problem('file-too-many', { file, count, things, limit: nodeLimit }) : undefined;
}

/** A value that is read and not there: in another file, of another type or size, or nowhere. */
function whyMissing({ elsewhere, unread }: DecodedGraph, value: string, file: string): Problem {
  const data = elsewhere.get(value);
  if (data !== undefined) return problem('value-elsewhere', { file, data });
  if (!unread.has(value)) return problem('value-missing', { file, value });
  return problem('value-of-other-size', { file, value });
}

/** Every value of a graph, seen from where it came. */
import { isProblem, type Problem } from '../messages/problem';
import type { Graph } from '../onnx/graph';
import type { OpInput } from '../ops/define';
import { inferOpShapes } from '../ops/infer';
import { isFloat, numberAt } from '../tensor/tensor';
import { Seen } from '../layers/seen';

/** Errors: an op that is not known, or does not fit. A size that has a name is taken as `rows`. */
export function seeGraph(graph: Graph, rows = 1): ReadonlyMap<string, Seen> | Problem {
  const answers = new Set(graph.outputs.map(({ name }) => name));
  const given = graph.inputs
    .filter(({ name }) => !graph.initializers.has(name))
    .map(({ name, shape }) => ({
      name,
      shape: shape.map((size) => (typeof size === 'number' ? size : rows)),
    }));
  const known = new Map<string, OpInput>(given.map(({ name, shape }) => [name, { shape }]));
  for (const [name, tensor] of graph.initializers) {
    const values = isFloat(tensor)
      ? {}
      : { values: Array.from({ length: tensor.values.length }, (_, at) => numberAt(tensor, at)) };
    known.set(name, { shape: tensor.shape, ...values });
  }
  const shapes = inferOpShapes(graph.nodes, known);
  if (isProblem(shapes)) return shapes;

  const values = new Map<string, Seen>();
  for (const { name, shape } of given) {
    values.set(name, new Seen(name, shape, { isGiven: true, isAnswer: answers.has(name) }));
  }
  for (const [name, tensor] of graph.initializers) values.set(name, new Seen(name, tensor.shape, { tensor }));
  for (const op of graph.nodes) {
    const inputs = op.inputs.map((name) => values.get(name) ?? new Seen(name, []));
    op.outputs.forEach((name, place) => {
      const shape = shapes.get(name)?.shape ?? [];
      values.set(name, new Seen(name, shape, { op, inputs, place, isAnswer: answers.has(name) }));
    });
  }
  return values;
}

/** Every value of a graph, seen from where it came. */
import { valueLimit } from '../layers/emit';
import { Seen } from '../layers/seen';
import { isProblem, problem, type Problem } from '../messages/problem';
import type { Graph, ValueInfo } from '../onnx/graph';
import { describeConstant, type OpInput } from '../ops/define';
import { inferOpShapes } from '../ops/infer';
import { formatShape, sizeOf, type Shape } from '../tensor/shape';

/**
 * Sizes that the file leaves open are taken as 1. Errors: an op that is not known, does not fit or reads what nobody
 * computes, and sizes that no tensor has.
 */
export function seeGraph(graph: Graph): ReadonlyMap<string, Seen> | Problem {
  const given = graph.inputs.filter(({ name }) => !graph.initializers.has(name));
  const known = new Map<string, OpInput>(given.map((info) => [info.name, { shape: sizesOf(info) }]));
  for (const [name, tensor] of graph.initializers) known.set(name, describeConstant(tensor));
  const fault = missingIn(graph, new Set(known.keys())) ?? oversized(known);
  if (fault) return fault;
  const shapes = inferOpShapes(graph.nodes, known);
  if (isProblem(shapes)) return shapes;
  return oversized(shapes) ?? valuesOf(graph, given, shapes);
}

function valuesOf(
  graph: Graph,
  given: readonly ValueInfo[],
  shapes: ReadonlyMap<string, OpInput>,
): ReadonlyMap<string, Seen> {
  const answers = new Set(graph.outputs.map(({ name }) => name));
  const values = new Map<string, Seen>();
  for (const info of given) {
    const { name, dtype } = info;
    const origin = { isGiven: dtype === 'float32', isAnswer: answers.has(name) };
    values.set(name, new Seen(name, sizesOf(info), origin));
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

function sizesOf({ shape }: ValueInfo): Shape {
  return shape.map((size) => (typeof size === 'number' && size > 0 ? size : 1));
}

/** What an op or an answer names and nobody gives: a tensor of another type, one in another file, or a circle. */
function missingIn({ nodes, outputs }: Graph, known: Set<string>): Problem | undefined {
  for (const node of nodes) {
    const value = node.inputs.find((name) => name !== '' && !known.has(name));
    if (value !== undefined) return problem('value-unreadable', { value });
    for (const name of node.outputs) known.add(name);
  }
  const value = outputs.find(({ name }) => !known.has(name))?.name;
  return value === undefined ? undefined : problem('value-missing', { value });
}

function oversized(values: ReadonlyMap<string, OpInput>): Problem | undefined {
  const shape = [...values.values()]
    .map((value) => value.shape)
    .find(
      (sizes) => sizes.some((size) => !Number.isSafeInteger(size) || size < 0) || sizeOf(sizes) > valueLimit,
    );
  if (!shape) return undefined;
  return problem('shape-too-large', { shape: formatShape(shape), size: sizeOf(shape), limit: valueLimit });
}

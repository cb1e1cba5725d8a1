/** Every value of a graph, seen from where it came. */
import { valueLimit } from '../layers/emit';
import { Seen } from '../layers/seen';
import { describeProblem, isProblem, problem, type Problem } from '../messages/problem';
import type { DecodedGraph } from '../onnx/decode';
import type { Graph, ValueInfo } from '../onnx/graph';
import type { OpInput } from '../ops/define';
import { formatShape, sizeOf, type Shape } from '../tensor/shape';
import { plainGraph, type PlainGraph } from './plain-graph';
import { meantOtherwise } from './sound';

export interface SeenGraph {
  readonly graph: PlainGraph;
  readonly values: ReadonlyMap<string, Seen>;
}

/**
 * Sizes that the file leaves open are taken as 1. Errors: an op that does not fit, is of no known kind or meant something
 * else when the file was written, and sizes that no tensor has.
 */
export function seeGraph(graph: DecodedGraph, file: string): SeenGraph | Problem {
  const known = (open: number) => givenShapes(graph, open);
  const inWords = (found: Problem): Problem =>
    found.code === 'value-not-recognised'
      ? found
      : problem('model-not-layers', { file, sentence: describeProblem(found).replace(/\.$/, '') });
  const constants = [...graph.initializers].map(([name, { shape }]) => [name, { shape }] as const);
  const large = oversized(new Map([...known(1), ...constants]));
  if (large) return inWords(large);
  const plain = plainGraph(graph, known(1), file);
  if (isProblem(plain)) return inWords(plain);
  const tooLarge = oversized(plain.values);
  if (tooLarge) return inWords(tooLarge);
  // What holds for a size of 1 may not for another: an open size is looked at as both, where both go.
  const other = plainGraph(graph, known(2), file);
  const changed = [plain, other].map((found) =>
    isProblem(found) ? undefined : meantOtherwise(graph, found.values, file),
  );
  return changed.find(Boolean) ?? { graph: plain, values: valuesOf(plain, givenTo(graph), plain.values) };
}

const givenTo = ({ inputs, initializers }: DecodedGraph): readonly ValueInfo[] =>
  inputs.filter(({ name }) => !initializers.has(name));

/** The shapes of what a graph is given, with `open` for the sizes it leaves open. */
export function givenShapes(graph: DecodedGraph, open: number): ReadonlyMap<string, OpInput> {
  return new Map(givenTo(graph).map((info) => [info.name, { shape: sizesOf(info, open) }]));
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

function sizesOf({ shape }: ValueInfo, open = 1): Shape {
  return shape.map((size) => (typeof size === 'number' && size > 0 ? size : open));
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

/** Every value of a graph, seen from where it came. */
import { valueLimit } from '../layers/emit';
import { Seen } from '../layers/seen';
import { describeProblem, problem, type Problem } from '../messages/problem';
import type { DecodedGraph, StatedInput } from '../onnx/decode';
import type { OpInput } from '../ops/define';
import { formatShape, sizeOf, type Shape } from '../tensor/shape';
import { read } from '../ops/plain/otherwise';
import { plainGraph, type PlainGraph, type View } from './plain-graph';
import type { ModelRecord } from './record';

export interface SeenGraph {
  readonly graph: PlainGraph;
  readonly values: ReadonlyMap<string, Seen>;
}

/** Sizes that the file leaves open are as they were run, or 1. Errors: sizes that no tensor has. */
export function seeGraph(
  graph: DecodedGraph,
  file: string,
  view: Omit<View, 'given'> = {},
): SeenGraph | Problem {
  const given = givenShapes(graph, 1, view.record);
  const constants = [...graph.initializers].map(([name, { shape }]) => [name, { shape }] as const);
  const large = oversized(new Map([...given, ...constants]));
  if (large) return tooLarge(large, file);
  const plain = plainGraph(graph, { ...view, given });
  const found = oversized(plain.values);
  return found ? tooLarge(found, file) : { graph: plain, values: valuesOf(graph, plain, view) };
}

function tooLarge(found: Problem, file: string): Problem {
  return problem('model-not-layers', { file, sentence: describeProblem(found).replace(/\.$/, '') });
}

const givenTo = ({ inputs, initializers }: DecodedGraph): readonly StatedInput[] =>
  inputs.filter(({ name }) => !initializers.has(name));

/** The shapes of what a graph is given, as it was run, or with `open` for the sizes it leaves open. */
export function givenShapes(
  graph: DecodedGraph,
  open: number,
  record?: ModelRecord,
): ReadonlyMap<string, OpInput> {
  return new Map(
    givenTo(graph).map((info) => [
      info.name,
      { shape: record?.get(info.name)?.shape ?? sizesOf(info, open) },
    ]),
  );
}

/** Equal to no shape, not even to itself. */
const unknown: Shape = [Number.NaN];

function valuesOf(
  decoded: DecodedGraph,
  graph: PlainGraph,
  view: Omit<View, 'given'>,
): ReadonlyMap<string, Seen> {
  const { initializers: own } = decoded;
  const { record, shared = new Set() } = view;
  const answers = new Set(graph.outputs.map(({ name }) => name));
  const others = otherRows(decoded, view);
  const shapeOf = (name: string) => graph.values.get(name)?.shape ?? unknown;
  const dtypeOf = (name: string) => {
    const whole = graph.isWhole(name) ? 'int64' : undefined;
    return record?.get(name)?.type ?? (graph.isReal(name) ? 'float32' : whole);
  };
  const values = new Map<string, Seen>();
  for (const { name, dtype } of givenTo(graph)) {
    if (shared.has(name)) continue;
    const origin = { isGiven: true, isAnswer: answers.has(name), dtype };
    values.set(name, new Seen(name, shapeOf(name), origin));
  }
  for (const [name, tensor] of graph.initializers) {
    const isAnswer = answers.has(name);
    values.set(name, new Seen(name, tensor.shape, { tensor, dtype: tensor.dtype, isAnswer }));
  }
  for (const name of shared) {
    const tensor = own.get(name);
    if (!tensor) continue;
    const isAnswer = answers.has(name);
    const kept = new Seen(name, tensor.shape, { tensor, dtype: tensor.dtype });
    const origin = { op: read(name), inputs: [kept], place: 0, isAnswer, dtype: tensor.dtype };
    values.set(name, new Seen(name, tensor.shape, origin));
  }
  // Of a type that nothing here reads: operators read them all the same.
  for (const [name, dtype] of decoded.unread) {
    if (!values.has(name)) values.set(name, new Seen(name, unknown, { dtype, isAnswer: answers.has(name) }));
  }
  for (const op of graph.nodes) {
    const inputs = op.inputs.map((name) => values.get(name) ?? new Seen(name, unknown));
    op.outputs.forEach((name, place) => {
      const origin = {
        ...{ op, inputs, place, isAnswer: answers.has(name), dtype: dtypeOf(name) },
        otherShape: others.get(name)?.shape,
      };
      const value = new Seen(name, shapeOf(name), origin);
      values.set(name, value);
      for (const input of name === '' ? [] : new Set(inputs)) input.made.push(value);
    });
  }
  return values;
}

/** What is known of values for another number of rows; nothing where the model takes one number alone. */
function otherRows(graph: DecodedGraph, view: Omit<View, 'given'>): PlainGraph['values'] {
  const now = givenShapes(graph, 1, view.record);
  const rows = new Set(
    givenTo(graph).flatMap(({ shape: [first] }) =>
      typeof first === 'string' && first !== '' ? [first] : [],
    ),
  );
  if (rows.size === 0) return new Map();
  const given = givenTo(graph).map(({ name, shape }) => {
    const sizes = now.get(name)?.shape ?? [];
    // Neither 1, which fits anything, nor what it is now.
    const other = sizes.map((size, axis) => (rows.has(String(shape[axis])) ? (size === 3 ? 5 : 3) : size));
    return [name, { shape: other }] as const;
  });
  return plainGraph(graph, { ...view, record: undefined, given: new Map(given) }).values;
}

function sizesOf({ shape }: StatedInput, open: number): Shape {
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

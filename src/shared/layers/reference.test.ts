/** Every layer that PyTorch has too, against values PyTorch answered; scripts/reference/layers.py records them. */
import { describe, expect, test } from 'vitest';
import { runModel } from '#engine/testing';
import { compileForward, compileTrace, feedsOf } from '../compile/compile';
import {
  emptyDocument,
  type Document,
  type FloatTensor,
  type Node,
  type Tensors,
} from '../document/document';
import { inferShapes } from '../document/infer';
import { parameterOf } from '../document/values';
import { describeProblem } from '../messages/problem';
import { sizeOf } from '../tensor/shape';
import { floatTensor, type Tensor } from '../tensor/tensor';
import type { Attributes } from './attributes';
import { layers } from './index';
import reference from './reference/pytorch.json' with { type: 'json' };

interface Recorded {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}
interface Case {
  readonly kind: string;
  readonly attributes: Attributes;
  readonly inputs: readonly Recorded[];
  readonly parameters: Readonly<Record<string, Recorded>>;
  readonly output: Recorded;
}
const cases = reference.cases as unknown as readonly Case[];
const tensorOf = ({ shape, values }: Recorded): FloatTensor => floatTensor(shape, values);

test('every layer but the ends of the network is recorded', () => {
  const kinds = [...layers.values()]
    .filter(({ group }) => group !== 'input and output')
    .map(({ kind }) => kind);
  expect(new Set(cases.map(({ kind }) => kind))).toEqual(new Set(kinds));
});

describe.each(
  cases.map((recorded, at) => [at, recorded.kind, JSON.stringify(recorded.attributes), recorded] as const),
)('case %i: %s %s', (_, kind, _attributes, recorded) => {
  const document = documentOf(recorded);
  const inference = inferShapes(document);

  test('answers what PyTorch answers, traced and exported', async () => {
    expect(inference.problems.map(describeProblem)).toEqual([]);
    const { emission } = inference.nodes.get('subject')!;
    const feeds = feedsOf(document, inference);
    const traced = await runModel(compileTrace(inference).model, feeds);
    expectClose(traced.get(emission!.output.name), recorded.output);

    const inputs = new Map([...feeds].filter(([name]) => name.startsWith('source')));
    const exported = await runModel(compileForward(document, inference), inputs);
    expectClose([...exported.values()][0], recorded.output);
  });

  test('has the parameters PyTorch has', () => {
    const { emission } = inference.nodes.get('subject')!;
    const shapes = emission!.parameters.map(({ name, shape }) => [name, shape]);
    const expected = Object.entries(recorded.parameters).map(([name, { shape }]) => [name, shape]);
    expect(shapes, kind).toEqual(expected);
  });
});

describe.each(reference.initial)('$kind with $attributes', ({ kind, attributes, weight, bias }) => {
  const { groups = 1, kernel_size = 1, in_channels = 1, in_features = in_channels } = attributes;
  const inputs = (in_features / groups) * kernel_size ** 2;
  const count = Math.floor(20_000 / inputs / groups) * groups;
  const isImage = 'in_channels' in attributes;
  const shape = isImage ? [1, in_channels, kernel_size, kernel_size] : [1, in_features];
  const document = documentOf({
    kind,
    attributes: { ...attributes, [isImage ? 'out_channels' : 'out_features']: count },
    inputs: [{ shape, values: new Array<number>(sizeOf(shape)).fill(0) }],
    parameters: {},
  });
  const { emission } = inferShapes(document).nodes.get('subject')!;

  test('starts with weights and biases in the range PyTorch draws them from', () => {
    expect(emission!.parameters.length).toBe(2);
    for (const spec of emission!.parameters) {
      const [low = 0, high = 0] = spec.name === 'weight' ? weight : bias;
      const drawn = [1, 2, 3].flatMap((seed) => [
        ...parameterOf({ seed, parameters: {} }, 'subject', spec).values,
      ]);
      // Both are samples: each comes close to the bound, and neither passes it.
      const bound = 1 / Math.sqrt(inputs);
      expect(Math.max(...drawn)).toBeLessThanOrEqual(Math.fround(bound));
      expect(Math.min(...drawn)).toBeGreaterThanOrEqual(-Math.fround(bound));
      expect(Math.abs(Math.max(...drawn) - high)).toBeLessThan(0.02 * bound);
      expect(Math.abs(Math.min(...drawn) - low)).toBeLessThan(0.02 * bound);
      const mean = drawn.reduce((total, value) => total + value, 0) / drawn.length;
      expect(Math.abs(mean)).toBeLessThan((4 * bound) / Math.sqrt(3 * drawn.length));
    }
  });
});

function documentOf({ kind, attributes, inputs, parameters }: Omit<Case, 'output'>): Document {
  const node = (id: string, of: string, chosen: Attributes): Node => ({
    id,
    kind: of,
    name: id,
    attributes: chosen,
    position: { x: 0, y: 0 },
  });
  const ports = layers.get(kind)?.inputs(attributes) ?? [];
  const set: Tensors = Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [name, tensorOf(value)]),
  );
  return {
    ...emptyDocument,
    nodes: [
      ...inputs.map(({ shape }, at) => node(`source-${at}`, 'Input', { shape })),
      node('subject', kind, attributes),
    ],
    edges: ports.map((port, at) => ({
      id: port,
      from: { node: `source-${at}`, port: 'y' },
      to: { node: 'subject', port },
    })),
    parameters: { subject: set },
    inputs: Object.fromEntries(inputs.map((value, at) => [`source-${at}`, tensorOf(value)])),
  };
}

/** Within 1e-5 of the value, or of the smallest number float32 sums of this size can tell apart. */
function expectClose(answered: Tensor | undefined, expected: Recorded): void {
  expect(answered?.shape).toEqual(expected.shape);
  const far = [...(answered?.values ?? [])].flatMap((value, at) => {
    const goal = expected.values[at]!;
    return Math.abs(Number(value) - goal) <= Math.max(1e-5 * Math.abs(goal), 1e-7)
      ? []
      : [[Number(value), goal]];
  });
  expect(far).toEqual([]);
}

/** Every operator: its shape rule against the runtime, and the list against the folder. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { askFor, runModel } from '#engine/testing';
import { describeProblem, isProblem } from '../messages/problem';
import { encodeModel } from '../onnx/encode';
import type { OpAttribute, OpAttributes } from '../onnx/graph';
import { createRandom } from '../tensor/random';
import { sizeOf, type Shape } from '../tensor/shape';
import type { Tensor } from '../tensor/tensor';
import type { Op, OpSample, SampleInput } from './define';
import { ops } from './index';
import { constantOf } from './testing';
import { inferOpShapes } from './infer';

const all = [...ops.values()];
const named = (list: readonly Op[]) => list.map((op) => [op.type, op] as const);

test('every file that defines an operator is in the list, and the list holds no other', async () => {
  const found = new Map<unknown, string>();
  for (const file of readdirSync(import.meta.dirname)) {
    if (!/^[\w-]+\.ts$/.test(file)) continue;
    const exports = (await import(join(import.meta.dirname, file))) as Record<string, unknown>;
    for (const value of Object.values(exports)) if (isOp(value)) found.set(value, file);
  }
  expect(new Set(all)).toEqual(new Set(found.keys()));
  for (const op of all) expect(found.get(op)?.replace(/-|\.ts$/g, '')).toBe(op.type.toLowerCase());
});

test('every operator is known by its own type and no two share one', () => {
  for (const [type, op] of ops) expect(op.type).toBe(type);
  expect(new Set(all).size).toBe(ops.size);
  for (const op of all) expect(op.samples.length, op.type).toBeGreaterThan(0);
});

describe.each(named(all))('%s', (type, op) => {
  test.each(op.samples.map((sample) => [JSON.stringify(sample), sample] as const))(
    'has the shape the runtime returns for %s',
    async (_, sample) => {
      const shapes = op.shape(sample.inputs, sample.attributes ?? {});
      expect(shapes).toEqual(await runtimeShapes(type, sample, (shapes as readonly Shape[]).length));
    },
  );

  test('agrees with the runtime on uses near the samples: the same shape, or both refuse', async () => {
    // Operators that take any one tensor have nothing to refuse.
    const canRefuse = op.samples.some(
      ({ inputs, attributes = {} }) =>
        inputs.filter(({ dtype }) => !dtype).length > 1 ||
        Object.values(attributes).some((value) => !('float' in value)),
    );
    let fits = 0;
    let misfits = 0;
    await fc.assert(
      fc.asyncProperty(nearSample(op), async (sample) => {
        const shapes = op.shape(sample.inputs, sample.attributes ?? {});
        const count = isProblem(shapes) ? 1 : shapes.length;
        const expected = await runtimeShapes(type, sample, count).catch((error: unknown) => error as Error);
        if (isProblem(shapes)) {
          misfits++;
          if (!op.refusesMore) expect(expected, describeProblem(shapes)).toBeInstanceOf(Error);
        } else {
          fits++;
          expect(shapes).toEqual(expected);
        }
      }),
      { numRuns: canRefuse ? 50 : 15, seed: 7 },
    );
    expect(fits).toBeGreaterThan(4);
    if (canRefuse) expect(misfits).toBeGreaterThan(2);
  });

  test('answers shapes or a problem for anything, and never throws', () => {
    fc.assert(
      fc.property(anyInputs, anyAttributes(op), (inputs, attributes) => {
        const shapes = op.shape(inputs, attributes);
        if (isProblem(shapes)) {
          expect(describeProblem(shapes)).not.toMatch(/\{\w+\}/);
          return;
        }
        for (const shape of shapes) {
          expect(shape.every((length) => Number.isInteger(length) && length >= 0)).toBe(true);
        }
      }),
      { seed: 11, numRuns: 400 },
    );
  });

  test('refuses to be given nothing', () => {
    expect(isProblem(op.shape([], {}))).toBe(true);
  });
});

test('an operator nobody knows is a problem that names it', () => {
  const node = { name: 'n', type: 'Teleport', inputs: ['x'], outputs: ['y'], attributes: {} };
  const shapes = inferOpShapes([node], new Map([['x', { shape: [1] }]]));
  expect(isProblem(shapes) && describeProblem(shapes)).toContain('Teleport');
});

function isOp(value: unknown): value is Op {
  return (
    typeof value === 'object' && value !== null && 'type' in value && 'since' in value && 'samples' in value
  );
}

/** A one-node model; inputs with values are constants, as target shapes are. */
async function runtimeShapes(
  type: string,
  { inputs, attributes = {} }: OpSample,
  count: number,
): Promise<readonly Shape[]> {
  const names = inputs.map((_, at) => `x${at}`);
  const outputs = Array.from({ length: count }, (_, at) => `y${at}`);
  const given = inputs.flatMap(({ shape, values }, at) => (values ? [] : [{ name: `x${at}`, shape }]));
  const constants = inputs.flatMap((input, at): [string, Tensor][] =>
    input.values ? [[`x${at}`, constantOf(input, 'float32')]] : [],
  );
  const infos = given.map(({ name, shape }) => ({ name, dtype: 'float32' as const, shape }));
  const model = encodeModel({
    name: 'one-node',
    inputs: infos,
    outputs: infos.slice(0, 1),
    initializers: new Map(constants),
    nodes: [{ name: 'node', type, inputs: names, outputs, attributes }],
  });
  const random = createRandom(5, type);
  const feeds = new Map(
    given.map(({ name, shape }): [string, Tensor] => [
      name,
      {
        dtype: 'float32',
        shape,
        values: Float32Array.from({ length: sizeOf(shape) }, () => random.normal()),
      },
    ]),
  );
  const shapes: Shape[] = [];
  for (const name of outputs) {
    const shape = (await runModel(askFor(name, model), feeds)).get(name)?.shape;
    if (!shape) throw new Error(`the runtime answered no ${name}`);
    shapes.push(shape);
  }
  return shapes;
}

const size = fc.integer({ min: 1, max: 4 });

/** A sample with one input or all of them changed, in size or rank, and perhaps its attributes. */
function nearSample(op: Op): fc.Arbitrary<OpSample> {
  return fc.constantFrom(...op.samples).chain(({ inputs, attributes = {} }) =>
    fc.record({
      inputs: fc
        .tuple(fc.tuple(...inputs.map(nearInput)), fc.integer({ min: -1, max: inputs.length - 1 }))
        .map(([changed, only]) =>
          changed.map((input, at) => (only < 0 || only === at ? input : inputs[at]!)),
        ),
      attributes: fc.record(
        Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, nearAttribute(value)])),
      ),
    }),
  );
}

function nearInput(input: SampleInput): fc.Arbitrary<SampleInput> {
  const { shape, values, dtype } = input;
  if (dtype) return fc.constant(input);
  if (values) {
    const target = fc.oneof(
      fc.constant([...values]),
      fc.tuple(...values.map((value) => fc.oneof(fc.constant(value), fc.integer({ min: -2, max: 6 })))),
      fc.array(fc.integer({ min: -2, max: 4 }), { minLength: 1, maxLength: 3 }),
    );
    return target.map((changed) => ({ shape: [changed.length], values: changed }));
  }
  return fc
    .oneof(
      { weight: 3, arbitrary: fc.constant([...shape]) },
      { weight: 2, arbitrary: fc.tuple(...shape.map((length) => fc.oneof(fc.constant(length), size))) },
      { weight: 1, arbitrary: fc.constant(shape.slice(1)) },
      { weight: 1, arbitrary: size.map((length) => [length, ...shape]) },
      { weight: 1, arbitrary: fc.array(size, { maxLength: 4 }) },
    )
    .map((changed) => ({ shape: changed }));
}

function nearAttribute(value: OpAttribute): fc.Arbitrary<OpAttribute> {
  if ('int' in value)
    return fc.oneof(
      fc.constant(value),
      fc.integer({ min: -4, max: 4 }).map((int) => ({ int })),
    );
  if (!('ints' in value)) return fc.constant(value);
  const changed = fc.tuple(
    ...value.ints.map((int) =>
      fc.oneof({ weight: 4, arbitrary: fc.constant(int) }, fc.integer({ min: 0, max: 4 })),
    ),
  );
  return fc
    .oneof(
      changed,
      fc.shuffledSubarray([...value.ints], { minLength: value.ints.length }),
      changed.map((ints) => [...ints, 0]),
    )
    .map((ints) => ({ ints }));
}

const anyInputs = fc.array(
  fc.record(
    {
      shape: fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 5 }),
      values: fc.array(fc.integer({ min: -3, max: 9 }), { maxLength: 4 }),
    },
    { requiredKeys: ['shape'] },
  ),
  { maxLength: 4 },
);

function anyAttributes(op: Op): fc.Arbitrary<OpAttributes> {
  const names = [...new Set(op.samples.flatMap(({ attributes = {} }) => Object.keys(attributes)))];
  const value: fc.Arbitrary<OpAttribute> = fc.oneof(
    fc.integer({ min: -9, max: 9 }).map((int) => ({ int })),
    fc.array(fc.integer({ min: -3, max: 5 }), { maxLength: 5 }).map((ints) => ({ ints })),
    fc.double().map((float) => ({ float })),
    fc.string().map((text) => ({ text })),
  );
  return fc.dictionary(fc.constantFrom('unknown', ...names), value);
}

/** Sizes no tensor has are found before anything runs, and numbers that are no sizes are left alone. */
import { create, toBinary } from '@bufbuild/protobuf';
import { AttributeProto_AttributeType as AttributeType, ModelProtoSchema } from 'onnx-buf';
import { describe, expect, test } from 'vitest';
import { describeProblem, isProblem } from '../messages/problem';
import { readModel } from './model-file';
import { oversizedIn, tooManyCalled } from './sizes';

type Attribute = { readonly name: string; readonly i?: bigint; readonly ints?: bigint[] };

function found(attribute: Attribute, isNested = false): string | undefined {
  const node = {
    opType: 'Conv',
    name: 'first',
    input: ['x'],
    output: ['y'],
    attribute: [{ ...attribute, type: attribute.ints ? AttributeType.INTS : AttributeType.INT }],
  };
  const loop = {
    opType: 'Loop',
    output: ['y'],
    attribute: [{ name: 'body', type: AttributeType.GRAPH, g: { name: 'body', node: [node] } }],
  };
  const bytes = toBinary(
    ModelProtoSchema,
    create(ModelProtoSchema, {
      irVersion: 8n,
      opsetImport: [{ domain: '', version: 17n }],
      graph: { name: 'graph', node: [isNested ? loop : node], output: [{ name: 'y' }] },
    }),
  );
  const model = readModel(bytes, 'model.onnx');
  if (isProblem(model)) throw new Error(describeProblem(model));
  const refused = oversizedIn(model);
  return refused && describeProblem(refused);
}

test.each<[Attribute]>([
  [{ name: 'pads', ints: [0n, 2_147_483_648n] }],
  [{ name: 'shape', ints: [-2_147_483_648n] }],
  [{ name: 'hidden_size', i: 1n << 62n }],
])('%o is refused, also in a loop', (attribute) => {
  const [value = attribute.i] = (attribute.ints ?? []).toReversed();
  for (const isNested of [false, true])
    expect(found(attribute, isNested)).toContain(`Conv first asks for ${attribute.name} of ${String(value)}`);
});

test.each<[Attribute]>([
  [{ name: 'pads', ints: [1n, 4096n] }],
  // The end of a slice is often the largest number there is.
  [{ name: 'ends', ints: [(1n << 63n) - 1n] }],
  [{ name: 'value_int', i: 1n << 62n }],
])('%o is none of that', (attribute) => {
  expect(found(attribute)).toBeUndefined();
});

describe('functions that call one another', () => {
  const domain = 'local';
  const bodies = (count: number, calls: number) =>
    Array.from({ length: count }, (_, at) => ({
      ...{ name: `F${at}`, domain, input: ['a'], output: ['b'] },
      node: Array.from({ length: calls }, () => ({
        ...{ input: ['a'], output: ['b'] },
        ...(at === 0 ? { opType: 'Relu' } : { opType: `F${at - 1}`, domain }),
      })),
    }));
  const modelOf = (functions: ReturnType<typeof bodies>) =>
    create(ModelProtoSchema, {
      functions,
      graph: { node: [{ opType: functions.at(-1)?.name ?? '', domain, input: ['x'], output: ['y'] }] },
    });

  test.each([
    ['come to more than can be run', bodies(40, 2), true],
    ['come to as much at once', bodies(2, 500), true],
    ['lie within one another without end', bodies(5000, 1), true],
    ['are many and short', bodies(500, 1), false],
    ['call themselves', [{ ...bodies(2, 1)[1]!, name: 'F0' }], false],
  ])('%s', (_, functions, isTooMany) => {
    expect(tooManyCalled(modelOf(functions)) !== undefined).toBe(isTooMany);
    expect(oversizedIn(modelOf(functions)) !== undefined).toBe(isTooMany);
  });
});

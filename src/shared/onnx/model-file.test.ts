/** Any .onnx file: hostile bytes, and copies whose every value can be read. */
import { create } from '@bufbuild/protobuf';
import fc from 'fast-check';
import {
  AttributeProto_AttributeType as AttributeType,
  ModelProtoSchema,
  TensorProto_DataLocation as DataLocation,
  TensorProto_DataType as DataType,
  TensorProtoSchema,
  type ModelProto,
} from 'onnx-buf';
import { describe, expect, test } from 'vitest';
import { runModel } from '#engine/testing';
import { describeProblem, isProblem } from '../messages/problem';
import { floatTensor, type Tensor } from '../tensor/tensor';
import { encodeModel } from './encode';
import { newestIrVersion, newestOpset, type OpNode } from './graph';
import { contentsOf, externalTensors, readModel } from './model-file';
import { encodeModelFile } from './model-bytes';
import { read } from './testing';
import { encodeTraceModel } from './trace-model';

const op = (name: string, type: string, inputs: string[], outputs: string[]): OpNode => ({
  name,
  type,
  inputs,
  outputs,
  attributes: {},
});

/** y = relu(x + w), with the initializer w also among the inputs when asked for. */
const sumModel = (isInput = false): ModelProto =>
  read(
    encodeModel({
      name: 'sum',
      inputs: [
        { name: 'x', dtype: 'float32', shape: [2] },
        ...(isInput ? [{ name: 'w', dtype: 'float32' as const, shape: [2] }] : []),
      ],
      outputs: [{ name: 'y', dtype: 'float32', shape: [2] }],
      initializers: new Map([['w', floatTensor([2], [1, 1])]]),
      nodes: [op('add', 'Add', ['x', 'w'], ['s']), op('relu', 'Relu', ['s'], ['y'])],
    }),
  );
const x = floatTensor([2], [-3, 4]);
const valuesOf = (tensor: Tensor | undefined) => Array.from(tensor?.values as ArrayLike<number>);

describe('encodeTraceModel', () => {
  test('answers the values asked for, inner ones too, and the model stays as it was', async () => {
    const model = sumModel();
    const before = encodeModelFile(model);
    const { bytes, renamed } = encodeTraceModel(model, ['s', 'y', 's'], []);
    const outputs = await runModel(bytes, new Map([['x', x]]));
    expect([...outputs.keys()]).toEqual(['s', 'y']);
    expect(valuesOf(outputs.get('s'))).toEqual([-2, 5]);
    expect(renamed.size).toBe(0);
    expect(encodeModelFile(model)).toEqual(before);
  });

  test.each([true, false])('frees an initializer to be fed; among the inputs before: %s', async (isInput) => {
    for (const irVersion of [3n, 8n]) {
      const model = sumModel(isInput);
      model.irVersion = irVersion;
      const { bytes } = encodeTraceModel(model, ['y'], ['w', 'x', 'gone']);
      const outputs = await runModel(
        bytes,
        new Map([
          ['x', x],
          ['w', floatTensor([2], [10, 20])],
        ]),
      );
      expect(valuesOf(outputs.get('y'))).toEqual([7, 24]);
      const inputs = contentsOf(read(bytes)).inputs;
      expect(inputs.map(({ name, hasInitializer }) => [name, hasInitializer])).toEqual([
        ['x', false],
        ['w', false],
      ]);
    }
  });

  test('an initializer that is not freed keeps its value', async () => {
    const { bytes } = encodeTraceModel(sumModel(), ['y'], ['x']);
    expect(valuesOf((await runModel(bytes, new Map([['x', x]]))).get('y'))).toEqual([0, 5]);
  });

  test('gives nodes names of their own, where the file has none or the same twice', () => {
    const model = sumModel();
    for (const node of model.graph?.node ?? []) node.name = 'same';
    const names = contentsOf(read(encodeTraceModel(model, ['y'], []).bytes)).nodes.map(({ name }) => name);
    expect(new Set(names).size).toBe(2);
  });

  test('renames a value called __proto__ everywhere, inside branches too', async () => {
    const { bytes, renamed } = encodeTraceModel(branchModel(), ['__proto__', 'y'], []);
    const safe = renamed.get('__proto__')!;
    expect(safe).not.toBe('__proto__');
    expect(new TextDecoder('latin1').decode(bytes)).not.toContain('__proto__');
    const flag: Tensor = { dtype: 'bool', shape: [], values: Uint8Array.of(1) };
    const feeds = new Map<string, Tensor>([
      ['x', x],
      ['flag', flag],
    ]);
    const outputs = await runModel(bytes, feeds);
    expect(valuesOf(outputs.get(safe))).toEqual([0, 4]);
    expect(valuesOf(outputs.get('y'))).toEqual([0, 8]);
    feeds.set('flag', { ...flag, values: Uint8Array.of(0) });
    expect(valuesOf((await runModel(bytes, feeds)).get('y'))).toEqual([0, 4]);
  });

  test('finds a new name that nothing has, whatever else is called so', () => {
    const plain = encodeTraceModel(branchModel(), ['y'], []).renamed.get('__proto__')!;
    const model = branchModel();
    model.graph?.node.push(
      ...(read(
        encodeModel({
          name: 'g',
          inputs: [],
          outputs: [{ name: 'o', dtype: 'float32', shape: [2] }],
          initializers: new Map(),
          nodes: [op('clash', 'Neg', ['x'], [plain])],
        }),
      ).graph?.node ?? []),
    );
    const renamed = encodeTraceModel(model, ['y'], []).renamed;
    expect([...renamed.keys()]).toEqual(['__proto__']);
    expect(renamed.get('__proto__')).not.toBe(plain);
  });
});

/** __proto__ = relu(x); y = if flag then __proto__ + __proto__ else __proto__, both seen from inside. */
function branchModel(): ModelProto {
  const model = read(
    encodeModel({
      name: 'branches',
      inputs: [
        { name: 'x', dtype: 'float32', shape: [2] },
        { name: 'flag', dtype: 'bool', shape: [] },
      ],
      outputs: [{ name: 'y', dtype: 'float32', shape: [2] }],
      initializers: new Map(),
      nodes: [op('relu', 'Relu', ['x'], ['__proto__']), op('if', 'If', ['flag'], ['y'])],
    }),
  );
  const branch = (name: string, node: OpNode) =>
    read(
      encodeModel({
        name,
        inputs: [],
        outputs: [{ name: node.outputs[0]!, dtype: 'float32', shape: [2] }],
        initializers: new Map(),
        nodes: [node],
      }),
    ).graph!;
  const attribute = (name: string, node: OpNode) => ({
    name,
    type: AttributeType.GRAPH,
    g: branch(name, node),
  });
  const whole = create(ModelProtoSchema, {
    graph: {
      node: [
        {
          attribute: [
            attribute('then_branch', op('double', 'Add', ['__proto__', '__proto__'], ['then_y'])),
            attribute('else_branch', op('same', 'Identity', ['__proto__'], ['else_y'])),
          ],
        },
      ],
    },
  });
  const [, decision] = model.graph!.node;
  decision!.attribute = whole.graph!.node[0]!.attribute;
  return model;
}

describe('readModel', () => {
  const good = encodeModelFile(sumModel());

  test.each<[string, Uint8Array, RegExp]>([
    ['nothing', new Uint8Array(), /it is empty/],
    ['text', new TextEncoder().encode('{"not": "a model"}'), /not an ONNX model/],
    ['a picture', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a), /not an ONNX model/],
    ['half a model', good.subarray(0, Math.floor(good.length / 2)), /not an ONNX model/],
    [
      'a model without a graph',
      encodeModelFile(create(ModelProtoSchema, { irVersion: 8n })),
      /holds no graph/,
    ],
    [
      'a model without operators',
      encodeModelFile(create(ModelProtoSchema, { irVersion: 8n, graph: { name: 'g' } })),
      /no operator set/,
    ],
    [
      'a graph without outputs',
      encodeModelFile(
        create(ModelProtoSchema, { irVersion: 8n, opsetImport: [{ version: 17n }], graph: { name: 'g' } }),
      ),
      /no output/,
    ],
  ])('refuses %s', (_, bytes, reason) => {
    const refused = readModel(bytes, 'a.onnx');
    expect(isProblem(refused) && describeProblem(refused)).toMatch(reason);
  });

  test('answers a model or a problem for any bytes, and what it accepts can be looked into', () => {
    const cut = fc.nat(good.length).map((end) => good.subarray(0, end));
    const damaged = fc
      .tuple(fc.nat(good.length - 1), fc.nat(255), fc.nat(good.length - 1), fc.nat(255))
      .map(([at, value, other, second]) => good.with(at, value).with(other, second));
    let accepted = 0;
    fc.assert(
      fc.property(
        fc.oneof(
          { weight: 1, arbitrary: fc.uint8Array({ maxLength: 60 }) },
          { weight: 1, arbitrary: cut },
          { weight: 4, arbitrary: damaged },
        ),
        (bytes) => {
          const model = readModel(bytes, 'a.onnx');
          if (isProblem(model)) {
            expect(describeProblem(model)).not.toMatch(/\{\w+\}/);
            return;
          }
          accepted++;
          contentsOf(model);
          externalTensors(model);
          encodeTraceModel(model, ['s'], ['w']);
        },
      ),
      { seed: 101, numRuns: 600 },
    );
    expect(accepted).toBeGreaterThan(30);
  });

  test('a graph in a graph in a graph, without end', () => {
    // Field 1 of a graph is a node, 5 of a node an attribute, 6 of that a graph; field 7 of a model its graph.
    let graph = Buffer.from([]);
    for (let depth = 0; depth < 400; depth++) graph = [0x32, 0x2a, 0x0a].reduce(fieldOf, graph);
    expect(isProblem(readModel(Buffer.concat([good, fieldOf(graph, 0x3a)]), 'a.onnx'))).toBe(true);
  });

  test('more nodes than a call takes arguments', () => {
    const long = sumModel();
    const [node] = long.graph!.node;
    long.graph!.node = new Array<typeof node>(130_000).fill(node) as NonNullable<typeof node>[];
    expect(encodeTraceModel(long, ['y'], []).bytes.length).toBeGreaterThan(130_000);
  });
});

/** A message as a field of another. */
function fieldOf(bytes: Buffer<ArrayBuffer>, tag: number): Buffer<ArrayBuffer> {
  const length: number[] = [];
  for (let left = bytes.length; left > 0 || length.length === 0; left >>= 7) {
    length.push((left & 127) | (left > 127 ? 128 : 0));
  }
  return Buffer.concat([Buffer.from([tag, ...length]), bytes]);
}

describe('what a file says of itself', () => {
  test('sizes that are free are names or -1', () => {
    const model = sumModel();
    const type = model.graph!.input[0]!.type!;
    if (type.value.case !== 'tensorType') throw new Error('no tensor');
    const dimensions = create(ModelProtoSchema, {
      graph: {
        input: [
          {
            type: {
              value: {
                case: 'tensorType',
                value: { shape: { dim: [{ value: { case: 'dimParam', value: 'batch' } }, {}] } },
              },
            },
          },
        ],
      },
    }).graph!.input[0]!.type!;
    if (dimensions.value.case !== 'tensorType') throw new Error('no tensor');
    type.value.value.shape = dimensions.value.value.shape!;
    expect(contentsOf(model).inputs[0]?.shape).toEqual(['batch', -1]);
  });

  test('values in other files are found wherever they hide, and can be put in', async () => {
    const model = sumModel();
    const weight = model.graph!.initializer[0]!;
    weight.rawData = new Uint8Array();
    weight.dataLocation = DataLocation.EXTERNAL;
    weight.externalData = create(TensorProtoSchema, {
      externalData: [
        { key: 'location', value: 'weights.bin' },
        { key: 'offset', value: '16' },
        { key: 'length', value: '8' },
      ],
    }).externalData;
    const [found, ...others] = externalTensors(model);
    expect(others).toEqual([]);
    expect(found).toMatchObject({ tensor: 'w', location: 'weights.bin', offset: 16, length: 8 });
    found?.inline(new Uint8Array(Float32Array.of(5, 6).buffer));
    expect(externalTensors(model)).toEqual([]);
    const { bytes } = encodeTraceModel(model, ['s'], []);
    expect(valuesOf((await runModel(bytes, new Map([['x', x]]))).get('s'))).toEqual([2, 10]);
  });

  test('external constants inside branches are found too', () => {
    const model = branchModel();
    const [, decision] = model.graph!.node;
    decision!.attribute[0]!.g!.initializer.push(
      create(TensorProtoSchema, {
        name: 'inner',
        dataType: DataType.FLOAT,
        dataLocation: DataLocation.EXTERNAL,
      }),
    );
    expect(
      externalTensors(model).map(({ tensor, location, offset, length }) => [
        tensor,
        location,
        offset,
        length,
      ]),
    ).toEqual([['inner', '', 0, undefined]]);
  });
});

describe('a model newer than the runtime', () => {
  const stamped = (set: number, version: number): Uint8Array => {
    const model = sumModel();
    model.irVersion = BigInt(version);
    for (const entry of model.opsetImport) entry.version = BigInt(set);
    return encodeModelFile(model);
  };
  const feeds = new Map([['x', x]]);

  test('is one it refuses, and no other', async () => {
    expect(valuesOf((await runModel(stamped(newestOpset, newestIrVersion), feeds)).get('y'))).toEqual([0, 5]);
    await expect(runModel(stamped(newestOpset + 1, newestIrVersion), feeds)).rejects.toThrow('cannot load');
    await expect(runModel(stamped(newestOpset, newestIrVersion + 1), feeds)).rejects.toThrow('cannot load');
  });

  test.each<[string, Uint8Array, string]>([
    [
      'set',
      stamped(99, 8),
      'operator set 99, and this app knows those up to 26. Export it again with operator set',
    ],
    [
      'version',
      stamped(17, 99),
      'IR version 99, and this app knows those up to 13. Export it again with IR version',
    ],
  ])('is refused by its %s in a sentence', (_, bytes, sentence) => {
    const found = readModel(bytes, 'a.onnx');
    expect(isProblem(found) && describeProblem(found)).toContain(`a.onnx is of ${sentence}`);
  });
});

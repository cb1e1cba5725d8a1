/** Any .onnx file: hostile bytes, what a file says of itself, and one newer than the runtime. */
import { create } from '@bufbuild/protobuf';
import fc from 'fast-check';
import {
  ModelProtoSchema,
  TensorProto_DataLocation as DataLocation,
  TensorProto_DataType as DataType,
  TensorProtoSchema,
} from 'onnx-buf';
import { describe, expect, test } from 'vitest';
import { runModel } from '#engine/testing';
import { describeProblem, isProblem } from '../messages/problem';
import { newestIrVersion, newestOpset } from './graph';
import { contentsOf, externalTensors, readModel } from './model-file';
import { encodeModelFile } from './model-bytes';
import { branchModel, sumModel, valuesOf, x } from './testing-models';
import { encodeTraceModel } from './trace-model';

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

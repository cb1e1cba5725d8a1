/** Graphs as .onnx bytes: what is written is what the runtime and the reader find. */
import { describe, expect, test } from 'vitest';
import { TensorProto_DataType as DataType } from 'onnx-buf';
import { runModel } from '#engine/testing';
import { floatTensor, type Dtype, type Tensor } from '../tensor/tensor';
import { createOpCollector } from './builder';
import { dataTypes, dtypeOf, encodeModel } from './encode';
import { irVersion, opset, type Graph } from './graph';
import { contentsOf } from './model-file';
import { read } from './testing';

const graph: Graph = {
  name: 'two sums',
  inputs: [{ name: 'x', dtype: 'float32', shape: [1, 2] }],
  outputs: [{ name: 'z', dtype: 'float32', shape: [1, 2] }],
  initializers: new Map([['b', floatTensor([2], [10, 20])]]),
  nodes: [
    { name: 'first', type: 'Add', inputs: ['x', 'b'], outputs: ['y'], attributes: {} },
    { name: 'second', type: 'Add', inputs: ['y', 'y'], outputs: ['z'], attributes: {} },
  ],
};

describe('a graph', () => {
  test('runs as it was built', async () => {
    const outputs = await runModel(encodeModel(graph), new Map([['x', floatTensor([1, 2], [1, 2])]]));
    expect([...outputs.get('z')!.values]).toEqual([22, 44]);
  });

  test('with a loop takes as many steps as it is given', async () => {
    const body: Graph = {
      name: 'body',
      inputs: [
        { name: 'sum', dtype: 'float32', shape: [] },
        { name: 'x', dtype: 'float32', shape: [] },
      ],
      outputs: [{ name: 'more', dtype: 'float32', shape: [] }],
      initializers: new Map(),
      nodes: [{ name: 'add', type: 'Add', inputs: ['sum', 'x'], outputs: ['more'], attributes: {} }],
    };
    const loop: Graph = {
      name: 'loop',
      inputs: [
        { name: 'start', dtype: 'float32', shape: [] },
        { name: 'all', dtype: 'float32', shape: ['steps'] },
      ],
      outputs: [{ name: 'total', dtype: 'float32', shape: [] }],
      initializers: new Map(),
      nodes: [
        {
          name: 'scan',
          type: 'Scan',
          inputs: ['start', 'all'],
          outputs: ['total'],
          attributes: { body: { graph: body }, num_scan_inputs: { int: 1 } },
        },
      ],
    };
    for (const all of [[4], [1, 2, 3]]) {
      const feeds = new Map([
        ['start', floatTensor([], [10])],
        ['all', floatTensor([all.length], all)],
      ]);
      const outputs = await runModel(encodeModel(loop), feeds);
      expect([...outputs.get('total')!.values]).toEqual([all.reduce((sum, x) => sum + x, 10)]);
    }
  });

  test('is read again with its names, types, shapes and versions', () => {
    const model = read(encodeModel(graph));
    expect([model.irVersion, model.opsetImport.map(({ domain, version }) => [domain, version])]).toEqual([
      BigInt(irVersion),
      [['', BigInt(opset)]],
    ]);
    expect(contentsOf(model)).toMatchObject({
      inputs: [{ name: 'x', type: 'float32', dtype: 'float32', shape: [1, 2], hasInitializer: false }],
      nodes: [
        { name: 'first', op: 'Add', outputs: ['y'] },
        { name: 'second', op: 'Add', outputs: ['z'] },
      ],
      outputs: ['z'],
    });
  });

  test('is the same bytes each time', () => {
    expect(encodeModel(graph)).toEqual(encodeModel({ ...graph }));
  });
});

test.each<[string, Tensor]>([
  ['float32', floatTensor([2], [0.1, -1e-40])],
  ['float64', { dtype: 'float64', shape: [1], values: Float64Array.of(0.1) }],
  ['float16', { dtype: 'float16', shape: [2], values: Uint16Array.of(0x3c00, 0x3555) }],
  ['int8', { dtype: 'int8', shape: [2, 1], values: Int8Array.of(-128, 127) }],
  ['uint8', { dtype: 'uint8', shape: [2], values: Uint8Array.of(0, 255) }],
  ['int16', { dtype: 'int16', shape: [1], values: Int16Array.of(-32768) }],
  ['uint16', { dtype: 'uint16', shape: [1], values: Uint16Array.of(65535) }],
  ['int32', { dtype: 'int32', shape: [], values: Int32Array.of(-5) }],
  ['uint32', { dtype: 'uint32', shape: [1], values: Uint32Array.of(2 ** 32 - 1) }],
  ['int64', { dtype: 'int64', shape: [2], values: BigInt64Array.of(-1n, 2n ** 62n) }],
  ['uint64', { dtype: 'uint64', shape: [1], values: BigUint64Array.of(2n ** 64n - 1n) }],
  ['bool', { dtype: 'bool', shape: [2], values: Uint8Array.of(1, 0) }],
  [
    'part of a larger buffer',
    { dtype: 'float32', shape: [2], values: Float32Array.of(9, 1, 2, 9).subarray(1, 3) },
  ],
])('a constant of %s comes out of the runtime as it went in', async (_, tensor) => {
  const model = encodeModel({
    name: 'constant',
    inputs: [],
    outputs: [{ name: 'y', dtype: tensor.dtype, shape: tensor.shape }],
    initializers: new Map([['c', tensor]]),
    nodes: [{ name: 'n', type: 'Identity', inputs: ['c'], outputs: ['y'], attributes: {} }],
  });
  const answered = (await runModel(model)).get('y')!;
  expect([answered.dtype, answered.shape]).toEqual([tensor.dtype, tensor.shape]);
  expect(Array.from(answered.values as ArrayLike<unknown>)).toEqual(
    Array.from(tensor.values as ArrayLike<unknown>),
  );
});

test('attributes of every kind reach the runtime', async () => {
  const collector = createOpCollector('n');
  const leaky = collector.op('LeakyRelu', ['x'], { alpha: { float: 0.25 } });
  const turned = collector.op('Transpose', [leaky], { perm: { ints: [1, 0] } });
  const doubled = collector.op(
    'DepthToSpace',
    [
      collector.op('Reshape', [
        turned,
        collector.constant({ dtype: 'int64', shape: [4], values: BigInt64Array.of(1n, 4n, 1n, 1n) }),
      ]),
    ],
    { blocksize: { int: 2 }, mode: { text: 'CRD' } },
  );
  const model = encodeModel({
    name: 'attributes',
    inputs: [{ name: 'x', dtype: 'float32', shape: [2, 2] }],
    outputs: [
      { name: turned, dtype: 'float32', shape: [2, 2] },
      { name: doubled, dtype: 'float32', shape: [1, 1, 2, 2] },
    ],
    initializers: collector.constants,
    nodes: collector.nodes,
  });
  const outputs = await runModel(model, new Map([['x', floatTensor([2, 2], [1, -4, 3, -8])]]));
  expect([...outputs.get(turned)!.values]).toEqual([1, 3, -1, -2]);
  expect(outputs.get(doubled)!.shape).toEqual([1, 1, 2, 2]);
});

test('names of a collector are unique and start with its own', () => {
  const collector = createOpCollector('linear_1');
  const names = [
    collector.op('Relu', ['x']),
    collector.op('Relu', ['x']),
    collector.constant(floatTensor([1], [0])),
    collector.constant(floatTensor([1], [-0])),
    collector.constant(floatTensor([], [0])),
    collector.constant({ dtype: 'int64', shape: [1], values: BigInt64Array.of(0n) }),
  ];
  expect(new Set(names).size).toBe(6);
  expect(collector.constant(floatTensor([1], [-0]))).toBe(names[3]);
  for (const name of [...names, ...collector.nodes.map((node) => node.name)])
    expect(name).toMatch(/^linear_1\//);
});

test('types and ONNX numbers belong together one to one', () => {
  for (const [dtype, number] of Object.entries(dataTypes)) expect(dtypeOf(number)).toBe(dtype as Dtype);
  expect(dtypeOf(DataType.BFLOAT16)).toBeUndefined();
  expect(dtypeOf(9999)).toBeUndefined();
});

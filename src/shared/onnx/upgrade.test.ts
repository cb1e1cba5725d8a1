/** Models of old operator sets, computed by today's runtime. */
import { TensorProto_DataType as DataType } from 'onnx-buf';
import { expect, test } from 'vitest';
import { runModel } from '#engine/testing';
import { floatTensor } from '../tensor/tensor';
import { encodeModelFile } from './model-bytes';
import { integer, modelOf, op, read, value } from './testing';

/** y = prelu(x + b) as set 6 says it: b and the slope lie along the channels of x. */
function oldModel(isConstant: boolean, version = 6n): Uint8Array {
  const constant = (name: string, numbers: readonly number[]) => ({
    name,
    dataType: DataType.FLOAT,
    dims: [BigInt(numbers.length)],
    floatData: [...numbers],
  });
  const graph = {
    input: [value('x', [1, 2, 3]), ...(isConstant ? [] : [value('b', [2])])],
    output: [value('y', [1, 2, 3])],
    initializer: [...(isConstant ? [constant('b', [1, 2])] : []), constant('slope', [0.5, -1])],
    node: [
      op('Add', ['x', 'b'], ['s'], { attribute: [integer('broadcast', 1), integer('axis', 1)] }),
      op('PRelu', ['s', 'slope'], ['y']),
    ],
  };
  return modelOf(graph, version, 4n);
}

test('operands stretched by an attribute are stretched by their shape', async () => {
  const model = read(oldModel(true));
  expect(model.opsetImport[0]?.version).toBe(7n);
  expect(model.graph?.node.map(({ opType }) => opType)).toEqual(['Add', 'PRelu']);
  const x = floatTensor([1, 2, 3], [-3, 0, 3, -4, -1, 0]);
  const answers = await runModel(encodeModelFile(model), new Map([['x', x]]));
  expect([...(answers.get('y')?.values ?? [])]).toEqual([-1, 1, 4, 2, 1, 2]);
});

test('what cannot be said in set 7 stays as it is, and so does what is newer', () => {
  expect(read(oldModel(false)).opsetImport[0]?.version).toBe(6n);
  const newer = read(oldModel(true, 9n));
  expect(newer.opsetImport[0]?.version).toBe(9n);
  expect(newer.graph?.node[0]?.attribute.length).toBe(2);
});

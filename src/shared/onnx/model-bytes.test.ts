/** Models as bytes: what is written piece by piece is what the library writes, read again. */
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { ModelProtoSchema, TensorProto_DataType as DataType } from 'onnx-buf';
import { expect, test } from 'vitest';
import { encodeModelFile } from './model-bytes';

const numbers = (count: number) => new Uint8Array(4 * count).map((_, at) => at);

const models = {
  'weights in every form': create(ModelProtoSchema, {
    irVersion: 8n,
    producerName: 'test',
    opsetImport: [{ domain: '', version: 17n }],
    metadataProps: [{ key: 'k', value: 'v' }],
    graph: {
      name: 'g',
      docString: 'of all',
      node: [{ name: 'n', opType: 'Relu', input: ['x'], output: ['y'] }],
      input: [{ name: 'x' }],
      output: [{ name: 'y' }],
      initializer: [
        { name: 'raw', dataType: DataType.FLOAT, dims: [2n, 150n], rawData: numbers(300) },
        { name: 'plain', dataType: DataType.FLOAT, dims: [2n], floatData: [1, 2] },
        { name: 'beside', dataType: DataType.FLOAT, externalData: [{ key: 'location', value: 'w.data' }] },
        { name: 'none', dataType: DataType.FLOAT, dims: [0n], rawData: new Uint8Array() },
        { name: '', dataType: DataType.INT8, dims: [4n], rawData: numbers(1) },
      ],
    },
  }),
  'no weights': create(ModelProtoSchema, { irVersion: 3n, graph: { name: 'g' } }),
  'no graph': create(ModelProtoSchema, { irVersion: 3n }),
};

test.each(Object.entries(models))('a model with %s comes back as it was', (_, model) => {
  const written = encodeModelFile(model);
  const library = toBinary(ModelProtoSchema, model);
  expect(written).toHaveLength(library.length);
  expect(toBinary(ModelProtoSchema, fromBinary(ModelProtoSchema, written))).toEqual(library);
});

test('what a model has that is not known is written, too', () => {
  const strange = new Uint8Array([...toBinary(ModelProtoSchema, models['no weights']), 0xfa, 0x3f, 1, 7]);
  const model = fromBinary(ModelProtoSchema, strange);
  expect(fromBinary(ModelProtoSchema, encodeModelFile(model)).$unknown).toEqual(model.$unknown);
});

/** Copies of a model whose every value can be read. */
import { create } from '@bufbuild/protobuf';
import { NodeProtoSchema } from 'onnx-buf';
import { describe, expect, test } from 'vitest';
import { runModel } from '#engine/testing';
import { floatTensor, type Tensor } from '../tensor/tensor';
import { contentsOf } from './model-file';
import { encodeModelFile } from './model-bytes';
import { op, read } from './testing';
import { branchModel, sumModel, valuesOf, x } from './testing-models';
import { encodeTraceModel } from './trace-model';

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
    model.graph?.node.push(create(NodeProtoSchema, op('Neg', ['x'], [plain], { name: 'clash' })));
    const renamed = encodeTraceModel(model, ['y'], []).renamed;
    expect([...renamed.keys()]).toEqual(['__proto__']);
    expect(renamed.get('__proto__')).not.toBe(plain);
  });
});

/** Names of a file as those of layers, and the modules they tell of. */
import { expect, test } from 'vitest';
import { modulesIn, Names } from './names';

test.each([
  ['/layer1/layer1.0/conv1/Conv_output_0', ['layer1', '0', 'conv1']],
  ['/f/f.3/f/f.0/Conv_output_0', ['f', '3', 'f', '0']],
  ['/model/layers.3/attn/MatMul', ['model', 'layers', '3', 'attn']],
  ['resnet/block1/conv/BiasAdd', ['resnet', 'block1', 'conv']],
  ['encoder.layers.0.norm.weight', ['encoder', 'layers', '0', 'norm']],
  ['/Shape', []],
  ['onnx::Conv_129', []],
  ['v12', []],
])('%s is in %j', (name, modules) => {
  expect(modulesIn([name])).toEqual(modules);
});

test('the first name that tells is asked', () => {
  expect(modulesIn(['n12', '/layers.2/Add_output_0'])).toEqual(['layers', '2']);
});

test('a name that is taken keeps its module and gets a number', () => {
  const names = new Names([]);
  const given = ['/l/relu/Relu_output_0', '/l/relu/Relu_1_output_0', '/l/relu/Relu_2_output_0'];
  expect(given.map((name) => names.nameFor([name], 'ReLU', false))).toEqual([
    'l.relu',
    'l.relu.ReLU',
    'l.relu.ReLU 2',
  ]);
  expect(names.nameFor(['onnx::Conv_129'], 'Conv2d', false)).toBe('Conv2d 1');
});

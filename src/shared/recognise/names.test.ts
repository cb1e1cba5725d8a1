/** Names of a file as those of layers, and the modules they tell of. */
import { create } from '@bufbuild/protobuf';
import { NodeProtoSchema } from 'onnx-buf';
import { expect, test } from 'vitest';
import { modulesIn, Names, namesIn } from './names';

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

test.each([
  ["['', 'stem', 'stem.0', 'conv2d']", ['stem', '0'], 'stem.0'],
  ["['', 'layers.2.attn', 'linear_4']", ['layers', '2', 'attn'], 'layers.2.attn'],
  ["['', 'relu']", [], 'val 3'],
  ["['relu']", [], 'val 3'],
  ['[]', [], 'val 3'],
])('what PyTorch keeps beside a node, %s, is in %j and called %s', (value, modules, name) => {
  const node = create(NodeProtoSchema, {
    ...{ name: 'node_conv2d', opType: 'Conv' },
    metadataProps: [
      { key: 'namespace', value: ': Net/stem: Sequential' },
      { key: 'pkg.torch.onnx.name_scopes', value },
    ],
  });
  const called = [...namesIn(node).filter((each) => each !== 'node_conv2d'), 'val_3'];
  expect(modulesIn(called)).toEqual(modules);
  expect(new Names([]).nameFor(called, 'Conv2d', false)).toBe(name);
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

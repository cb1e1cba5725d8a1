/** A document, exported and recognised, is the same network: the same layers, the same numbers. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runModel } from '#engine/testing';
import { compileForward, feedsOf } from '../compile/compile';
import { answersOf, completeNodes } from '../document/complete';
import { decodeDocument } from '../document/file-format';
import { inferShapes } from '../document/infer';
import { bundledBlocks } from '../document/blocks';
import { emptyDocument, type Document } from '../document/document';
import { describeProblem, isProblem, type Problem } from '../messages/problem';
import { encodeModel } from '../onnx/encode';
import { readModel } from '../onnx/model-file';
import type { Tensor } from '../tensor/tensor';
import { recogniseModel } from './recognise';

const models = join(import.meta.dirname, '../../../models');
const lessons = readdirSync(models).filter((name) => existsSync(join(models, name, 'document.json')));

function whole<T extends object>(found: T | Problem): T {
  if (isProblem(found)) throw new Error(describeProblem(found));
  return found;
}

function lessonOf(name: string): Document {
  const names = ['document.json', 'parameters.safetensors', 'data.csv'];
  const files = names
    .filter((file) => existsSync(join(models, name, file)))
    .map((file) => [file, readFileSync(join(models, name, file))] as const);
  return whole(decodeDocument(new Map(files), name));
}

/** A block behind an Input of the shape. */
function networkOf(name: string, shape: readonly number[]): Document {
  const { content } = bundledBlocks.find((block) => block.name === name)!;
  const [first] = content.nodes;
  const input = {
    id: 'input',
    kind: 'Input',
    name: 'Input 1',
    attributes: { shape },
    position: { x: 0, y: 0 },
  };
  const wire = { from: { node: 'input', port: 'y' }, to: { node: first!.id, port: 'x' } };
  return {
    ...emptyDocument,
    nodes: [input, ...content.nodes],
    edges: [...content.edges, { id: 'first', ...wire }],
  };
}

const networks: readonly (readonly [string, () => Document])[] = [
  ...lessons.map((name) => [name, () => lessonOf(name)] as const),
  ['Residual block', () => networkOf('Residual block', [1, 8, 6, 6])],
  ['Feed-forward block', () => networkOf('Feed-forward block', [2, 3, 8])],
];

describe.each(networks)('%s', (name, open) => {
  test('comes back from its own ONNX file, layer by layer and number by number', async () => {
    const document = open();
    const found = whole(recogniseModel(whole(readModel(exported(document), name)), name));
    expect(inferShapes(found).problems).toEqual([]);
    expect(kindsOf(found)).toEqual(kindsOf(document));
    expect(await answersTo(found, document)).toEqual(await answersTo(document, document));
  });
});

test('layers are called as PyTorch calls its modules', () => {
  const values = [
    '/stem/stem.0/Relu_output_0',
    '/l/l.0/c1/Tanh_output_0',
    '/l/l.0/c1/Relu_output_0',
    '/Relu_2',
    'y',
  ];
  const info = { dtype: 'float32' as const, shape: [2] };
  const graph = {
    name: 'modules',
    inputs: [{ ...info, name: 'x' }],
    outputs: [{ ...info, name: 'y' }],
    initializers: new Map(),
    nodes: values.map((output, at) => ({
      ...{ name: output, type: at === 1 ? 'Tanh' : 'Relu', inputs: [values[at - 1] ?? 'x'] },
      ...{ outputs: [output], attributes: {} },
    })),
  };
  const document = whole(recogniseModel(whole(readModel(encodeModel(graph), 'm.onnx')), 'm.onnx'));
  expect(document.nodes.map(({ name }) => name)).toEqual([
    'x',
    'stem.0',
    'l.0.c1',
    'l.0.c1.ReLU',
    'ReLU 1',
    'y',
  ]);
});

test.each([
  ['GlobalAveragePool', [2, 3, 4], 'AdaptiveAvgPool1d'],
  ['GlobalAveragePool', [2, 3, 7, 7], 'AdaptiveAvgPool2d'],
  ['GlobalAveragePool', [2, 3, 2, 4, 5], 'AdaptiveAvgPool3d'],
  ['GlobalMaxPool', [2, 3, 4], 'AdaptiveMaxPool1d'],
  ['GlobalMaxPool', [2, 3, 7, 7], 'AdaptiveMaxPool2d'],
  ['GlobalMaxPool', [2, 3, 2, 4, 5], 'AdaptiveMaxPool3d'],
])('%s of %j is %s', (type, shape, kind) => {
  const info = { dtype: 'float32' as const, shape };
  const graph = {
    name: 'pool',
    inputs: [{ ...info, name: 'x' }],
    outputs: [{ ...info, name: 'y', shape: shape.map((size, axis) => (axis < 2 ? size : 1)) }],
    initializers: new Map(),
    nodes: [{ name: 'avgpool', type, inputs: ['x'], outputs: ['y'], attributes: {} }],
  };
  const found = whole(recogniseModel(whole(readModel(encodeModel(graph), 'm.onnx')), 'm.onnx'));
  expect(found.nodes.map((node) => node.kind)).toContain(kind);
});

test('what no layer computes stays the operator it is', () => {
  const graph = {
    name: 'sine',
    inputs: [{ name: 'x', dtype: 'float32' as const, shape: [2] }],
    outputs: [{ name: 'y', dtype: 'float32' as const, shape: [2] }],
    initializers: new Map<string, Tensor>(),
    nodes: [{ name: 'n', type: 'Sin', inputs: ['x'], outputs: ['y'], attributes: {} }],
  };
  const found = whole(recogniseModel(whole(readModel(encodeModel(graph), 'sine.onnx')), 'sine.onnx'));
  expect(found.nodes.map(({ kind, name }) => [kind, name])).toEqual([
    ['Input', 'x'],
    ['onnx.Sin', 'n'],
  ]);
  expect(inferShapes(found).problems.map(({ code }) => code)).toEqual(['op-not-run']);
});

test.each([
  [[9e15, 9e15], /not be this large|values|large/],
  [[2 ** 31, 2], /large|values/],
])('sizes that no tensor has are refused at once: %s', (shape, sentence) => {
  const graph = {
    name: 'huge',
    inputs: [{ name: 'x', dtype: 'float32' as const, shape }],
    outputs: [{ name: 'y', dtype: 'float32' as const, shape }],
    initializers: new Map<string, Tensor>(),
    nodes: [{ name: 'n', type: 'Relu', inputs: ['x'], outputs: ['y'], attributes: {} }],
  };
  const found = recogniseModel(whole(readModel(encodeModel(graph), 'huge.onnx')), 'huge.onnx');
  expect(isProblem(found) && describeProblem(found)).toMatch(sentence);
});

test('what is answered and read on has an Output of its own', () => {
  const info = (name: string) => ({ name, dtype: 'float32' as const, shape: [1, 2] });
  const graph = {
    name: 'two',
    inputs: [info('x')],
    outputs: [info('a'), info('b')],
    initializers: new Map<string, Tensor>(),
    nodes: [
      { name: 'n', type: 'Relu', inputs: ['x'], outputs: ['a'], attributes: {} },
      { name: 'm', type: 'Tanh', inputs: ['a'], outputs: ['b'], attributes: {} },
    ],
  };
  const found = whole(recogniseModel(whole(readModel(encodeModel(graph), 'two.onnx')), 'two.onnx'));
  expect(found.nodes.map(({ kind }) => kind)).toEqual(['Input', 'ReLU', 'Tanh', 'Output', 'Output']);
  expect(answersOf(completeNodes(inferShapes(found))).length).toBe(2);
});

test('a deep model of large weights is read in no time', () => {
  const count = 300;
  const weight = new Float32Array(128 * 128).map((_, at) => Math.sin(at));
  const info = (name: string) => ({ name, dtype: 'float32' as const, shape: [1, 128] });
  const graph = {
    name: 'deep',
    inputs: [info('v0')],
    outputs: [info(`v${count}`)],
    initializers: new Map<string, Tensor>(
      Array.from({ length: count }, (_, at) => [
        `w${at}`,
        { dtype: 'float32', shape: [128, 128], values: weight },
      ]),
    ),
    nodes: Array.from({ length: count }, (_, at) => ({
      name: `n${at}`,
      type: 'Gemm',
      inputs: [`v${at}`, `w${at}`],
      outputs: [`v${at + 1}`],
      attributes: { transB: { int: 1 } },
    })),
  };
  const found = whole(recogniseModel(whole(readModel(encodeModel(graph), 'deep.onnx')), 'deep.onnx'));
  expect(found.nodes.length).toBe(count + 1);
});

const exported = (document: Document) => compileForward(document, inferShapes(document));

/** Without those that pass numbers unchanged when predicting: in a model they are all alike. */
const kindsOf = ({ nodes }: Document) =>
  nodes
    .map(({ kind }) => kind)
    .filter((kind) => !['Identity', 'Dropout', 'Output'].includes(kind))
    .sort();

/** What a network answers to the inputs of another, which are named alike. */
async function answersTo(document: Document, asked: Document): Promise<readonly (readonly number[])[]> {
  const given = feedsOf(asked, inferShapes(asked));
  const inference = inferShapes(document);
  const inputs = completeNodes(inference).flatMap(({ emission }) => emission.graphInputs);
  const feeds = new Map(inputs.map(({ name }) => [name, given.get(name)!]));
  const answers = await runModel(exported(document), feeds);
  return answersOf(completeNodes(inference)).map(({ emission }) =>
    Array.from(answers.get(emission.output.name)!.values as Float32Array),
  );
}

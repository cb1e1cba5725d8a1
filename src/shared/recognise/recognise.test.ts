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
    const found = whole(recogniseModel(whole(readModel(exported(document), name))));
    expect(inferShapes(found).problems).toEqual([]);
    expect(kindsOf(found)).toEqual(kindsOf(document));
    expect(await answersTo(found, document)).toEqual(await answersTo(document, document));
  });
});

test('what no layer computes is named with its operator', () => {
  const graph = {
    name: 'sine',
    inputs: [{ name: 'x', dtype: 'float32' as const, shape: [2] }],
    outputs: [{ name: 'y', dtype: 'float32' as const, shape: [2] }],
    initializers: new Map<string, Tensor>(),
    nodes: [{ name: 'n', type: 'Sin', inputs: ['x'], outputs: ['y'], attributes: {} }],
  };
  const found = recogniseModel(whole(readModel(encodeModel(graph), 'sine.onnx')));
  expect(isProblem(found) && describeProblem(found)).toMatch(/Sin/);
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

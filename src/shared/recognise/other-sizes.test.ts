/** A file that leaves sizes open means the same as a document, whatever they are: both are run at sizes it was not opened with. */
import { expect, test } from 'vitest';
import { recordRun, runModel } from '#engine/testing';
import { compileForward, compileTrace, forwardGraph, feedsOf } from '../compile/compile';
import { lookAtOtherSizes, recordOperators } from '../compile/record';
import { applyEdit } from '../document/edits';
import { decodeDocument, encodeDocument } from '../document/file-format';
import { inferShapes } from '../document/infer';
import { openSizes, withSizes } from '../document/sizes';
import { describeProblem, isProblem, problem, type Problem } from '../messages/problem';
import { encodeModel } from '../onnx/encode';
import type { Graph, OpNode } from '../onnx/graph';
import { contentsOf, readModel } from '../onnx/model-file';
import { wholeNumbers } from '../ops/plain/define';
import { sizeOf } from '../tensor/shape';
import { floatTensor, type Tensor } from '../tensor/tensor';
import { openAsDocument } from './open';

type Sizes = readonly (number | string)[];

const op = (
  type: string,
  inputs: string[],
  output: string,
  attributes: OpNode['attributes'] = {},
): OpNode => ({
  ...{ name: output, type, inputs, outputs: [output], attributes },
});
const numbers = (shape: number[], ...values: number[]) => wholeNumbers(shape, values);
const toReal = { to: { int: 1 } };

function whole<T extends object>(found: T | Problem): T {
  if (isProblem(found)) throw new Error(describeProblem(found));
  return found;
}

function drawn(shape: readonly number[]): Tensor {
  return floatTensor(
    shape,
    Array.from({ length: sizeOf(shape) }, (_, at) => Math.sin(at + 1)),
  );
}

const cases: readonly [
  string,
  Sizes,
  readonly number[],
  Graph['initializers'],
  readonly OpNode[],
  readonly string[],
][] = [
  [
    'how many numbers there are',
    ['n', 3],
    [4, 3],
    new Map(),
    [op('Size', ['x'], 's'), op('Cast', ['s'], 'f', toReal), op('Div', ['x', 'f'], 'y')],
    ['y'],
  ],
  [
    'the places of rows',
    ['n', 3],
    [4, 3],
    new Map([
      ['zero', numbers([], 0)],
      ['one', numbers([], 1)],
      ['axes', numbers([1], 1)],
    ]),
    [
      op('Shape', ['x'], 's'),
      op('Gather', ['s', 'zero'], 'n'),
      op('Range', ['zero', 'n', 'one'], 'r'),
      op('Cast', ['r'], 'f', toReal),
      op('Unsqueeze', ['f', 'axes'], 'u'),
      op('Add', ['x', 'u'], 'y'),
    ],
    ['y'],
  ],
  [
    'a shape that is an answer',
    ['n', 3],
    [4, 3],
    new Map(),
    [op('Shape', ['x'], 's'), op('Relu', ['x'], 'y')],
    ['s', 'y'],
  ],
  [
    'the mean of all places',
    ['n', 2, 'h', 'w'],
    [2, 2, 5, 7],
    new Map(),
    [op('Relu', ['x'], 'r'), op('GlobalAveragePool', ['r'], 'y')],
    ['y'],
  ],
  [
    'the greatest of all places of a volume',
    ['n', 2, 'd', 'h', 'w'],
    [2, 2, 3, 5, 4],
    new Map(),
    [op('Relu', ['x'], 'r'), op('GlobalMaxPool', ['r'], 'y')],
    ['y'],
  ],
  [
    'two axes that become one',
    ['n', 5, 2, 3],
    [2, 5, 2, 3],
    new Map([['rows', numbers([2], -1, 6)]]),
    [op('Transpose', ['x'], 't', { perm: { ints: [1, 0, 2, 3] } }), op('Reshape', ['t', 'rows'], 'y')],
    ['y'],
  ],
  ['a size without a name', ['', 3], [4, 3], new Map(), [op('Relu', ['x'], 'y')], ['y']],
];

test.each(cases)('%s', async (_, stated, shape, initializers, nodes, answers) => {
  const graph: Graph = {
    ...{ name: 'g', initializers, nodes },
    inputs: [{ name: 'x', dtype: 'float32', shape: stated }],
    outputs: answers.map((name) => ({ name })),
  };
  const bytes = encodeModel(graph);
  const { document, notes } = whole(
    await openAsDocument(whole(readModel(bytes, 'm.onnx')), 'm.onnx', recordRun),
  );
  expect(notes).toEqual([]);
  const feeds = new Map([['x', drawn(shape)]]);
  const expected = await runModel(bytes, feeds);
  const same = (found: ReadonlyMap<string, Tensor>) => {
    for (const name of answers) expect(found.get(name)).toEqual(expected.get(name));
  };
  const open = new Map(
    [...openSizes(document).keys()].map((size, at) => [size, openIn(stated, shape)[at] ?? 1]),
  );
  const sized = { ...withSizes(document, open), inputs: {} };
  const entry = whole(sized.nodes.find(({ kind }) => kind === 'Input') ?? problem('nothing-to-run'));
  const fed = { ...sized, inputs: { [entry.id]: drawn(shape) } };
  const known = applyEdit(fed, { kind: 'set-records', records: await recordOperators(fed, recordRun) });
  const inference = inferShapes(known);
  same(await runModel(compileTrace(inference).model, feedsOf(known, inference)));
  const looks = await lookAtOtherSizes(document, recordRun);
  const saved = compileForward(document, inferShapes(document), looks);
  const [input] = contentsOf(whole(readModel(saved, 'm.onnx'))).inputs;
  expect(input?.shape?.map((size) => typeof size)).toEqual(stated.map((size) => typeof size));
  same(await runModel(saved, feeds));
});

test('sizes of two names that have to be the same stay open, and so do those of answers', async () => {
  const info = (name: string, ...shape: (number | string)[]) => ({ name, dtype: 'float32' as const, shape });
  const nodes = [op('Add', ['x', 'z'], 'a'), op('Sin', ['a'], 'y'), op('Relu', ['a'], 'r')];
  const graph: Graph = {
    ...{ name: 'g', initializers: new Map(), nodes },
    inputs: [info('x', 'n', 3), info('z', 'm', 3)],
    outputs: [info('y', 'rows', 3), { name: 'r', dtype: 'float32' }],
  };
  const opened = await openAsDocument(whole(readModel(encodeModel(graph), 'm.onnx')), 'm.onnx', recordRun);
  const { document } = whole(opened);
  const looks = await lookAtOtherSizes(document, recordRun);
  const { inputs, outputs } = forwardGraph(document, inferShapes(document), looks);
  expect(inputs).toEqual(graph.inputs);
  expect(outputs).toEqual([info('y', 'rows', 3), info('r', '', 3)]);
});

test('whole numbers that were worked out have the shape of as many as they are', async () => {
  const graph: Graph = {
    name: 'g',
    inputs: [{ name: 'x', dtype: 'float32', shape: [5, 3] }],
    outputs: [{ name: 'y' }],
    initializers: new Map([
      ['places', numbers([2], 1, 2)],
      ['one', numbers([1], 1)],
    ]),
    nodes: [op('Add', ['places', 'one'], 'later'), op('Gather', ['x', 'later'], 'y')],
  };
  const opened = await openAsDocument(whole(readModel(encodeModel(graph), 'm.onnx')), 'm.onnx', recordRun);
  const { document } = whole(opened);
  expect(whole(decodeDocument(encodeDocument(document), 'm.loom')).nodes).toHaveLength(document.nodes.length);
});

const openIn = (stated: Sizes, shape: readonly number[]) =>
  shape.filter((_, axis) => typeof stated[axis] === 'string');

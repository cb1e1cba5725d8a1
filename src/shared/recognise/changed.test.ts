/** A model that was opened and changed answers what the file would with the same change, and so does what is exported of it. */
import { describe, expect, test } from 'vitest';
import { recordRun, runModel } from '#engine/testing';
import { compileForward } from '../compile/compile';
import { recordOperators } from '../compile/record';
import type { Document } from '../document/document';
import { applyEdit, type Edit } from '../document/edits';
import { inferShapes } from '../document/infer';
import { openSizes, sizesFault } from '../document/sizes';
import { describeProblem, isProblem, type Problem } from '../messages/problem';
import { encodeModel } from '../onnx/encode';
import type { Graph, OpNode } from '../onnx/graph';
import { readModel } from '../onnx/model-file';
import { floatTensor, type Tensor } from '../tensor/tensor';
import { openAsDocument } from './open';

const op = (type: string, inputs: string[], output: string, more: Partial<OpNode> = {}): OpNode => ({
  ...{ name: output, type, inputs, outputs: [output], attributes: {} },
  ...more,
});
const int64 = (...values: bigint[]): Tensor<'int64'> => ({
  dtype: 'int64',
  shape: [values.length],
  values: BigInt64Array.from(values),
});

/** Two inputs whose batches are one, an operator with a table of its own, and one that is told how often. */
const graph: Graph = {
  name: 'two',
  inputs: [
    { name: 'a', dtype: 'float32', shape: ['N', 2] },
    { name: 'b', dtype: 'float32', shape: ['N', 'wide'] },
  ],
  outputs: [{ name: 'y', dtype: 'float32' }],
  initializers: new Map<string, Tensor>([
    ['repeats', int64(1n, 2n)],
    ['table', floatTensor([2, 4], [1, 2, 3, 4, 5, 6, 7, 8])],
    ['ints', int64(1n, 2n, 3n)],
  ]),
  nodes: [
    op('Concat', ['a', 'b'], 'both', { attributes: { axis: { int: 1 } } }),
    op('Tile', ['both', 'repeats'], 'tiled'),
    op('ReduceL2', ['tiled'], 'norm', { attributes: { axes: { ints: [1] }, keepdims: { int: 1 } } }),
    op('ReduceLogSum', ['table'], 'logs', { attributes: { axes: { ints: [0] }, keepdims: { int: 1 } } }),
    op('Add', ['norm', 'logs'], 'y'),
  ],
};

function whole<T>(found: T | Problem): T {
  if (isProblem(found)) throw new Error(describeProblem(found));
  return found;
}

async function opened(model = graph): Promise<Document> {
  const read = whole(readModel(encodeModel(model), 'two.onnx'));
  return whole(await openAsDocument(read, 'two.onnx', recordRun)).document;
}

/** Edited, and run for what operators answer then, as the window does. */
async function edited(document: Document, ...edits: Edit[]): Promise<Document> {
  const next = edits.reduce(applyEdit, document);
  return applyEdit(next, { kind: 'set-records', records: await recordOperators(next, recordRun) });
}

const problemsOf = (document: Document) => inferShapes(document).problems.map(describeProblem);
const shapeOf = (document: Document, name: string) =>
  document.nodes.find((node) => node.name === name)?.attributes['shape'];

describe('sizes that the model leaves open', () => {
  test('are one number wherever they stand, and the network is another for others', async () => {
    const document = await opened();
    expect([...openSizes(document)]).toEqual([
      ['N', 1],
      ['wide', 8],
    ]);
    const wider = await edited(document, { kind: 'set-sizes', sizes: { N: 3, wide: 5 } });
    expect([shapeOf(wider, 'a'), shapeOf(wider, 'b')]).toEqual([
      [3, 2],
      [3, 5],
    ]);
    expect(problemsOf(wider)).toEqual([]);
    const answers = [...inferShapes(wider).nodes.values()].map(({ emission }) => emission?.output.shape);
    expect(answers.at(-1)).toEqual([3, 4]);
  });

  test('what changes nothing, or is no size of any, is no edit', async () => {
    const document = await opened();
    for (const sizes of [{ N: 1 }, { other: 4 }, { N: -1 }, { N: 1.5 }, { N: 9e9 }])
      expect(applyEdit(document, { kind: 'set-sizes', sizes })).toBe(document);
    const found = sizesFault(document, { N: 9_000_000 });
    expect(found && describeProblem(found)).toContain('more than the 4000000 that fit here');
  });

  test('numbers that no longer fit are drawn, and are there again at the size they were for', async () => {
    const document = await opened();
    const { id } = document.nodes.find(({ name }) => name === 'a')!;
    const value = floatTensor([1, 2], [7, 8]);
    const [small, large] = [1, 2].map((N) =>
      [
        { kind: 'set-input', node: id, value } as const,
        { kind: 'set-sizes', sizes: { N } } as const,
      ].reduce<Document>(applyEdit, document),
    );
    const y = async (each: Document) =>
      (
        await runModel(
          compileForward(each, inferShapes(each)),
          new Map<string, Tensor>([
            ['a', value],
            ['b', floatTensor([1, 8], new Float32Array(8))],
          ]),
        )
      ).get('y')?.values;
    expect(inferShapes(large!).nodes.get(id)?.emission?.output.shape).toEqual([2, 2]);
    const back = applyEdit(large!, { kind: 'set-sizes', sizes: { N: 1 } });
    expect(await y(back)).toEqual(await y(small!));
    expect(back.inputs[id]).toBe(value);
  });
});

describe('numbers that an operator brings', () => {
  const idOf = ({ nodes }: Document, type: string) => nodes.find(({ op: held }) => held?.type === type)!.id;

  test('may be of another shape: then a run tells what it answers', async () => {
    const document = await opened();
    const node = idOf(document, 'ReduceLogSum');
    const value = floatTensor([3, 1], [1, 2, 4]);
    const edit: Edit = { kind: 'set-parameter', node, name: 'data', value };
    expect(inferShapes(applyEdit(document, edit)).nodes.get(node)?.problem?.code).toBe('op-not-run');
    const changed = await edited(document, edit);
    expect(problemsOf(changed)).toEqual([]);
    const answered = await runModel(
      compileForward(changed, inferShapes(changed)),
      new Map([
        ['a', floatTensor([1, 2], [3, 4])],
        ['b', floatTensor([1, 8], new Float32Array(8))],
      ]),
    );
    // The length of (3, 4) twice over, and the logarithm of the sum.
    expect(answered.get('y')?.values[0]).toBeCloseTo(Math.hypot(3, 4, 3, 4) + Math.log(7), 5);
    expect(answered.get('y')?.shape).toEqual([1, 1]);
  });

  test('of the same shape leave its answer known, but for so few that they may be sizes', async () => {
    const document = await opened();
    const node = idOf(document, 'ReduceLogSum');
    const set = (before: Document, value: Tensor<'float32'>) =>
      applyEdit(before, { kind: 'set-parameter', node, name: 'data', value });
    const isKnown = (each: Document) => inferShapes(each).nodes.get(node)?.emission !== undefined;
    expect(isKnown(set(document, floatTensor([2, 4], new Float32Array(8))))).toBe(false);
    const large = floatTensor([2, 20], new Float32Array(40));
    const wide = await edited(document, { kind: 'set-parameter', node, name: 'data', value: large });
    expect(isKnown(set(wide, floatTensor([2, 20], new Float32Array(40).fill(1))))).toBe(true);
  });
});

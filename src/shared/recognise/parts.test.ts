/** A part that is cut out of an opened model answers what it did there, and two models joined answer what each did. */
import { describe, expect, test } from 'vitest';
import { recordRun, runModel } from '#engine/testing';
import { compileForward, compileTrace, feedsOf } from '../compile/compile';
import { cutOut } from '../document/cut-out';
import { endKey, placeOf, type Document, type End } from '../document/document';
import { applyEdit } from '../document/edits';
import { inferShapes } from '../document/infer';
import { joinFault } from '../document/joined';
import { besideAll, copyNodes } from '../document/paste';
import { openSizes } from '../document/sizes';
import { describeProblem, isProblem, type Problem } from '../messages/problem';
import { encodeModel } from '../onnx/encode';
import type { Graph, OpNode } from '../onnx/graph';
import { readModel } from '../onnx/model-file';
import { floatTensor, type Tensor } from '../tensor/tensor';
import { openAsDocument } from './open';

const op = (type: string, inputs: string[], ...outputs: string[]): OpNode => ({
  ...{ name: outputs[0] ?? '', type, inputs, outputs, attributes: {} },
});
const k: Tensor = { dtype: 'int64', shape: [1], values: BigInt64Array.of(2n) };

const graph: Graph = {
  name: 'best',
  inputs: [{ name: 'x', dtype: 'float32', shape: ['N', 4] }],
  outputs: [
    { name: 'y', dtype: 'float32' },
    { name: 'far', dtype: 'int64' },
  ],
  initializers: new Map<string, Tensor>([
    ['w', floatTensor([4, 4], [1, 2, 0, 1, 0, 1, 1, 3, 2, 0, 1, 0, 1, 1, 0, 2])],
    ['b', floatTensor([4], [0.5, 0, 1, 0])],
    ['k', k],
  ]),
  nodes: [
    op('Gemm', ['x', 'w', 'b'], 'scores'),
    op('TopK', ['scores', 'k'], 'values', 'places'),
    op('Tanh', ['values'], 'y'),
    op('Add', ['places', 'places'], 'far'),
  ],
};

function whole<T>(found: T | Problem): T {
  if (isProblem(found)) throw new Error(describeProblem(found));
  return found;
}

async function opened(model: Graph = graph): Promise<Document> {
  return whole(await openAsDocument(whole(readModel(encodeModel(model), 'm.onnx')), 'm.onnx', recordRun))
    .document;
}

/** Every value there is, by its end. */
async function traced(document: Document): Promise<(end: End) => Tensor | undefined> {
  const inference = inferShapes(document);
  const { model, ports } = compileTrace(inference);
  const values = await runModel(model, feedsOf(document, inference));
  const ends = new Map(ports.map(({ node, port, value }) => [endKey({ node, port }), value]));
  return (end) => values.get(ends.get(endKey(end)) ?? '');
}

const idOf = ({ nodes }: Document, kind: string) => nodes.find((node) => node.kind === kind)!.id;
const idsOf = (document: Document, ...kinds: string[]) => new Set(kinds.map((kind) => idOf(document, kind)));
const problemsOf = (document: Document) => inferShapes(document).problems.map(describeProblem);
const exportOf = (document: Document) => {
  const { graph: made } = whole(readModel(compileForward(document, inferShapes(document)), 'm.onnx'));
  return [made?.input.map(({ name }) => name), made?.output.map(({ name }) => name)];
};

describe('a part', () => {
  test.each([
    [['onnx.TopK'], ['scores'], 2],
    [['onnx.TopK', 'Tanh'], ['scores'], 2],
    [['Tanh', 'onnx.Add'], ['values', 'places'], 2],
    [['Linear'], ['x'], 1],
  ])('of %s answers what it did', async (kinds, inputs, answers) => {
    const document = await opened();
    const was = await traced(document);
    const part = whole(cutOut(document, inferShapes(document), idsOf(document, ...kinds), was));
    expect(problemsOf(part)).toEqual([]);
    expect(part.title).toBe(`${document.title}, part`);
    const is = await traced(part);
    for (const id of idsOf(document, ...kinds))
      for (const { port } of inferShapes(document).nodes.get(id)!.emission!.outputs)
        expect(is({ node: id, port })).toEqual(was({ node: id, port }));
    const [given, answered] = exportOf(part);
    expect(given).toHaveLength(inputs.length);
    expect(answered).toHaveLength(answers);
  });

  test('keeps its numbers, what its operators mean and what was found of them', async () => {
    const document = await opened();
    const part = whole(cutOut(document, inferShapes(document), idsOf(document, 'onnx.TopK')));
    const top = idOf(document, 'onnx.TopK');
    expect(part.constants?.[top]).toEqual({ K: k });
    expect(part.nodes.find(({ id }) => id === top)?.op?.record).toBeDefined();
    expect(part.origin?.operators).toEqual(document.origin?.operators);
  });

  test('that reads what is not known yet is refused', async () => {
    const document = await opened();
    const deeper = applyEdit(document, {
      ...{ kind: 'set-constant', node: idOf(document, 'onnx.TopK'), port: 'K' },
      value: { ...k, values: BigInt64Array.of(3n) },
    });
    const found = cutOut(deeper, inferShapes(deeper), idsOf(deeper, 'Tanh'));
    expect(isProblem(found) && describeProblem(found)).toContain('is not known yet');
  });
});

describe('joined', () => {
  const put = (document: Document, content: Document) =>
    applyEdit(document, { kind: 'paste', content, offset: besideAll(document, content) });

  test('with another, each answers what it did, to the right of what was there', async () => {
    const [own, other] = [
      await opened(),
      await opened({
        ...graph,
        nodes: graph.nodes.slice(0, 2),
        outputs: [{ name: 'values', dtype: 'float32' }],
      }),
    ];
    const joined = put(own, other);
    expect(problemsOf(joined)).toEqual([]);
    const added = joined.nodes.slice(own.nodes.length);
    expect(added).toHaveLength(other.nodes.length);
    const right = Math.max(...own.nodes.map(({ id }) => placeOf(own, id).x));
    expect(added.every(({ id }) => placeOf(joined, id).x > right)).toBe(true);
    // Two inputs are called x, and no value of a model twice.
    expect(exportOf(joined)[0]).toEqual(['x', 'x_2']);
    expect(joined.origin?.inputs).toEqual([
      { name: 'x', shape: ['N', 4] },
      { name: 'x_2', shape: ['N', 4] },
    ]);
    const x = floatTensor([1, 4], [1, -2, 3, 0.5]);
    const run = (document: Document, ...names: string[]) =>
      runModel(compileForward(document, inferShapes(document)), new Map(names.map((name) => [name, x])));
    const [both, one, two] = [await run(joined, 'x', 'x_2'), await run(own, 'x'), await run(other, 'x')];
    expect(both.get('y')).toEqual(one.get('y'));
    expect([...both.values()]).toContainEqual([...two.values()][0]);
  });

  test('sizes that are another number keep a name of their own', async () => {
    const own = await opened();
    const wide = applyEdit(await opened(), { kind: 'set-sizes', sizes: { N: 3 } });
    expect([...openSizes(put(own, wide))]).toEqual([
      ['N', 1],
      ['N_2', 3],
    ]);
  });

  test('operators of another set are refused, and taken where only they are there', async () => {
    const own = await opened();
    const later = await opened();
    const other: Document = {
      ...later,
      origin: { ...later.origin!, operators: { ...later.origin!.operators, set: 21 } },
    };
    const found = joinFault(own, other);
    expect(found && describeProblem(found)).toContain('other sets of ONNX: 17 here and 21 there');
    expect(put(own, other)).toBe(own);
    const layers = { ...own, ...copyNodes(own, [...idsOf(own, 'Input', 'Linear')]) };
    expect(put(layers, other).origin?.operators.set).toBe(21);
    expect(put(other, layers).origin?.operators.set).toBe(21);
  });

  test('a copy of an operator has its numbers', async () => {
    const own = await opened();
    const content = copyNodes(own, [idOf(own, 'onnx.TopK')]);
    const copied = applyEdit(own, { kind: 'paste', content, offset: { x: 40, y: 40 } });
    const { id, name } = copied.nodes.at(-1)!;
    expect(copied.constants?.[id]).toEqual({ K: k });
    expect(name).toBe('TopK 1');
  });
});

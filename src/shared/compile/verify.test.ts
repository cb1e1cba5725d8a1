/** An exported model is compared with its network, number by number. */
import { describe, expect, test } from 'vitest';
import { recordRun, runModel } from '#engine/testing';
import type { Document } from '../document/document';
import { inferShapes } from '../document/infer';
import { applyEdit } from '../document/edits';
import { describeProblem, isProblem } from '../messages/problem';
import { encodeModel } from '../onnx/encode';
import type { Graph, OpNode } from '../onnx/graph';
import { readModel } from '../onnx/model-file';
import { openAsDocument } from '../recognise/open';
import { floatTensor, type Dtype, type Tensor } from '../tensor/tensor';
import { build, networks } from '../torch/reference/networks';
import { compileForward } from './compile';
import { recordOperators } from './record';
import { verifyExport } from './verify';

/** What is said of a model that shall be the document's. */
async function faultOf(exported: Document, document = exported): Promise<string | undefined> {
  const model = compileForward(exported, inferShapes(exported));
  const found = await verifyExport(
    async (bytes, feeds) => ({ ok: true, value: await runModel(bytes, feeds) }),
    model,
    document,
    inferShapes(document),
  );
  return found && describeProblem(found);
}

const wide = build('Wide', {
  input: { kind: 'Input', attributes: { shape: [1, 4] } },
  linear: { kind: 'Linear', attributes: { out_features: 2000 } },
});

test.each(Object.entries(networks))('the network %s gives the same numbers exported', async (_, document) => {
  expect(await faultOf(document)).toBeUndefined();
});

test('a number far back in an answer that is another is found', async () => {
  const { bias } = wide.parameters['linear']!;
  const values = Float32Array.from(bias!.values);
  values[1999] = 7;
  const changed = {
    ...wide,
    parameters: { linear: { ...wide.parameters['linear'], bias: floatTensor([2000], values) } },
  };
  expect(await faultOf(changed, wide)).toMatch(/^The exported model gave 7\.\d+ where the network gives/);
});

test('NaN and infinities are the same as themselves, and as nothing else', async () => {
  const withBias = (...numbers: number[]): Document => ({
    ...build('Given', {
      input: { kind: 'Input', attributes: { shape: [1, 2] } },
      linear: { kind: 'Linear', attributes: { out_features: 3 } },
    }),
    parameters: { linear: { bias: floatTensor([3], numbers) } },
  });
  const strange = withBias(Number.NaN, Infinity, 1);
  expect(await faultOf(strange)).toBeUndefined();
  expect(await faultOf(withBias(0, Infinity, 1), strange)).toContain('where the network gives NaN');
  expect(await faultOf(strange, withBias(0, Infinity, 1))).toContain('gave NaN where');
  expect(await faultOf(withBias(Number.NaN, -Infinity, 1), strange)).toContain('gave -Infinity where');
});

describe('answers of operators', () => {
  const node = (type: string, inputs: string[], ...outputs: string[]): OpNode => ({
    ...{ name: outputs[0] ?? '', type, inputs, outputs, attributes: {} },
  });
  const info = (name: string, dtype: Dtype, ...shape: number[]) => ({ name, dtype, shape });
  const int64 = (...values: bigint[]): Tensor => ({
    dtype: 'int64',
    shape: [values.length],
    values: BigInt64Array.from(values),
  });

  async function opened(nodes: OpNode[], outputs: Graph['outputs'], ...numbers: [string, Tensor][]) {
    const model = readModel(
      encodeModel({
        ...{ name: 'm', nodes, outputs, initializers: new Map(numbers) },
        inputs: [info('x', 'float32', 1, 4), info('words', 'string', 2)],
      }),
      'm.onnx',
    );
    if (isProblem(model)) throw new Error(describeProblem(model));
    const found = await openAsDocument(model, 'm.onnx', recordRun);
    if (isProblem(found)) throw new Error(describeProblem(found));
    return found.document;
  }
  /** Told another number, and run for what it answers then. */
  async function withNumber(document: Document, type: string, value: Tensor): Promise<Document> {
    const { id, op } = document.nodes.find((each) => each.op?.type === type)!;
    const port = op!.inputs.find(({ own }) => own === 'constant')!.port;
    const next = applyEdit(document, { kind: 'set-constant', node: id, port, value });
    return applyEdit(next, { kind: 'set-records', records: await recordOperators(next, recordRun) });
  }

  test('are not compared where they are drawn at random, and all others are', async () => {
    const drawn = [node('RandomNormalLike', ['x'], 'noise'), node('Add', ['x', 'noise'], 'y')];
    const answers = [info('y', 'float32', 1, 4), info('far', 'int64', 1, 2)];
    const sure = [node('TopK', ['x', 'k'], 'values', 'places'), node('Add', ['places', 'large'], 'far')];
    const document = await opened([...drawn, ...sure], answers, ['k', int64(2n)], ['large', int64(1n, 1n)]);
    expect(await faultOf(document)).toBeUndefined();
    const other = document.nodes.find(
      ({ op }) => op?.type === 'Add' && op.inputs.some(({ own }) => own === 'constant'),
    );
    const next = applyEdit(document, {
      ...{ kind: 'set-constant', node: other!.id, port: other!.op!.inputs.find(({ own }) => own)!.port },
      value: int64(5n, 5n),
    });
    const records = await recordOperators(next, recordRun);
    expect(await faultOf(applyEdit(next, { kind: 'set-records', records }), document)).toContain('gave');
  });

  test('are all compared: the second of one, and whole numbers beyond what a double tells apart', async () => {
    const large = 9_007_199_254_740_992n;
    const document = await opened(
      [node('TopK', ['x', 'k'], 'values', 'places'), node('Add', ['places', 'large'], 'far')],
      [info('values', 'float32', 1, 2), info('places', 'int64', 1, 2), info('far', 'int64', 1, 2)],
      ['k', int64(2n)],
      ['large', int64(large, large)],
    );
    expect(await faultOf(document)).toBeUndefined();
    const other = await withNumber(document, 'Add', int64(large, large + 1n));
    const said = await faultOf(other, document);
    expect(said).toMatch(/gave 90071992547409\d\d where the network gives 90071992547409\d\d/);
  });

  test('words are compared, too', async () => {
    const document = await opened(
      [node('Identity', ['words'], 'said'), node('Relu', ['x'], 'y')],
      [info('said', 'string', 2), info('y', 'float32', 1, 4)],
    );
    expect(await faultOf(document)).toBeUndefined();
    const different = new Map<string, Tensor>([
      ['said', { dtype: 'string', shape: [2], values: ['a', 'b'] }],
    ]);
    const found = await verifyExport(
      async (bytes, feeds) => ({
        ok: true,
        value: bytes.length === 0 ? different : await runModel(bytes, feeds),
      }),
      new Uint8Array(),
      document,
      inferShapes(document),
    );
    expect(found && describeProblem(found)).toContain('gave a where the network gives');
  });

  test('one of another type is told with its type', async () => {
    const document = await opened(
      [node('TopK', ['x', 'k'], 'values', 'places')],
      [info('places', 'int64', 1, 2)],
      ['k', int64(2n)],
    );
    expect(await faultOf(await withNumber(document, 'TopK', int64(3n)), document)).toMatch(
      /1 x 3 int64.*1 x 2 int64/,
    );
  });

  test.each([
    ['alone', [{ name: 'both' }]],
    ['with another', [{ name: 'both' }, info('y', 'float32', 1, 4)]],
  ])('what no array holds %s is exported as it is', async (_, outputs) => {
    const document = await opened(
      [node('Tanh', ['x'], 'y'), node('SequenceConstruct', ['x', 'y'], 'both')],
      outputs,
    );
    const compared: (readonly string[])[] = [];
    const found = await verifyExport(
      async (bytes, feeds) => {
        const value = await runModel(bytes, feeds);
        compared.push([...value.keys()]);
        return { ok: true, value };
      },
      compileForward(document, inferShapes(document)),
      document,
      inferShapes(document),
    );
    expect(found).toBeUndefined();
    const [exported = [], network] = compared;
    expect(exported).not.toEqual([]);
    expect(network).toEqual(expect.arrayContaining([...exported]));
  });
});

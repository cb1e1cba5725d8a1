/** A layer is in the document only where it answers what the file does; whatever else there is stays as the file has it. */
import { expect, test } from 'vitest';
import { TensorProto_DataType as DataType } from 'onnx-buf';
import { strToU8 } from 'fflate';
import { Recorder } from '#engine/record';
import { recordRun, runModel } from '#engine/testing';
import { compileForward, compileTrace } from '../compile/compile';
import { applyEdit } from '../document/edits';
import { decodeDocument, encodeDocument } from '../document/file-format';
import { inferShapes } from '../document/infer';
import { describeProblem, isProblem, problem, type Problem } from '../messages/problem';
import { encodeModel } from '../onnx/encode';
import type { OpNode } from '../onnx/graph';
import { readModel } from '../onnx/model-file';
import { encodeModelFile } from '../onnx/model-bytes';
import { float, modelOf, read, value, type Graph } from '../onnx/testing';
import { sizeOf } from '../tensor/shape';
import { floatTensor, type Tensor } from '../tensor/tensor';
import { openAsDocument, type RecordRun } from './open';

const op = (type: string, inputs: string[], output: string): OpNode => ({
  ...{ name: output, type, inputs, outputs: [output], attributes: {} },
});
const info = (name: string) => ({ name, dtype: 'float32' as const, shape: [2, 3] });
const chain = [op('Relu', ['x'], 'a'), op('Tanh', ['a'], 'b'), op('Sin', ['b'], 'y')];

function whole<T extends object>(found: T | Problem): T {
  if (isProblem(found)) throw new Error(describeProblem(found));
  return found;
}

async function opened(run: RecordRun) {
  const graph = {
    name: 'chain',
    inputs: [info('x')],
    outputs: [info('y')],
    initializers: new Map(),
    nodes: chain,
  };
  const { document, notes } = whole(
    await openAsDocument(whole(readModel(encodeModel(graph), 'm.onnx')), 'm.onnx', run),
  );
  return { kinds: document.nodes.map(({ kind }) => kind), notes: notes.map(({ code }) => code) };
}

test('layers that answer what the file does are layers', async () => {
  expect(await opened(recordRun)).toEqual({ kinds: ['Input', 'ReLU', 'Tanh', 'onnx.Sin'], notes: [] });
});

test('one that does not is the operator of the file, and those behind it are layers all the same', async () => {
  let looks = 0;
  const { kinds } = await opened(async (model, feeds, proof) => {
    const reply = await recordRun(model, feeds, proof);
    // As if the engine had found the first layer to answer otherwise, and with it what follows.
    const differing = typeof proof === 'object' && looks++ === 0 ? [...proof.against.keys()] : [];
    return reply.ok ? { ok: true, value: { ...reply.value, differing } } : reply;
  });
  expect(kinds).toEqual(['Input', 'onnx.Relu', 'Tanh', 'onnx.Sin']);
});

test('layers that never answer right are the operators of the file', async () => {
  const { kinds } = await opened(async (model, feeds, proof) => {
    const reply = await recordRun(model, feeds, proof);
    return reply.ok
      ? {
          ok: true,
          value: { ...reply.value, differing: typeof proof === 'object' ? [...proof.against.keys()] : [] },
        }
      : reply;
  });
  expect(kinds.slice(1)).toEqual(['onnx.Relu', 'onnx.Tanh', 'onnx.Sin']);
});

test('without an engine it opens with what is known without one, which is said', async () => {
  const gone = () => Promise.resolve({ ok: false as const, problem: problem('engine-stopped') });
  expect(await opened(gone)).toEqual({
    kinds: ['Input', 'ReLU', 'Tanh', 'onnx.Sin'],
    notes: ['model-not-run'],
  });
});

test('what layers come to is said where it could not be held against the file', async () => {
  const { kinds, notes } = await opened(async (model, feeds, proof) =>
    typeof proof === 'object'
      ? { ok: false, problem: problem('run-too-long', { seconds: 30 }) }
      : recordRun(model, feeds, proof),
  );
  expect([kinds, notes]).toEqual([['Input', 'ReLU', 'Tanh', 'onnx.Sin'], ['model-not-proven']]);
});

test('what a file brings is not sent twice, and an engine that no longer has it proves nothing', async () => {
  const weights = [
    ['w', [3, 3]],
    ['b', [3]],
  ] as const;
  const initializers = new Map(
    weights.map(([name, shape]) => [name, floatTensor(shape, new Float32Array(sizeOf(shape)).fill(2))]),
  );
  const graph = { name: 'linear', inputs: [info('x')], outputs: [info('y')], initializers };
  const nodes = [{ ...op('Gemm', ['x', 'w', 'b'], 'y'), attributes: { transB: { int: 1 } } }];
  const bytes = encodeModel({ ...graph, nodes });
  const open = (run: RecordRun) => openAsDocument(whole(readModel(bytes, 'm.onnx')), 'm.onnx', run);
  const asked: (readonly [string[], string[]])[] = [];
  const { document, notes } = whole(
    await open((model, feeds, proof) => {
      if (typeof proof === 'object')
        asked.push([[...feeds.keys()], [...proof.weights.values()].map(({ own }) => own)]);
      return recordRun(model, feeds, proof);
    }),
  );
  expect(asked).toEqual([[['x'], ['w', 'b']]]);
  expect([document.nodes.map(({ kind }) => kind), notes]).toEqual([['Input', 'Linear'], []]);
  const forgetful = whole(
    await open((model, feeds, proof) =>
      typeof proof === 'object' ? new Recorder().record(model, feeds, proof) : recordRun(model, feeds, proof),
    ),
  );
  expect(forgetful.notes.map(({ code }) => code)).toEqual(['model-not-proven']);
});

test('layers that the runtime does not run are the operators of the file', async () => {
  let looks = 0;
  const { kinds, notes } = await opened(async (model, feeds, proof) =>
    typeof proof === 'object' && looks++ === 0
      ? { ok: false, problem: problem('model-not-loaded', { reason: 'no' }) }
      : recordRun(model, feeds, proof),
  );
  expect([kinds.slice(1), notes]).toEqual([['onnx.Relu', 'onnx.Tanh', 'onnx.Sin'], []]);
});

/** One operator of an old set on an input of the type, and what it answers as a document and in its file. */
async function answers(graph: Graph, set: bigint, input: Tensor) {
  const model = read(modelOf(graph, set));
  const given = new Map([['x', input]]);
  const [expected] = (await runModel(encodeModelFile(model), given)).values();
  const { document, notes } = whole(await openAsDocument(model, 'm.onnx', recordRun));
  const again = whole(decodeDocument(encodeDocument(document), 'm.loom'));
  const inference = inferShapes(again);
  expect([...notes, ...inference.problems].map(describeProblem)).toEqual([]);
  const [found] = (await runModel(compileForward(again, inference), given)).values();
  expect(found).toEqual(expected);
  return again;
}

test('limits of old sets are of the type they limit', async () => {
  const input: Tensor = { dtype: 'float16', shape: [3], values: Uint16Array.of(0, 0x3c00, 0x4900) };
  const clip = { opType: 'Clip', input: ['x'], output: ['y'], attribute: [float('min', 0), float('max', 6)] };
  const [x, y] = [value('x', [3], DataType.FLOAT16), value('y', [3], DataType.FLOAT16)];
  await answers({ input: [x], output: [y], node: [clip] }, 10n, input);
});

test('the largest number there is can be told to an operator, and is kept', async () => {
  const input: Tensor = { dtype: 'float32', shape: [3], values: Float32Array.of(-1, 0, 2) };
  const node = {
    opType: 'ThresholdedRelu',
    input: ['x'],
    output: ['y'],
    attribute: [float('alpha', 3.4028235e38)],
  };
  const graph = {
    input: [value('x', [3], DataType.FLOAT)],
    output: [value('y', [3], DataType.FLOAT)],
    node: [node],
  };
  await answers(graph, 17n, input);
});

test('words that a model answers as they are are kept', async () => {
  const input: Tensor = { dtype: 'float32', shape: [3], values: Float32Array.of(-1, 0, 2) };
  const words = {
    name: 'w',
    dataType: DataType.STRING,
    dims: [2n],
    stringData: [strToU8('cat'), strToU8('dog')],
  };
  const node = { opType: 'Sin', input: ['x'], output: ['y'] };
  const outputs = [value('w', [3], DataType.STRING), value('y', [3], DataType.FLOAT)];
  const graph = {
    input: [value('x', [3], DataType.FLOAT)],
    output: outputs,
    initializer: [words],
    node: [node],
  };
  const document = await answers(graph, 17n, input);
  expect(document.nodes.some(({ op }) => Object.keys(op?.kept ?? {}).length > 0)).toBe(true);
});

test('an operator that is passed over passes its input on', async () => {
  const graph = {
    name: 'chain',
    inputs: [info('x')],
    outputs: [info('y')],
    initializers: new Map(),
    nodes: chain.toReversed().map((each, at) => ({
      ...each,
      inputs: [['x'], ['y0'], ['y1']][at]!,
      outputs: [['y0', 'y1', 'y'][at]!],
    })),
  };
  const { document } = whole(
    await openAsDocument(whole(readModel(encodeModel(graph), 'm.onnx')), 'm.onnx', recordRun),
  );
  const held = document.nodes.find(({ op }) => op)!;
  const passed = applyEdit(document, { kind: 'set-bypassed', nodes: [held.id], value: true });
  const inference = inferShapes(passed);
  expect(inference.problems.map(describeProblem)).toEqual([]);
  expect([...inference.nodes.values()].every(({ emission }) => emission)).toBe(true);
});

test('an answer that the model is given, and numbers of which there are none, are kept as they are', async () => {
  const graph = {
    name: 'g',
    inputs: [info('x')],
    outputs: [info('y'), info('x'), { name: 'z' }],
    initializers: new Map([['none', floatTensor([0, 3], [])]]),
    nodes: [op('Sin', ['x'], 'y'), { ...op('Concat', ['x', 'none'], 'z'), attributes: { axis: { int: 0 } } }],
  };
  const model = whole(readModel(encodeModel(graph), 'm.onnx'));
  const { document: drawn, notes } = whole(await openAsDocument(model, 'm.onnx', recordRun));
  expect(notes).toEqual([]);
  const document = whole(decodeDocument(encodeDocument(drawn), 'm.loom'));
  const feeds = new Map([['x', floatTensor([2, 3], [1, 2, 3, 4, 5, 6])]]);
  const saved = compileForward(document, inferShapes(document));
  expect(await runModel(saved, feeds)).toEqual(await runModel(encodeModel(graph), feeds));
  const { model: trace } = compileTrace(inferShapes(document));
  expect((await runModel(trace, feeds)).get('x')).toEqual(feeds.get('x'));
});

test('operators out of order are put in order, as the runtime does, and a loop stays one', async () => {
  const graph = {
    ...{ name: 'g', inputs: [info('x')], outputs: [info('y')], initializers: new Map() },
    nodes: chain.toReversed(),
  };
  const open = (nodes: readonly OpNode[]) =>
    openAsDocument(whole(readModel(encodeModel({ ...graph, nodes }), 'm.onnx')), 'm.onnx', recordRun);
  const { document } = whole(await open(graph.nodes));
  expect(document.nodes.map(({ kind }) => kind)).toEqual(['Input', 'ReLU', 'Tanh', 'onnx.Sin']);
  const loop = await open([...chain.slice(0, 2), op('Add', ['b', 'z'], 'y'), op('Sin', ['y'], 'z')]);
  expect(isProblem(loop) && loop.code).toBe('value-not-yet');
});

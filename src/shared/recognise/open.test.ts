/** A layer is in the document only where it answers what the file does; whatever else there is stays as the file has it. */
import { expect, test } from 'vitest';
import { recordRun } from '#engine/testing';
import { describeProblem, isProblem, problem, type Problem } from '../messages/problem';
import { encodeModel } from '../onnx/encode';
import type { OpNode } from '../onnx/graph';
import { readModel } from '../onnx/model-file';
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
  const { kinds } = await opened(async (model, feeds, against) => {
    const reply = await recordRun(model, feeds, against);
    // As if the engine had found the first layer to answer otherwise, and with it what follows.
    const differing = against && looks++ === 0 ? [...against.keys()] : [];
    return reply.ok ? { ok: true, value: { ...reply.value, differing } } : reply;
  });
  expect(kinds).toEqual(['Input', 'onnx.Relu', 'Tanh', 'onnx.Sin']);
});

test('layers that never answer right are the operators of the file', async () => {
  const { kinds } = await opened(async (model, feeds, against) => {
    const reply = await recordRun(model, feeds, against);
    return reply.ok
      ? { ok: true, value: { ...reply.value, differing: [...(against?.keys() ?? [])] } }
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

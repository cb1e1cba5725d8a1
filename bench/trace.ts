/** Tracing through the engine against the bare runtime: the same model, feeds and outputs, turn by turn. */
import ort from 'onnxruntime-node';
import { compileTrace, feedsOf } from '#shared/compile/compile';
import type { TraceRequest } from '#shared/contract/engine';
import { emptyDocument, type Document } from '#shared/document/document';
import { applyEdit, type Edit } from '#shared/document/edits';
import { inferShapes } from '#shared/document/infer';
import { Engine } from '#engine/engine';

const width = 512;
const depth = 20;
const rounds = 300;
const warmUp = 20;

/** Input, then 20 times Linear and ReLU, 512 wide. */
function createPerceptron(): Document {
  const edits: Edit[] = [
    { kind: 'add-node', layer: 'Input', position: { x: 0, y: 0 }, id: 'input' },
    { kind: 'set-attribute', node: 'input', name: 'shape', value: [1, width] },
  ];
  let before = 'input';
  for (let layer = 0; layer < depth; layer++) {
    for (const kind of ['Linear', 'ReLU']) {
      const id = `${kind.toLowerCase()}-${layer}`;
      edits.push(
        { kind: 'add-node', layer: kind, position: { x: 0, y: 0 }, id },
        { kind: 'connect', from: { node: before, port: 'y' }, to: { node: id, port: 'x' } },
      );
      if (kind === 'Linear')
        edits.push({ kind: 'set-attribute', node: id, name: 'out_features', value: width });
      before = id;
    }
  }
  return applyEdit(emptyDocument, { kind: 'all', edits });
}

/** Milliseconds a run, by turns. */
export async function measureTrace(): Promise<{ engine: number[]; bare: number[] }> {
  const document = createPerceptron();
  const inference = inferShapes(document);
  const { model } = compileTrace(inference);
  const tensors = [...feedsOf(document, inference)];
  const request: TraceRequest = {
    kind: 'trace',
    provider: 'cpu',
    model,
    feeds: new Map(tensors.map(([name], key) => [name, key])),
    tensors: new Map(tensors.map(([, tensor], key) => [key, tensor])),
  };
  const engine = new Engine();
  const { signal } = new AbortController();
  const trace = (tensorsSent: TraceRequest['tensors']): Promise<void> =>
    engine.trace({ ...request, tensors: tensorsSent }, () => undefined, signal);
  await trace(request.tensors);

  const session = await ort.InferenceSession.create(model, {
    executionProviders: ['cpu'],
    intraOpNumThreads: 1,
    logSeverityLevel: 4,
  });
  const feeds = Object.fromEntries(
    tensors.map(([name, { values, shape }]) => [name, new ort.Tensor('float32', values, [...shape])]),
  );
  const times = { engine: [] as number[], bare: [] as number[] };
  for (let round = -warmUp; round < rounds; round++) {
    const started = performance.now();
    await session.run(feeds);
    const between = performance.now();
    await trace(new Map());
    const ended = performance.now();
    if (round < 0) continue;
    times.bare.push(between - started);
    times.engine.push(ended - between);
  }
  return times;
}

/** Modules that PyTorch wrote as functions are looked into; scripts/reference/functions.py records them. */
import { expect, test } from 'vitest';
import { recordRun, runModel } from '#engine/testing';
import { compileForward } from '../compile/compile';
import { inferShapes } from '../document/infer';
import { describeProblem, isProblem } from '../messages/problem';
import { readModel } from '../onnx/model-file';
import { floatTensor, numbersOf } from '../tensor/tensor';
import { openAsDocument } from './open';
import recorded from './reference/functions.json' with { type: 'json' };

test('a network of functions opens as the layers they are made of, and answers the same', async () => {
  const model = readModel(new Uint8Array(Buffer.from(recorded.model, 'base64')), 'm.onnx');
  if (isProblem(model)) throw new Error(describeProblem(model));
  const before = model.functions.map(({ name }) => name);
  expect(before).toEqual(expect.arrayContaining(['Linear', 'LayerNorm', 'GELU', 'Block']));
  const opened = await openAsDocument(model, 'm.onnx', recordRun);
  if (isProblem(opened)) throw new Error(describeProblem(opened));
  const { document, notes } = opened;
  expect(notes).toEqual([]);
  const block = ['Linear', 'LayerNorm', 'GELU', 'Add'];
  expect(document.nodes.map(({ kind }) => kind)).toEqual([
    ...['Input', ...block, ...block, ...block, 'Linear', 'Softmax'],
  ]);
  expect(document.origin?.operators.functions).toEqual([]);
  const inference = inferShapes(document);
  const found = await runModel(
    compileForward(document, inference),
    new Map([['x', floatTensor([2, 4], new Float32Array(recorded.input.flat()))]]),
  );
  const answer = [...numbersOf(found.get(model.graph!.output[0]!.name)!)];
  const expected = recorded.output.flat();
  expect(answer).toHaveLength(expected.length);
  for (const [at, value] of answer.entries()) expect(value).toBeCloseTo(expected[at]!, 5);
});

/** An exported model is compared with its network, number by number. */
import { expect, test } from 'vitest';
import { runModel } from '#engine/testing';
import type { Document } from '../document/document';
import { inferShapes } from '../document/infer';
import { describeProblem } from '../messages/problem';
import { floatTensor } from '../tensor/tensor';
import { build, networks } from '../torch/reference/networks';
import { compileForward } from './compile';
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

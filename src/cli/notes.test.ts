/** What a network does not bring along, what is left out of a model, and settings nobody knows are said. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { expect, test, vi } from 'vitest';
import { initialTraining } from '#shared/document/training-settings';
import { describeProblem, isProblem } from '#shared/messages/problem';
import { op, value } from '#shared/onnx/testing';
import { check } from './check';
import { openLayers } from './open-model';
import { folder, writeModel } from './testing';

function writeNetwork(name: string, training: object): string {
  const path = join(folder, name);
  const position = { x: 0, y: 0 };
  const document = {
    ...{ format: 2, title: 'T', seed: 7, groups: [], training: { ...initialTraining, ...training } },
    nodes: [
      { position, id: 'i', kind: 'Input', name: 'Input', attributes: { shape: [1, 2] } },
      { position, id: 'l', kind: 'Linear', name: 'Linear', attributes: { out_features: 2 } },
    ],
    edges: [{ from: { node: 'i', port: 'y' }, to: { node: 'l', port: 'x' } }],
  };
  writeFileSync(path, zipSync({ 'document.json': strToU8(JSON.stringify(document)) }));
  return path;
}

async function checked(
  path: string,
): Promise<{ notes: readonly string[]; printed: string; failed: boolean }> {
  const printed = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  const notes: string[] = [];
  const failed = await check(
    { kind: 'check', isJson: false, model: { path, shown: 'net' } },
    { note: (found) => notes.push(describeProblem(found)), ran: () => undefined },
  );
  const lines = printed.mock.calls.map(([line]) => String(line)).join('');
  printed.mockRestore();
  return { notes, printed: lines, failed: failed !== undefined };
}

test.each([{ loss: 'Foo' }, { optimiser: 'Foo' }])(
  'check lists %j, and says what is drawn',
  async (settings) => {
    const { notes, printed, failed } = await checked(writeNetwork('foo.loom', settings));
    expect(notes).toEqual([expect.stringMatching(/^net holds no weights, .* drawn by its seed, 7\./)]);
    expect(printed).toMatch(/trained with Foo, which this version does not know\. Choose another/);
    expect(failed).toBe(true);
    expect((await checked(writeNetwork('known.loom', {}))).printed).toBe('net has no problems.\n');
  },
);

test('layers found in a model come with what is left out of it', async () => {
  const path = writeModel('more', {
    input: [value('x', [1, 2])],
    output: [value('y', [1, 2])],
    node: [op('Relu', ['x'], ['y']), op('Abs', ['x'], ['z'])],
  });
  const opened = await openLayers({ path, shown: 'more.onnx' });
  if (isProblem(opened)) throw new Error(describeProblem(opened));
  expect(opened.notes.map(describeProblem)).toEqual([
    'Left out of more.onnx, since no layer is made of it: Abs z. Keep the file if you need that.',
  ]);
});

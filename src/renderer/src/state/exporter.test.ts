/** What is exported was compared: of a network that was never run, and with the weights that are looked at. */
import { beforeEach, expect, test, vi } from 'vitest';
import { emptyDocument, type Document } from '#shared/document/document';
import { applyEdit, type Edit } from '#shared/document/edits';
import { floatTensor, type Tensor } from '#shared/tensor/tensor';
import { Editor } from './editor.svelte';
import { EngineClient } from './engine-client';
import { Exporter } from './exporter';
import { Notices } from './notices.svelte';
import { recorder } from './recorder';
import { desktopOf } from './testing';
import type { Trainer } from './trainer.svelte';

const call = vi.fn();

const place = { x: 0, y: 0 };
const edits: readonly Edit[] = [
  { kind: 'add-node', layer: 'Input', position: place, id: 'input' },
  { kind: 'add-node', layer: 'Linear', position: place, id: 'linear' },
  { kind: 'connect', from: { node: 'input', port: 'y' }, to: { node: 'linear', port: 'x' } },
];
const network = edits.reduce(applyEdit, emptyDocument);
const bias = floatTensor([4], [1, 2, 3, 4]);
const looked = applyEdit(network, { kind: 'set-parameter', node: 'linear', name: 'bias', value: bias });

let notices: Notices;
let client: EngineClient;
/** What a run is fed as the bias, where it is fed one, and how much the exported model answers beyond the network. */
let fed: (Tensor | undefined)[];
let beyond: number;

beforeEach(() => {
  call.mockReset();
  call.mockResolvedValue({ ok: true, value: { name: 'out.onnx' } });
  notices = new Notices();
  client = new EngineClient();
  [fed, beyond] = [[], 0];
  vi.spyOn(client, 'run').mockImplementation((_, feeds) => {
    const isNetwork = feeds.has('linear_1.bias');
    fed.push(feeds.get('linear_1.bias'));
    const answer = floatTensor([1, 4], new Float32Array(4).fill(isNetwork ? 1 : 1 + beyond));
    return Promise.resolve({ ok: true, value: new Map([['linear_1', answer]]) });
  });
});

async function exported(document: Document, moment?: object): Promise<readonly string[]> {
  const editor = new Editor(notices.report);
  editor.open(network, true);
  const trainer = { document, moment, shownName: 'epoch 2' } as unknown as Trainer;
  const record = recorder(client, () => undefined);
  const desktop = desktopOf(call);
  await new Exporter({ desktop, editor, trainer, client, record, notices }).exportOnnx();
  return notices.list.map(({ text }) => text);
}

test.each<[string, Document, object | undefined, string]>([
  ['never run', network, undefined, 'Exported out.onnx: '],
  ['at an epoch', looked, { epoch: 2 }, 'Exported out.onnx with the weights of epoch 2: '],
])('%s it is run and compared before it is written', async (_, document, moment, said) => {
  expect(await exported(document, moment)).toEqual([expect.stringContaining(said)]);
  expect(fed).toHaveLength(2);
  if (moment) expect(fed[1]).toBe(bias);
});

test('one that answers otherwise is not written', async () => {
  beyond = 0.5;
  expect(await exported(network)).toEqual([expect.stringMatching(/^The exported model gave 1\.5 where/)]);
  expect(call).not.toHaveBeenCalled();
});

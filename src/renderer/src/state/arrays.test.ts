/** Numbers from a file take the place of others where they are of their type, and of their shape where it counts. */
import { beforeEach, expect, test, vi } from 'vitest';
import { emptyDocument } from '#shared/document/document';
import { problem } from '#shared/messages/problem';
import { decodeNpy } from '#shared/tensor/npy';
import { floatTensor, type Tensor } from '#shared/tensor/tensor';
import { Arrays } from './arrays';
import type { Background } from './background.svelte';
import { Editor } from './editor.svelte';
import { Notices } from './notices.svelte';
import { desktopOf, idleBackground } from './testing';

const call = vi.fn();

let notices: Notices;
let editor: Editor;
let background: Background;
let arrays: Arrays;

beforeEach(() => {
  call.mockReset();
  call.mockResolvedValue({ ok: true, value: { handle: 'h', name: 'w.npy' } });
  notices = new Notices();
  editor = new Editor(notices.report);
  background = idleBackground();
  arrays = new Arrays(desktopOf(call), editor, background, notices);
});

const old = floatTensor([2, 2], [1, 2, 3, 4]);
const wide: Tensor = { dtype: 'float64', shape: [2, 2], values: Float64Array.of(1, 2, 3, 4) };
const long = floatTensor([4], [1, 2, 3, 4]);

async function chosen(read: unknown, isShapeFree = false): Promise<[unknown, readonly string[]]> {
  vi.spyOn(background, 'run').mockResolvedValueOnce(read as never);
  const value = await arrays.choose({ name: 'Linear 1 weight', tensor: old, isShapeFree });
  return [value, notices.list.map(({ text }) => text)];
}

test('what fits is taken', async () => {
  const value = floatTensor([2, 2], [5, 6, 7, 8]);
  expect(await chosen(value)).toEqual([value, []]);
  expect(await chosen(long, true)).toEqual([long, []]);
});

test.each([
  ['of another type', wide, 'w.npy holds float64, and Linear 1 weight is float32. Save it again as float32'],
  ['of another shape', long, 'w.npy is 4, and Linear 1 weight is 2 x 2.'],
  [
    'no such file',
    problem('npy-unreadable', { file: 'w.npy', reason: 'it is cut short' }),
    'w.npy is not an',
  ],
])('%s it is refused, which is said', async (_, read, said) => {
  const [value, sentences] = await chosen(read);
  expect([value, sentences]).toEqual([undefined, [expect.stringContaining(said)]]);
});

test('it is nothing to a document that was opened meanwhile', async () => {
  const asked = arrays.choose({ name: 'weight', tensor: old, isShapeFree: false });
  vi.spyOn(background, 'run').mockImplementationOnce(() => {
    editor.open(emptyDocument, true);
    return Promise.resolve(old as never);
  });
  expect(await asked).toBeUndefined();
});

test('what is saved is read back the same', async () => {
  await arrays.save({ name: 'Linear 1 weight', tensor: wide });
  const [[name, request]] = call.mock.calls as [[string, { name: string; kind: string; bytes: Uint8Array }]];
  expect([name, request.name, request.kind]).toEqual(['file.save-as', 'Linear 1 weight', 'npy']);
  const read = decodeNpy(request.bytes, 'w.npy');
  expect(read).toEqual(wide);
});

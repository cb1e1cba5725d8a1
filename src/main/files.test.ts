/** Opening and saving back: nothing of another's is overwritten unasked, and what is only read stays as it is. */
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { stat } from 'node:fs/promises';
import { beforeEach, describe, expect, test } from 'vitest';
import { writeAtomically } from '#host/write-atomically';
import type { Difference, OpenedFile } from '#shared/contract/desktop';
import { describeProblem } from '#shared/messages/problem';
import { Files } from './files';
import { Answers, Folder, readAs } from './testing';

const folder = new Folder();
const content = new TextEncoder().encode('MINE');
const text = (name: string): string => readFileSync(folder.at(name), 'utf8');

let files: Files;
beforeEach(() => {
  mkdirSync(folder.at('profile'));
  writeFileSync(folder.at('a.loom'), 'AS OPENED');
  files = filesWith();
});

function filesWith(write = writeAtomically, dialogs = new Answers([])): Files {
  return new Files({ dialogs, profile: folder.at('profile'), documents: folder.at('documents'), write });
}

async function admitted(name = 'a.loom'): Promise<OpenedFile> {
  const reply = await files.admit(folder.at(name));
  if (!reply.ok) throw new Error(describeProblem(reply.problem));
  return reply.value;
}

/** Of a file that was opened, and shown as it was. */
async function handleOf(name = 'a.loom'): Promise<string> {
  const { handle } = await admitted(name);
  await readAs(files.handles, handle);
  return handle;
}

const saved = { ok: true, value: null };

test('what is too large for a network, or a folder, is called what it is', async () => {
  const said = async (name: string): Promise<string> => {
    const reply = await files.admit(folder.at(name));
    return reply.ok ? 'admitted' : describeProblem(reply.problem);
  };
  writeFileSync(
    folder.at('net.pt'),
    Uint8Array.of(0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 32, 0x6a, 0xa8, 0x50, 0x19, 46),
  );
  truncateSync(folder.at('net.pt'), 1_000_000_000);
  expect(await said('net.pt')).toContain("model = torch.load('net.pt'");
  writeFileSync(folder.at('large.loom'), 'PK');
  truncateSync(folder.at('large.loom'), 1_000_000_000);
  expect(await said('large.loom')).toContain('more than the 220.0 MB allowed');
  for (const [size, answer] of [
    [500_000_000, 'admitted'],
    [2_000_000_000, 'more than the 1.0 GB allowed'],
  ] as const) {
    writeFileSync(folder.at('large.onnx'), Uint8Array.of(8, 8));
    truncateSync(folder.at('large.onnx'), size);
    expect(await said('large.onnx')).toContain(answer);
  }
  mkdirSync(folder.at('saved'));
  expect(await said('saved')).toContain('is not an ordinary file');
  writeFileSync(folder.at('saved/saved_model.pb'), '');
  expect(await said('saved')).toContain('saved is a TensorFlow model (SavedModel)');
  expect(await said('gone.onnx')).toContain('cannot be found');
});

describe('saving back', () => {
  test('as often as one likes', async () => {
    const handle = await handleOf();
    for (const word of ['one', 'two', 'three']) {
      expect(await files.save({ handle, content: new TextEncoder().encode(word) })).toEqual(saved);
      expect(text('a.loom')).toBe(word);
    }
  });

  test('two at once: neither takes the other for another program', async () => {
    const handle = await handleOf();
    const both = [files.save({ handle, content }), files.save({ handle, content })];
    expect(await Promise.all(both)).toEqual([saved, saved]);
  });

  test('a look at the file in the middle of it does not take it for another program', async () => {
    let looked: ReturnType<Files['compare']> | undefined;
    const looksOnceWritten: typeof writeAtomically = async (path, bytes, objectionTo) => {
      const written = await writeAtomically(path, bytes, objectionTo);
      looked = files.compare(handle);
      // As long as a look at a file takes, and longer.
      for (let turn = 0; turn < 50; turn++) await stat(folder.at('a.loom'));
      return written;
    };
    files = filesWith(looksOnceWritten);
    const handle = await handleOf();
    expect(await files.save({ handle, content })).toEqual(saved);
    expect(await looked).toEqual(saved);
  });

  test('a link stays a link, and rights stay', async () => {
    chmodSync(folder.at('a.loom'), 0o600);
    symlinkSync('a.loom', folder.at('link.loom'));
    expect(await files.save({ handle: await handleOf('link.loom'), content })).toEqual(saved);
    expect(lstatSync(folder.at('link.loom')).isSymbolicLink()).toBe(true);
    expect([text('a.loom'), statSync(folder.at('a.loom')).mode & 0o777]).toEqual(['MINE', 0o600]);
  });

  test('a file that was touched, or replaced by its like, is no other', async () => {
    const handle = await handleOf();
    utimesSync(folder.at('a.loom'), new Date(0), new Date(0));
    expect(await files.compare(handle)).toEqual(saved);
    writeFileSync(folder.at('like'), 'AS OPENED');
    renameSync(folder.at('like'), folder.at('a.loom'));
    expect(await files.save({ handle, content })).toEqual(saved);
  });
});

describe('what another program did is asked about, and nothing is written', () => {
  const doings: [string, Exclude<Difference, 'not-a-file'>, () => void][] = [
    ['changed it', 'changed', () => writeFileSync(folder.at('a.loom'), 'THEIRS')],
    [
      'replaced it by one of the same size and time',
      'changed',
      () => {
        const { atime, mtime } = statSync(folder.at('a.loom'));
        writeFileSync(folder.at('b'), 'THEY PUT!');
        utimesSync(folder.at('b'), atime, mtime);
        renameSync(folder.at('b'), folder.at('a.loom'));
      },
    ],
    ['removed it', 'removed', () => rmSync(folder.at('a.loom'))],
    ['protected it', 'read-only', () => chmodSync(folder.at('a.loom'), 0o444)],
  ];

  test.each(doings)('it %s', async (_what, difference, does) => {
    const handle = await handleOf();
    does();
    const before = readdirSync(folder.path).map((name) => [name, statSync(folder.at(name)).mtimeMs]);
    expect(await files.save({ handle, content })).toEqual({ ok: true, value: difference });
    expect(readdirSync(folder.path).map((name) => [name, statSync(folder.at(name)).mtimeMs])).toEqual(before);
    expect(await files.save({ handle, content, despite: [difference] })).toEqual(saved);
    expect(text('a.loom')).toBe('MINE');
    // What was written is known: it is not asked about again. A file that is read-only stays so.
    expect(await files.compare(handle)).toEqual(saved);
  });

  test('a folder in its place cannot be overwritten', async () => {
    const handle = await handleOf();
    rmSync(folder.at('a.loom'));
    mkdirSync(folder.at('a.loom'));
    const despite = ['changed', 'removed', 'read-only'] as const;
    expect(await files.save({ handle, content, despite: [...despite] })).toEqual({
      ok: true,
      value: 'not-a-file',
    });
  });

  test('changed and protected: each is asked about', async () => {
    const handle = await handleOf();
    writeFileSync(folder.at('a.loom'), 'THEIRS');
    chmodSync(folder.at('a.loom'), 0o400);
    expect(await files.save({ handle, content })).toEqual({ ok: true, value: 'changed' });
    expect(await files.save({ handle, content, despite: ['changed'] })).toEqual({
      ok: true,
      value: 'read-only',
    });
    expect(await files.save({ handle, content, despite: ['changed', 'read-only'] })).toEqual(saved);
    expect(statSync(folder.at('a.loom')).mode & 0o777).toBe(0o400);
  });

  test('changed while the bytes are being written', async () => {
    files = filesWith(async (path, pieces, objection) => {
      writeFileSync(folder.at('a.loom'), 'JUST NOW');
      return writeAtomically(path, pieces, objection);
    });
    expect(await files.save({ handle: await handleOf(), content })).toEqual({ ok: true, value: 'changed' });
    expect([text('a.loom'), readdirSync(folder.path)]).toEqual(['JUST NOW', ['a.loom', 'profile']]);
  });

  test('read again, it is known as it is, under a handle of its own', async () => {
    const handle = await handleOf();
    writeFileSync(folder.at('a.loom'), 'THEIRS');
    expect(await files.compare(handle)).toEqual({ ok: true, value: 'changed' });
    const reply = await files.reload(handle);
    const again = reply.ok ? reply.value.handle : '';
    expect(await readAs(files.handles, again)).toBe('THEIRS');
    // Where the window could not open what it read, its document is still the one before.
    expect(await files.save({ handle, content })).toEqual({ ok: true, value: 'changed' });
    expect(await files.save({ handle: again, content })).toEqual(saved);
  });
});

describe('a handle is for one purpose', () => {
  test('that of a recent file opens it', async () => {
    await admitted();
    const handle = files.recent()[0]?.handle ?? '';
    expect(await files.openRecent(handle)).toMatchObject({ ok: true, value: { name: 'a.loom' } });
    await expect(files.save({ handle, content })).rejects.toThrow(RangeError);
    await expect(files.reload(handle)).rejects.toThrow(RangeError);
    await expect(readAs(files.handles, handle)).rejects.toThrow('request-refused');
    expect(text('a.loom')).toBe('AS OPENED');
  });

  test('that of an open network reads and saves it, and lists nothing', async () => {
    const handle = await handleOf();
    await expect(files.openRecent(handle)).rejects.toThrow(RangeError);
    expect(await readAs(files.handles, handle)).toBe('AS OPENED');
  });

  test.each(['model.onnx', 'rows.csv', 'no extension'])('that of %s only reads it', async (name) => {
    writeFileSync(folder.at(name), 'THEIRS');
    const { handle, isOwn } = await admitted(name);
    expect([isOwn, await readAs(files.handles, handle)]).toEqual([false, 'THEIRS']);
    await expect(files.save({ handle, content })).rejects.toThrow(RangeError);
    await expect(files.compare(handle)).rejects.toThrow(RangeError);
    expect(text(name)).toBe('THEIRS');
  });

  test('an exported file has none, a saved one has', async () => {
    const paths = ['out.onnx', 'out.py', 'out.loom'].map((name) => folder.at(name));
    files = filesWith(writeAtomically, new Answers(paths));
    for (const kind of ['onnx', 'py'] as const) {
      const reply = await files.saveAs({ name: 'out', kind, bytes: content });
      expect(reply).toEqual({ ok: true, value: { name: `out.${kind}` } });
    }
    const reply = await files.choose({ name: 'out' });
    const handle = (reply.ok && reply.value?.handle) || '';
    for (const word of ['one', 'two']) {
      expect(await files.save({ handle, content: new TextEncoder().encode(word) })).toEqual(saved);
      expect(text('out.loom')).toBe(word);
    }
  });
});

describe('a full disk', () => {
  const full = (): Promise<never> =>
    Promise.reject(Object.assign(new Error('ENOSPC: no space left'), { code: 'ENOSPC', syscall: 'write' }));

  test('under the file: said as such, and the file is as it was', async () => {
    files = filesWith(full);
    const reply = await files.save({ handle: await handleOf(), content });
    expect(reply.ok ? '' : describeProblem(reply.problem)).toBe(
      'a.loom could not be written: the disk is full. Free some space, or choose another disk; your work is still open.',
    );
    expect(text('a.loom')).toBe('AS OPENED');
  });

  test('under the profile: files are opened, saved and listed all the same', async () => {
    // What cannot be a folder cannot be written into: to the app it is a disk that refuses.
    rmSync(folder.at('profile'), { recursive: true });
    writeFileSync(folder.at('profile'), 'full');
    files = filesWith(writeAtomically, new Answers([folder.at('b.loom')]));
    await files.start();
    expect(await files.save({ handle: await handleOf(), content })).toEqual(saved);
    const reply = await files.choose({ name: 'b' });
    expect(reply).toMatchObject({ ok: true, value: { name: 'b.loom' } });
    const handle = (reply.ok && reply.value?.handle) || '';
    expect(await files.save({ handle, content })).toEqual(saved);
    expect(files.recent().map(({ name }) => name)).toEqual(['b.loom', 'a.loom']);
  });

  test('a fault of the app is none of the disk', async () => {
    files = filesWith(() => Promise.reject(new TypeError('a fault')));
    await expect(files.save({ handle: await handleOf(), content })).rejects.toThrow('a fault');
  });
});

describe('the list of recent files', () => {
  test.each(['{', '[1]', '{}', ''])('damaged (%j) it is empty, and is written anew', async (content) => {
    writeFileSync(folder.at('profile/recent.json'), content);
    await files.start();
    expect(files.recent()).toEqual([]);
    await admitted();
    const again = filesWith();
    await again.start();
    expect(again.recent().map(({ name }) => name)).toEqual(['a.loom']);
  });
});

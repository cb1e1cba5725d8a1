/** Where the runtime does not load, every request is answered with why, and nothing ends. */
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, win32 } from 'node:path';
import { expect, test } from 'vitest';
import type { EngineAnswer, EngineRequest } from '#shared/contract/engine';
import { describeProblem } from '#shared/messages/problem';
import { createEngine, engineWithout, notLoaded } from './load';
import { serve, type Port } from './serve';
import './testing';

const linux = { platform: 'linux', arch: 'x64', env: {} } as const;
const windows = { platform: 'win32', arch: 'x64', env: { SystemRoot: 'D:\\Windows' } } as const;
const folder = 'C:\\Program Files\\Layerloom\\resources\\app.asar.unpacked\\win32\\x64';
const refused = (words: string): Error =>
  Object.assign(new Error(`${words}\r\n\\\\?\\${folder}\\onnxruntime_binding.node`), {
    code: 'ERR_DLOPEN_FAILED',
  });

/** What Node throws when it is asked for this module. */
function errorOf(path: string): unknown {
  try {
    createRequire(import.meta.url)(path);
  } catch (error) {
    return error;
  }
  throw new Error('It loads.');
}

test('a file that is no library, and one that is missing, are named', () => {
  const path = join(process.env.TMPDIR!, 'onnxruntime_binding.node');
  expect(describeProblem(notLoaded(errorOf(path), linux))).toBe(
    'No network can run here: onnxruntime_binding.node of the runtime could not be loaded. Install the app again, or ask whether a virus scanner took the file away. The system says: the file is not there.',
  );
  writeFileSync(path, 'no library');
  expect(describeProblem(notLoaded(errorOf(path), linux))).toMatch(
    /: onnxruntime_binding\.node of the runtime could not be loaded\. .*The system says: .+\.$/,
  );
  const needed = Object.assign(
    new Error('libonnxruntime.so.1: cannot open shared object file: No such file or directory'),
    { code: 'ERR_DLOPEN_FAILED' },
  );
  expect(describeProblem(notLoaded(needed, linux))).toContain('libonnxruntime.so.1 of the runtime');
});

test('a Windows without the Visual C++ runtime is told to install it, in whatever language it speaks', () => {
  const isThere = (path: string): boolean => path === win32.join('D:\\Windows\\System32', 'msvcp140.dll');
  for (const words of [
    'The specified module could not be found.',
    'Das angegebene Modul wurde nicht gefunden.',
  ])
    expect(describeProblem(notLoaded(refused(words), windows, isThere))).toMatch(
      /the Microsoft Visual C\+\+ runtime is missing\. Install vc_redist\.x64\.exe from Microsoft/,
    );
});

test('a Windows that has it, in its own folder or beside the binding, is told which file failed', () => {
  for (const place of ['D:\\Windows\\System32\\', `\\\\?\\${folder}\\`]) {
    const isThere = (path: string): boolean => path.startsWith(place);
    expect(describeProblem(notLoaded(refused('Access is denied.'), windows, isThere))).toMatch(
      /: onnxruntime_binding\.node of .* The system says: Access is denied\.$/,
    );
  }
});

test('an engine without the runtime answers every request with why', async () => {
  const missing = notLoaded(refused('Access is denied.'), windows, () => true);
  const answers: EngineAnswer[] = [];
  let send: (message: { readonly data: unknown }) => void = () => undefined;
  const port = {
    on(event: string, listener: typeof send) {
      if (event === 'message') send = listener;
    },
    postMessage: (answer: EngineAnswer) => void answers.push(answer),
  } as Port;
  serve(port, engineWithout(missing));
  const trace = {
    kind: 'trace',
    provider: 'cpu',
    model: new Uint8Array(),
    feeds: new Map(),
    tensors: new Map(),
  };
  const requests = [{ kind: 'providers' }, trace] as EngineRequest[];
  for (const [id, request] of requests.entries()) send({ data: { type: 'request', id, request } });
  await expect
    .poll(() => answers)
    .toEqual([
      { type: 'reply', id: 0, reply: { ok: false, problem: missing } },
      { type: 'event', id: 1, event: { kind: 'failed', problem: missing } },
    ]);
});

test('where it loads there is a whole engine', async () => {
  const reply = await (await createEngine()).answer({ kind: 'providers' });
  expect(reply).toMatchObject({
    ok: true,
    value: expect.arrayContaining([{ id: 'cpu', label: 'CPU' }]) as unknown,
  });
});

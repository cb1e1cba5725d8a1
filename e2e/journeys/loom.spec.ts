/** The command line inside the app: as `npm run loom`, without a window and without a screen. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync, readdirSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { electronPath, expect, root, test } from '../app';

// The package looks for a binary as soon as it is loaded.
const program = electronPath ?? ((await import('electron')).default as unknown as string);
// What the wrapper of a package says, too.
const switches = ['--ozone-platform=headless', '--disable-gpu', '--log-level=3'];
const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];

/** A home and a temporary folder of its own, to see what is left in them. */
function surroundings(folder: string): NodeJS.ProcessEnv {
  const { DISPLAY: _display, WAYLAND_DISPLAY: _wayland, XDG_CONFIG_HOME: _config, ...rest } = process.env;
  return { ...rest, HOME: path.join(folder, 'home'), TMPDIR: path.join(folder, 'tmp') };
}

function wordsOf(...words: readonly string[]): string[] {
  return [...sandbox, ...switches, root, '--loom', '--', ...words];
}

async function loom(
  folder: string,
  ...words: readonly string[]
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  await Promise.all(['home', 'tmp'].map((name) => mkdir(path.join(folder, name), { recursive: true })));
  return new Promise((resolve) => {
    const child = execFile(
      program,
      wordsOf(...words),
      { cwd: folder, env: surroundings(folder), maxBuffer: 100_000_000 },
      (_, stdout, stderr) => resolve({ code: child.exitCode, stdout, stderr }),
    );
  });
}

test('a trace, a usage error and a bad model end as they do in Node', async ({ userData }) => {
  const { code, stdout, stderr } = await loom(userData, 'trace', 'models/forward-pass', '--json');
  expect([code, stderr]).toEqual([0, '']);
  const events = stdout.trimEnd().split('\n');
  expect(events.map((line) => (JSON.parse(line) as { event: string }).event)).toEqual([
    'start',
    ...Array<string>(5).fill('node'),
    'end',
  ]);
  expect(events[5]).toContain('0.645');

  const usage = await loom(userData, 'paint');
  expect([usage.code, usage.stdout]).toEqual([2, '']);
  expect(usage.stderr).toMatch(/^There is no command called paint\.\n\nUsage: /);

  const providers = await loom(userData, 'providers', '--json');
  expect([providers.code, providers.stderr]).toEqual([0, '']);
  expect(providers.stdout).toMatch(/^\{"provider":"cpu","label":"CPU","runs":true\}\n/);

  const missing = await loom(userData, 'trace', 'none.onnx');
  expect([missing.code, missing.stdout]).toEqual([1, '']);
  expect(missing.stderr).toMatch(/^.*none\.onnx.*\n$/);

  const slow = await loom(userData, 'train', 'models/lenet-digits', '--epochs', '500', '--timeout', '1');
  expect(slow.code).toBe(1);
  expect(slow.stderr).toContain('longer than 1 seconds');

  // No profile is begun and nothing is left behind.
  expect(existsSync(path.join(userData, 'home/.config/Layerloom'))).toBe(false);
  expect(readdirSync(path.join(userData, 'tmp'))).toEqual([]);
});

test('a reader that takes its time gets all of it, one that has seen enough ends it quietly', async ({
  userData,
}) => {
  const epochs = 8000;
  // More than the system holds for a reader that does not read.
  const words = ['train', 'models/exclusive-or', '--epochs', String(epochs), '--json'];
  await Promise.all(['home', 'tmp'].map((name) => mkdir(path.join(userData, name))));
  const slow = spawn(program, wordsOf(...words), { env: surroundings(userData) });
  const closed = once(slow, 'close');
  const pieces: Buffer[] = [];
  slow.stdout.on('data', (piece: Buffer) => pieces.push(piece)).pause();
  await new Promise((resolve) => setTimeout(resolve, 3000));
  slow.stdout.resume();
  expect(await closed).toEqual([0, null]);
  const told = Buffer.concat(pieces).toString().trimEnd().split('\n');
  expect([told.length, (JSON.parse(told.at(-1) ?? '') as { epoch: number }).epoch]).toEqual([epochs, epochs]);

  const quiet = spawn(program, wordsOf('trace', 'models/forward-pass', '--json'), {
    env: surroundings(userData),
  });
  let errors = '';
  quiet.stderr.on('data', (text: Buffer) => (errors += text.toString()));
  quiet.stdout.destroy();
  expect([await once(quiet, 'close'), errors]).toEqual([[0, null], '']);
});

test('a full disk is said once', async ({ userData }) => {
  test.skip(process.platform !== 'linux', 'only Linux has a device that is always full');
  await Promise.all(['home', 'tmp'].map((name) => mkdir(path.join(userData, name))));
  for (const words of [['layers'], ['summary', 'models/forward-pass']]) {
    const full = openSync('/dev/full', 'w');
    const child = spawn(program, wordsOf(...words), {
      env: surroundings(userData),
      stdio: ['ignore', full, 'pipe'],
    });
    closeSync(full);
    let said = '';
    child.stderr?.on('data', (text: Buffer) => (said += text.toString()));
    expect(await once(child, 'close')).toEqual([1, null]);
    expect(said).toMatch(/^The output could not be written: the disk is full\.[^\n]*\n$/);
  }
});

test('interrupted, everything of it ends', async ({ userData }) => {
  await Promise.all(['home', 'tmp'].map((name) => mkdir(path.join(userData, name))));
  const child = spawn(program, wordsOf('train', 'models/lenet-digits', '--epochs', '500'), {
    env: surroundings(userData),
  });
  await once(child.stdout, 'data');
  child.kill('SIGINT');
  // `close` comes when no process holds its pipes any more.
  expect(await once(child, 'close')).toEqual([130, null]);
  expect(readdirSync(path.join(userData, 'tmp'))).toEqual([]);
});

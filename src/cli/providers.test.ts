/** Where networks run, from the command line: what was tried, and a sentence where a driver or the runtime fails. */
import { expect, test, vi } from 'vitest';
import { listProviders } from '#engine/providers';
import { describeProblem, problem, type Problem } from '#shared/messages/problem';
import { op, value } from '#shared/onnx/testing';
import type { Outcome, ProbeJob } from './protocol';
import { showProviders } from './providers';
import { writeBytes, writeModel } from './testing';
import { loom, loomWith, type Ended } from './testing-program';

const negate = writeModel('negate', {
  input: [value('x', [2])],
  output: [value('y')],
  node: [op('Neg', ['x'], ['y'])],
});

const failed = (found: Problem): Outcome => ({ kind: 'failed', problem: found });
const outcomes: Readonly<Record<ProbeJob['provider'], Outcome>> = {
  cpu: { kind: 'done' },
  cuda: failed(problem('run-crashed')),
  webgpu: failed(problem('run-out-of-time', { seconds: 30 })),
  dml: { kind: 'done' },
  coreml: failed(problem('provider-not-built', { provider: 'CoreML' })),
};

test('one that crashes or hangs is said to, and one that this system never has is not told', async () => {
  const printed: string[] = [];
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed.push(String(text));
    return true;
  });
  const failure = await showProviders({}, true, ({ provider }) => Promise.resolve(outcomes[provider]));
  write.mockRestore();
  expect(failure).toBeUndefined();
  expect(printed.map((line) => JSON.parse(line) as unknown)).toEqual([
    { provider: 'cpu', label: 'CPU', runs: true },
    {
      provider: 'cuda',
      label: 'CUDA',
      runs: false,
      reason: describeProblem(problem('provider-crashed', { provider: 'CUDA' })),
    },
    {
      provider: 'webgpu',
      label: 'WebGPU',
      runs: false,
      reason: describeProblem(problem('provider-hung', { provider: 'WebGPU', seconds: 30 })),
    },
    { provider: 'dml', label: 'DirectML', runs: true },
  ]);
});

test('where nothing runs at all, that is the answer', async () => {
  const missing = problem('runtime-needs-visual-c', { installer: 'vc_redist.x64.exe' });
  expect(await showProviders({}, true, () => Promise.resolve(failed(missing)))).toBe(missing);
});

interface Told {
  readonly provider: string;
  readonly label: string;
  readonly runs: boolean;
  readonly reason?: string;
}
const toldBy = ({ stdout }: Ended): Told[] =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Told);

test.concurrent('providers: the CPU first, which runs, and of every other why it does not', async () => {
  const ended = await loom('providers', '--json');
  expect(ended).toMatchObject({ code: 0, stderr: '' });
  const [cpu, ...others] = toldBy(ended);
  expect(cpu).toEqual({ provider: 'cpu', label: 'CPU', runs: true });
  expect(others.map(({ provider }) => provider)).toEqual(
    listProviders().flatMap(({ id }) => (id === 'cpu' ? [] : id)),
  );
  for (const { label, runs, reason } of others) {
    if (runs) expect(reason).toBeUndefined();
    else expect(reason).toMatch(new RegExp(`^${label} [^\\n]+\\.$`));
  }
  const table = await loom('providers');
  expect(table).toMatchObject({ code: 0, stderr: '' });
  expect(table.stdout).toMatch(/^Provider {2}Runs\ncpu {7}yes\n/);
});

test.concurrent('a policy without graphics cards leaves the CPU, and nothing else is run on', async () => {
  const env = { LAYERLOOM_POLICY: writeBytes('no-gpu.json', '{"gpu": false}') };
  const ended = await loomWith(env, 'providers', '--json');
  expect(ended).toMatchObject({ code: 0, stderr: '' });
  const [cpu, ...others] = toldBy(ended);
  expect(cpu).toMatchObject({ runs: true });
  for (const { label, runs, reason } of others)
    expect([runs, reason]).toEqual([false, expect.stringContaining(`${label} is left out by the policy`)]);
  for (const words of [[negate], ['--batch', writeBytes('one.json', '[]')]]) {
    const refused = await loomWith(env, 'trace', ...words, '--provider', 'cuda');
    expect(refused).toEqual({
      code: 1,
      stdout: '',
      stderr:
        'CUDA is left out by the policy of this machine. Choose the CPU, or ask whoever looks after it.\n',
    });
  }
  expect(await loomWith(env, 'trace', negate)).toMatchObject({ code: 0 });
});

test.concurrent('without the runtime each command that needs it says why, and ends with 1', async () => {
  const without = writeBytes(
    'without-runtime.cjs',
    `const { dlopen } = process;
    process.dlopen = (module, path, ...more) => {
      if (!path.includes('onnxruntime')) return dlopen.call(process, module, path, ...more);
      throw Object.assign(new Error(path + ': invalid ELF header'), { code: 'ERR_DLOPEN_FAILED' });
    };`,
  );
  const env = { NODE_OPTIONS: `--require ${without}` };
  const lesson = 'models/forward-pass';
  const commands = [['providers'], ['trace', lesson], ['train', lesson], ['quiz', lesson]];
  for (const words of commands) {
    const { code, stderr } = await loomWith(env, ...words);
    expect([words[0], code, stderr]).toEqual([
      words[0],
      1,
      expect.stringMatching(/No network can run here: onnxruntime_binding\.node of the runtime [^\n]+\.\n$/),
    ]);
  }
  expect(await loomWith(env, 'summary', lesson)).toMatchObject({ code: 0, stderr: '' });
});

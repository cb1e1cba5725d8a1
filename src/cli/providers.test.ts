/** `loom providers` where a driver takes the process along: a sentence like any other, and the rest is tried. */
import { expect, test, vi } from 'vitest';
import { describeProblem, problem, type Problem } from '#shared/messages/problem';
import type { Outcome, ProbeJob } from './protocol';
import { showProviders } from './providers';

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

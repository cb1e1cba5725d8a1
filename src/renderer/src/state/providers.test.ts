/** What can be chosen is what was tried and ran; each is tried once, however many engines there are. */
import { expect, test } from 'vitest';
import type { Provider, ProviderId, Reply } from '#shared/contract/engine';
import { describeProblem, problem } from '#shared/messages/problem';
import { Providers } from './providers.svelte';

const cpu: Provider = { id: 'cpu', label: 'CPU' };
const cuda: Provider = { id: 'cuda', label: 'CUDA' };
const webgpu: Provider = { id: 'webgpu', label: 'WebGPU' };
const noCard = problem('provider-no-device', { provider: 'CUDA' });

test('the CPU at once; others as they are tried, each offered or named with why not', async () => {
  const tried: ProviderId[] = [];
  let start = (): void => undefined;
  const calm = new Promise<void>((resolve) => (start = resolve));
  const providers = new Providers(
    { providers: () => Promise.resolve({ ok: true, value: [cpu, webgpu, cuda] }) },
    (id): Promise<Reply<null>> => {
      tried.push(id);
      return Promise.resolve(id === 'cuda' ? { ok: false, problem: noCard } : { ok: true, value: null });
    },
    () => calm,
  );
  const looking = providers.look();
  expect([providers.offered, providers.missing, tried]).toEqual([[cpu], [], []]);
  start();
  await looking;
  await providers.look();
  expect(tried).toEqual(['webgpu', 'cuda']);
  expect(providers.offered).toEqual([cpu, webgpu]);
  expect(providers.missing).toEqual([describeProblem(noCard)]);
});

test('an engine that ended is not the last one', async () => {
  const answers: Reply<readonly Provider[]>[] = [
    { ok: false, problem: problem('engine-stopped') },
    { ok: true, value: [cpu, webgpu] },
  ];
  const providers = new Providers(
    { providers: () => Promise.resolve(answers.shift()!) },
    () => Promise.resolve({ ok: true, value: null }),
    () => Promise.resolve(),
  );
  await providers.look();
  expect(providers.offered).toEqual([cpu]);
  await providers.look();
  expect(providers.offered).toEqual([cpu, webgpu]);
});

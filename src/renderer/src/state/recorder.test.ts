/** A model that is being opened is run once there is an engine, and never waited for too long. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { problem } from '#shared/messages/problem';
import { EngineClient } from './engine-client';
import { recorder } from './recorder';

const model = new Uint8Array(1);
const feeds = new Map();

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function portOf(sent: unknown[]): MessagePort {
  const port = { postMessage: (message: unknown) => sent.push(message), close: () => undefined };
  return port as unknown as MessagePort;
}

test('it waits for the first engine, and fails when that ends', async () => {
  const client = new EngineClient();
  const restart = vi.fn();
  const reply = recorder(client, restart)(model, feeds);
  const sent: unknown[] = [];
  client.connect(portOf(sent));
  await vi.waitFor(() => expect(sent).toMatchObject([{ request: { kind: 'record' } }]));
  client.disconnect();
  expect(await reply).toEqual({ ok: false, problem: problem('engine-stopped') });
  expect(restart).not.toHaveBeenCalled();
});

test('where no engine is to come it fails at once, with why', async () => {
  const client = new EngineClient();
  const reply = recorder(client, vi.fn())(model, feeds);
  client.disconnect(problem('engine-not-starting'));
  expect(await reply).toEqual({ ok: false, problem: problem('engine-not-starting') });
});

test('an engine that takes too long is ended, and the model opened without a run', async () => {
  const client = new EngineClient();
  client.connect(portOf([]));
  const restart = vi.fn();
  const reply = recorder(client, restart)(model, feeds);
  await vi.advanceTimersByTimeAsync(30_000);
  expect(await reply).toEqual({ ok: false, problem: problem('run-too-long', { seconds: 30 }) });
  expect(restart).toHaveBeenCalledOnce();
});

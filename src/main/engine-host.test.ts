/** The engine's process is started again when it ends, but not for ever. */
import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { windowMessages } from '#shared/contract/desktop';
import { engineIsUp, type LentFile } from '#shared/contract/engine';
import { EngineHost, type EngineParts } from './engine-host';

class FakeEngine extends EventEmitter {
  readonly ports: unknown[] = [];
  readonly answers: unknown[] = [];
  postMessage(answer: unknown, ports: unknown[] = []): void {
    this.ports.push(...ports);
    if (answer) this.answers.push(answer);
  }
  kill(): boolean {
    return this.emit('exit', 15);
  }
  crash(): void {
    this.emit('exit', 11);
  }
}

function hosted(): {
  readonly host: EngineHost;
  readonly engines: readonly FakeEngine[];
  /** What the window was told of ends. */
  readonly told: readonly boolean[];
} {
  const engines: FakeEngine[] = [];
  const told: boolean[] = [];
  const parts = {
    window: {
      isDestroyed: () => false,
      send: (channel: string, isGone: boolean) => {
        expect(channel).toBe(windowMessages.engineStopped);
        told.push(isGone);
      },
      postMessage: () => undefined,
    },
    fork: () => {
      engines.push(new FakeEngine());
      return engines.at(-1);
    },
    find: ({ beside }: LentFile) =>
      beside === 'w.data' ? Promise.resolve('/w.data') : Promise.reject(new RangeError('no such handle')),
    channel: () => ({ port1: {}, port2: {} }),
  } as unknown as EngineParts;
  return { host: new EngineHost(parts), engines, told };
}

test('one that ends before it is up is started three times, and again when someone asks', () => {
  const { host, engines, told } = hosted();
  host.connect();
  for (let ends = 0; ends < 3; ends++) engines.at(-1)?.crash();
  expect(engines).toHaveLength(3);
  expect(told).toEqual([false, false, true]);
  host.connect();
  expect(engines).toHaveLength(4);
  expect(engines.at(-1)?.ports).toHaveLength(1);
});

test('one that was up is started again each time it ends, and so is one that was asked to end', () => {
  const { host, engines, told } = hosted();
  host.connect();
  for (let ends = 0; ends < 4; ends++) {
    engines.at(-1)?.emit('message', engineIsUp);
    engines.at(-1)?.crash();
  }
  for (let ends = 0; ends < 4; ends++) host.restart();
  expect(engines).toHaveLength(9);
  expect(told).toEqual(new Array(8).fill(false));
});

test('none is started for a window that is closing', () => {
  const { host, engines, told } = hosted();
  host.connect();
  host.close();
  expect([engines.length, told]).toEqual([1, []]);
});

test('it is told where files are that it is lent, and why not', async () => {
  const { host, engines } = hosted();
  host.connect();
  const [engine] = engines;
  const handle = '00000000-0000-4000-8000-000000000000';
  for (const [id, beside] of ['w.data', 'x.data'].entries())
    engine?.emit('message', { id, file: { handle, beside } });
  engine?.emit('message', { id: 2, file: { handle: '/etc/passwd', beside: '' } });
  await expect
    .poll(() => engine?.answers)
    .toEqual([
      { id: 0, found: '/w.data' },
      { id: 1, found: expect.objectContaining({ code: 'request-refused' }) as unknown },
    ]);
});

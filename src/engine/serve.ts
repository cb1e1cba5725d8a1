/** Answers requests that come over a port, one at a time, with the engine. */
import * as v from 'valibot';
import {
  engineMessage,
  type EngineAnswer,
  type EngineEvent,
  type EngineRequest,
} from '#shared/contract/engine';
import { problem } from '#shared/messages/problem';
import type { AnyEngine } from './load';
import { reasonOf } from './runtime-error';

/** The part of a message port both Electron's and Node's have. */
export interface Port {
  on(event: 'message', listener: (message: { readonly data: unknown }) => void): void;
  on(event: 'close', listener: () => void): void;
  postMessage(message: EngineAnswer): void;
}

/** A trace that is closed while it waits never starts; one that is closed while it runs stops at its next turn. */
export function serve(port: Port, engine: AnyEngine): void {
  const open = new Map<number, AbortController>();
  let queue = Promise.resolve();
  port.on('message', ({ data }) => {
    const parsed = v.safeParse(engineMessage, data);
    if (!parsed.success) {
      refuse(port, data, v.summarize(parsed.issues));
      return;
    }
    const message = parsed.output;
    if (message.type === 'close') {
      open.get(message.id)?.abort();
      return;
    }
    const controller = new AbortController();
    open.set(message.id, controller);
    const work = (): Promise<void> => handle(port, engine, message.id, message.request, controller.signal);
    // A training run lets traces in between its minibatches; they do not wait for its end.
    if (message.request.kind === 'train') {
      void work().finally(() => open.delete(message.id));
      return;
    }
    queue = queue.then(work).finally(() => open.delete(message.id));
  });
  // Nobody is there any more to be told.
  port.on('close', () => {
    for (const controller of open.values()) controller.abort();
  });
}

async function handle(
  port: Port,
  engine: AnyEngine,
  id: number,
  request: EngineRequest,
  signal: AbortSignal,
): Promise<void> {
  const emit = (event: EngineEvent): void => {
    port.postMessage({ type: 'event', id, event });
  };
  try {
    switch (request.kind) {
      case 'trace':
        await engine.trace(request, emit, signal);
        return;
      case 'compare':
        await engine.compare(request, emit, signal);
        return;
      case 'train':
        await engine.train(request, emit, signal);
        return;
      default:
        port.postMessage({ type: 'reply', id, reply: await engine.answer(request) });
    }
  } catch (error) {
    const failure = problem('engine-failed', { reason: reasonOf(error) });
    const isStream = request.kind === 'trace' || request.kind === 'compare' || request.kind === 'train';
    if (isStream) emit({ kind: 'failed', problem: failure });
    else port.postMessage({ type: 'reply', id, reply: { ok: false, problem: failure } });
  }
}

function refuse(port: Port, data: unknown, reason: string): void {
  const id = typeof data === 'object' && data !== null && 'id' in data ? Number(data.id) : -1;
  const refusal = problem('request-refused', { reason });
  port.postMessage({ type: 'event', id, event: { kind: 'failed', problem: refusal } });
  port.postMessage({ type: 'reply', id, reply: { ok: false, problem: refusal } });
}

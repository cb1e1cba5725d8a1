/** The window's only way out: the object the preload puts there, and the engine's port. */
import { windowMessages, type Desktop } from '#shared/contract/desktop';
import { describeProblem } from '#shared/messages/problem';

declare global {
  interface Window {
    readonly layerloom: Desktop;
  }
}

export const desktop: Desktop = window.layerloom;

/** A port to main for the bytes of files, to be handed to a worker. Errors: why there is none. */
export function connectBytes(): Promise<MessagePort> {
  const id = ++lastBytePort;
  return new Promise((resolve, reject) => {
    const take = ({ source, data, ports: [port] }: MessageEvent): void => {
      if (source !== window || data !== `${windowMessages.bytePort} ${id}` || !port) return;
      window.removeEventListener('message', take);
      resolve(port);
    };
    window.addEventListener('message', take);
    void desktop.call('bytes.connect', { id }).then((reply) => {
      if (!reply.ok) reject(new Error(describeProblem(reply.problem)));
    });
  });
}
let lastBytePort = 0;

/** Calls back with each port to an engine that main hands over. */
export function onEnginePort(listener: (port: MessagePort) => void): void {
  window.addEventListener('message', ({ source, data, ports: [port] }) => {
    if (source === window && data === windowMessages.enginePort && port) listener(port);
  });
}

/** The window's only way out: the object the preload puts there, and the engine's port. */
import { windowMessages, type Desktop } from '#shared/contract/desktop';

declare global {
  interface Window {
    readonly layerloom: Desktop;
  }
}

export const desktop: Desktop = window.layerloom;

/** Calls back with each port to an engine that main hands over. */
export function onEnginePort(listener: (port: MessagePort) => void): void {
  window.addEventListener('message', ({ source, data, ports: [port] }) => {
    if (source === window && data === windowMessages.enginePort && port) listener(port);
  });
}

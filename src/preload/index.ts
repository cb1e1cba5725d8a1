/** Puts one object into the sandboxed window; everything it does is ask the main process. */
import { contextBridge, ipcRenderer, webUtils } from 'electron';
import {
  droppedCall,
  droppedDataCall,
  windowMessages,
  type CallName,
  type CallReplies,
  type CallRequest,
  type Desktop,
} from '#shared/contract/desktop';
import type { Reply } from '#shared/contract/engine';

/** The path of a dropped file is known here alone; null when it is none on disk. */
async function askAbout<T>(file: object, call: string): Promise<Reply<T | null>> {
  const path = webUtils.getPathForFile(file as Parameters<typeof webUtils.getPathForFile>[0]);
  if (!path) return { ok: true, value: null };
  return ipcRenderer.invoke(call, { path }) as Promise<Reply<T>>;
}

const desktop: Desktop = {
  call<C extends CallName>(name: C, request: CallRequest<C>) {
    return ipcRenderer.invoke(name, request) as Promise<Reply<CallReplies[C]>>;
  },
  openDropped: (file) => askAbout(file, droppedCall),
  openDroppedData: (file) => askAbout(file, droppedDataCall),
  onEngineStopped: (listener) =>
    void ipcRenderer.on(windowMessages.engineStopped, () => {
      listener();
    }),
  onCloseAsked: (listener) =>
    void ipcRenderer.on(windowMessages.closeAsked, () => {
      listener();
    }),
};

contextBridge.exposeInMainWorld('layerloom', desktop);

// A port cannot cross the bridge as an argument; the window's own message event can carry it.
ipcRenderer.on(windowMessages.bytePort, ({ ports }, id: number) => {
  window.postMessage(`${windowMessages.bytePort} ${id}`, '*', ports);
});
ipcRenderer.on(windowMessages.enginePort, ({ ports }) => {
  window.postMessage(windowMessages.enginePort, '*', ports);
});

/** Puts one object into the sandboxed window. It asks the main process what the contract names, and nothing else. */
import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { isCallName, refuseUnknownCall } from '#shared/contract/calls';
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

/** Paths of the files of the last drop that have not been asked for; they are known here alone. */
let dropped = new Set<string>();

// Before any listener of the page, and only what the person did: a page makes events and files of its own, too.
window.addEventListener(
  'drop',
  ({ isTrusted, dataTransfer }) => {
    if (isTrusted) dropped = new Set(Array.from(dataTransfer?.files ?? [], pathOf));
  },
  { capture: true },
);

/** Empty for what is no file on disk. */
function pathOf(file: unknown): string {
  return file instanceof File ? webUtils.getPathForFile(file) : '';
}

async function askAbout<T>(file: object, call: string): Promise<Reply<T | null>> {
  const path = pathOf(file);
  if (!path || !dropped.delete(path)) return { ok: true, value: null };
  return ipcRenderer.invoke(call, { path }) as Promise<Reply<T>>;
}

const desktop: Desktop = {
  async call<C extends CallName>(name: C, request: CallRequest<C>) {
    if (!isCallName(name)) return refuseUnknownCall();
    return ipcRenderer.invoke(name, request) as Promise<Reply<CallReplies[C]>>;
  },
  openDropped: (file) => askAbout(file, droppedCall),
  openDroppedData: (file) => askAbout(file, droppedDataCall),
  onEngineStopped: (listener) =>
    void ipcRenderer.on(windowMessages.engineStopped, (_event, isGone: boolean) => {
      listener(isGone);
    }),
  onFileAsked: (listener) =>
    void ipcRenderer.on(windowMessages.fileAsked, () => {
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

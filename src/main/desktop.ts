/** Answers the window's calls: the sender is checked, the request parsed, and the reply is always a value. */
import {
  clipboard,
  ipcMain,
  MessageChannelMain,
  type BrowserWindow,
  type IpcMainInvokeEvent,
} from 'electron';
import * as v from 'valibot';
import {
  droppedCall,
  droppedDataCall,
  droppedRequest,
  requests,
  windowMessages,
  type CallName,
  type CallReplies,
  type CallRequest,
} from '#shared/contract/desktop';
import type { Reply } from '#shared/contract/engine';
import { fileMessages } from '#shared/messages/files';
import { problem } from '#shared/messages/problem';
import { serveBytes } from './byte-port';
import { listBundled, openData, readBundled, readData } from './data-sets';
import type { EngineHost } from './engine-host';
import type { Files } from './files';
import { listLessons, readLesson } from './lessons';
import { clearRecovery, readRecovery, setRecoveryAside, writeRecovery } from './recovery';

type Handlers = { [C in CallName]: (request: CallRequest<C>) => Promise<Reply<CallReplies[C]>> };

export function answerCalls(window: BrowserWindow, files: Files, engine: EngineHost): void {
  const handlers: Handlers = {
    'file.open': () => files.open(),
    'file.open-recent': ({ handle }) => files.openRecent(handle),
    'file.save': ({ handle, bytes }) => files.save(handle, bytes),
    'file.save-as': ({ name, kind, bytes }) => files.saveAs(name, kind, bytes),
    'file.recent': () => done(files.recent()),
    'lesson.list': async () => done(await listLessons()),
    'lesson.open': async ({ id }) => done(await readLesson(id)),
    'data.list': async () => done(await listBundled()),
    'data.bundled': async ({ id }) => done(await readBundled(id)),
    'data.open': () => openData(window),
    'clipboard.write': async ({ text }) => {
      await clipboard.writeText(text);
      return done(null);
    },
    'recovery.read': async () => done(await readRecovery(files)),
    'recovery.write': async (request) => done(await writeRecovery(files, request)),
    'recovery.set-aside': async () => done(await setRecoveryAside()),
    'recovery.clear': async () => done(await clearRecovery()),
    'bytes.connect': ({ id }) => {
      const { port1, port2 } = new MessageChannelMain();
      serveBytes(port1, (handle) => files.pathOf(handle));
      window.webContents.postMessage(windowMessages.bytePort, id, [port2]);
      return done(null);
    },
    'engine.connect': () => {
      engine.connect();
      return done(null);
    },
    'engine.restart': () => {
      engine.restart();
      return done(null);
    },
    'window.close': () => {
      window.destroy();
      return done(null);
    },
  };
  for (const name of Object.keys(requests) as CallName[]) {
    const reply = handlers[name] as (request: unknown) => Promise<Reply<unknown>>;
    ipcMain.handle(name, (event, request: unknown) =>
      guard(window, event, () => reply(v.parse(requests[name], request))),
    );
  }
  ipcMain.handle(droppedCall, (event, request: unknown) =>
    guard(window, event, async () => files.admit(v.parse(droppedRequest, request).path)),
  );
  ipcMain.handle(droppedDataCall, (event, request: unknown) =>
    guard(window, event, async () => readData(v.parse(droppedRequest, request).path)),
  );
}

/** Errors become a problem: nothing is thrown across the bridge. */
async function guard<T>(
  window: BrowserWindow,
  event: IpcMainInvokeEvent,
  reply: () => Promise<Reply<T>>,
): Promise<Reply<T>> {
  const isOwn = event.sender === window.webContents && event.senderFrame === window.webContents.mainFrame;
  if (!isOwn)
    return { ok: false, problem: problem('request-refused', { reason: fileMessages.cameFromElsewhere }) };
  try {
    return await reply();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { ok: false, problem: problem('request-refused', { reason }) };
  }
}

function done<T>(value: T): Promise<Reply<T>> {
  return Promise.resolve({ ok: true, value });
}

/** Answers the window's calls: the sender is checked, the request parsed, and the reply is always a value. */
import { join } from 'node:path';
import {
  clipboard,
  ipcMain,
  MessageChannelMain,
  type BrowserWindow,
  type IpcMainInvokeEvent,
} from 'electron';
import * as v from 'valibot';
import { systemProblem, type SystemProblemCode } from '#host/system-error';
import {
  droppedCall,
  droppedDataCall,
  droppedRequest,
  requests,
  windowMessages,
  type CallName,
  type CallReplies,
  type CallRequest,
  type Start,
} from '#shared/contract/desktop';
import type { ProviderId, Reply } from '#shared/contract/engine';
import { fileMessages } from '#shared/messages/files';
import { isProblem, problem, type Problem } from '#shared/messages/problem';
import type { AskedFiles } from './asked-files';
import { serveBytes, type Places } from './byte-port';
import { readFolder } from './bundled-folders';
import type { Kept } from './kept';
import { admitRows, chooseData, listBundled } from './data-sets';
import type { Dialogs } from './dialogs';
import type { EngineHost } from './engine-host';
import type { Files } from './files';
import { dataFolder, type Lessons } from './lessons';
import type { RecoveryFolder } from './recovery';

type Handlers = { [C in CallName]: (request: CallRequest<C>) => Promise<Reply<CallReplies[C]>> };

interface Parts {
  readonly window: BrowserWindow;
  readonly dialogs: Dialogs;
  readonly files: Files;
  readonly asked: AskedFiles;
  readonly recovery: RecoveryFolder;
  readonly engine: EngineHost;
  /** Why networks do not run there; undefined where they do. */
  readonly probe: (provider: ProviderId) => Promise<Problem | undefined>;
  readonly kept: Kept;
  /** What there is to know at the start, beside what was kept. */
  readonly start: Omit<Start, 'kept'>;
  readonly lessons: Lessons;
  /** The folder of lessons and data sets that come with the app. */
  readonly models: string;
}

export function answerCalls(parts: Parts): void {
  const { window, dialogs, files, asked, recovery, engine, kept, lessons, models } = parts;
  const sets = join(models, dataFolder);
  const places: Places = {
    fileOf: (handle) => files.handles.take(handle, 'model', 'document', 'part', 'rows'),
    write: (target, pieces) =>
      'part' in target
        ? orProblem(recovery.writePart(target.part, pieces), 'recovery-not-written', recovery.folder)
        : files.save({ ...target, content: pieces }),
    keep: (work) => orProblem(recovery.keep(work), 'recovery-not-written', recovery.folder),
  };
  const handlers: Handlers = {
    'start.read': async () => startOf(parts),
    'kept.write': ({ name, text }) => kept.write(name, text),
    'kept.set-aside': ({ name }) => kept.setAside(name),
    'file.open': () => files.open(),
    'file.open-recent': ({ handle }) => files.openRecent(handle),
    'file.open-asked': async () => {
      const path = asked.take();
      return path === undefined ? done(null) : files.admit(path);
    },
    'file.choose': (request) => files.choose(request),
    'file.save-as': (request) => files.saveAs(request),
    'file.compare': ({ handle }) => files.compare(handle),
    'file.reload': ({ handle }) => files.reload(handle),
    'file.recent': () => done(files.recent()),
    'lesson.list': () => orProblem(lessons.list(), 'file-unreadable', models),
    'lesson.open': ({ id }) => orProblem(lessons.read(id), 'file-unreadable', id),
    'data.list': () => orProblem(listBundled(sets), 'file-unreadable', sets),
    'data.bundled': ({ id }) => orProblem(readFolder(join(sets, id)), 'file-unreadable', id),
    'data.open': async (request) => done(await chooseData(request, dialogs, files.handles)),
    'clipboard.write': async ({ text }) => {
      await clipboard.writeText(text);
      return done(null);
    },
    'clipboard.act': ({ what }) => {
      window.webContents[what]();
      return done(null);
    },
    'recovery.read': () => orProblem(recovery.read(), 'recovery-unreadable', recovery.folder),
    'recovery.set-aside': () => orProblem(recovery.setAside(), 'recovery-not-written', recovery.folder),
    'recovery.clear': () => orProblem(recovery.clear(), 'recovery-not-cleared', recovery.folder),
    'bytes.connect': ({ id }) => {
      const { port1, port2 } = new MessageChannelMain();
      serveBytes(port1, places);
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
    'provider.probe': async ({ provider }) => {
      const found = await parts.probe(provider);
      return found ? { ok: false, problem: found } : done(null);
    },
    'window.zoom': ({ factor }) => {
      window.webContents.setZoomFactor(factor);
      return done(null);
    },
    'window.full-screen': () => {
      window.setFullScreen(!window.isFullScreen());
      return done(null);
    },
    'window.close': async () => {
      await recovery.tidy().finally(() => {
        window.destroy();
      });
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
    guard(window, event, () => done(admitRows(v.parse(droppedRequest, request).path, files.handles))),
  );
}

async function startOf({ kept, start }: Parts): Promise<Reply<Start>> {
  const { texts, problems } = await kept.read();
  return done({ ...start, kept: texts, problems: [...start.problems, ...problems] });
}

/** What the system may refuse is a problem that says so; only a fault of the app is thrown. */
async function orProblem<T>(
  asked: Promise<T | Problem>,
  code: SystemProblemCode,
  file: string,
): Promise<Reply<T>> {
  try {
    const value = await asked;
    return isProblem(value) ? { ok: false, problem: value } : { ok: true, value };
  } catch (error) {
    return { ok: false, problem: systemProblem(error, code, file) };
  }
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

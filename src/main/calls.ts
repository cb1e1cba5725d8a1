/** What main answers the window: each request is parsed, and the reply is always a value. */
import { join } from 'node:path';
import * as v from 'valibot';
import { systemProblem, type SystemProblemCode } from '#host/system-error';
import {
  droppedCall,
  droppedDataCall,
  droppedRequest,
  requests,
  type CallName,
  type CallReplies,
  type CallRequest,
  type Start,
} from '#shared/contract/desktop';
import type { ProviderId, Reply } from '#shared/contract/engine';
import { isProblem, problem, type Problem } from '#shared/messages/problem';
import type { AskedFiles } from './asked-files';
import type { Places } from './byte-port';
import { readFolder } from './bundled-folders';
import type { Kept } from './kept';
import { admitRows, chooseData, listBundled } from './data-sets';
import type { Dialogs } from './dialogs';
import type { EngineHost } from './engine-host';
import type { Files } from './files';
import { dataFolder, type Lessons } from './lessons';
import type { RecoveryFolder } from './recovery';

/** What of the window the answers need. */
export interface CallWindow {
  /** Hands it a port, told by its id, by which a worker reads and writes there. */
  connectBytes(id: number, places: Places): void;
  /** As the key of the clipboard does. */
  actOnClipboard(what: CallRequest<'clipboard.act'>['what']): void;
  /** Everything in it so much larger or smaller. */
  zoom(factor: number): void;
  /** To it and back. */
  toggleFullScreen(): void;
  /** Without asking anyone. */
  destroy(): void;
}

export interface CallParts {
  readonly window: CallWindow;
  readonly clipboard: { writeText(text: string): void | Promise<void> };
  readonly dialogs: Dialogs;
  readonly files: Files;
  readonly asked: AskedFiles;
  readonly recovery: RecoveryFolder;
  readonly engine: Pick<EngineHost, 'connect' | 'restart'>;
  /** Why networks do not run there; undefined where they do. */
  readonly probe: (provider: ProviderId) => Promise<Problem | undefined>;
  readonly kept: Kept;
  /** What there is to know at the start, beside what was kept. */
  readonly start: Omit<Start, 'kept'>;
  readonly lessons: Lessons;
  /** The folder of lessons and data sets that come with the app. */
  readonly models: string;
}

type Handlers = { [C in CallName]: (request: CallRequest<C>) => Promise<Reply<CallReplies[C]>> };
export type Answer = (request: unknown) => Promise<Reply<unknown>>;

/** By the name of the call; those about dropped files are only the preload's to make. Nothing is thrown. */
export function answersOf(parts: CallParts): ReadonlyMap<string, Answer> {
  const { files } = parts;
  const handlers = handlersOf(parts);
  const answers = (Object.keys(requests) as CallName[]).map((name): [string, Answer] => {
    const reply = handlers[name] as (request: unknown) => Promise<Reply<unknown>>;
    return [name, parsed(requests[name], reply)];
  });
  return new Map([
    ...answers,
    [droppedCall, parsed(droppedRequest, ({ path }) => files.admit(path))],
    [droppedDataCall, parsed(droppedRequest, ({ path }) => done(admitRows(path, files.handles)))],
  ]);
}

function handlersOf(parts: CallParts): Handlers {
  const { window, clipboard, dialogs, files, asked, recovery, engine, kept, lessons, models } = parts;
  const sets = join(models, dataFolder);
  const places: Places = {
    fileOf: (handle) => files.handles.take(handle, 'model', 'document', 'part', 'rows'),
    write: (target, pieces) =>
      'part' in target
        ? orProblem(recovery.writePart(target.part, pieces), 'recovery-not-written', recovery.folder)
        : files.save({ ...target, content: pieces }),
    keep: (work) => orProblem(recovery.keep(work), 'recovery-not-written', recovery.folder),
  };
  return {
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
      window.actOnClipboard(what);
      return done(null);
    },
    'recovery.read': () => orProblem(recovery.read(), 'recovery-unreadable', recovery.folder),
    'recovery.set-aside': () => orProblem(recovery.setAside(), 'recovery-not-written', recovery.folder),
    'recovery.clear': () => orProblem(recovery.clear(), 'recovery-not-cleared', recovery.folder),
    'bytes.connect': ({ id }) => {
      window.connectBytes(id, places);
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
      window.zoom(factor);
      return done(null);
    },
    'window.full-screen': () => {
      window.toggleFullScreen();
      return done(null);
    },
    'window.close': async () => {
      await recovery.tidy().finally(() => {
        window.destroy();
      });
      return done(null);
    },
  };
}

async function startOf({ kept, start }: CallParts): Promise<Reply<Start>> {
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
function parsed<S extends v.GenericSchema>(
  schema: S,
  reply: (request: v.InferOutput<S>) => Promise<Reply<unknown>>,
): Answer {
  return async (request) => {
    try {
      return await reply(v.parse(schema, request));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return { ok: false, problem: problem('request-refused', { reason }) };
    }
  };
}

function done<T>(value: T): Promise<Reply<T>> {
  return Promise.resolve({ ok: true, value });
}

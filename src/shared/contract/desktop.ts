/** What the window asks of the desktop around it: files, lessons, recovery. Requests are checked by these schemas. */
import * as v from 'valibot';
import type { Card } from '../data/source';
import type { Problem } from '../messages/problem';
import type { CallName } from './calls';
import { providerId, type Reply } from './engine';

const bytes = v.instance(Uint8Array);
/** Stands for a path the person chose; paths themselves never reach the window. */
const handle = v.pipe(v.string(), v.uuid());
/** As long as a system's names may be. */
export const fileName = v.pipe(v.string(), v.minLength(1), v.maxLength(255));
/** What a file is to be called; no name of a file yet. */
const title = v.pipe(v.string(), v.maxLength(10_000));
const nothing = v.undefined();

/** By their extensions: a model, a network written out, and numbers of it. */
const exportKinds = ['onnx', 'py', 'onnxtxt', 'tex', 'npy'] as const;
export type ExportKind = (typeof exportKinds)[number];
export type FileKind = ExportKind | 'loom';

/** Rows to learn from, or the numbers of one tensor. */
const dataKinds = ['rows', 'array'] as const;

/** What of a file on disk a person may decide to replace it despite. */
export const overwritable = ['changed', 'removed', 'read-only'] as const;
/** How an open file is not as it was left on disk: another program's doing, or a file that is protected. */
export type Difference = (typeof overwritable)[number] | 'not-a-file';

/** What is kept between starts, by what it is: a small text each. */
export const keptNames = ['settings', 'practice', 'blocks'] as const;
export type KeptName = (typeof keptNames)[number];

export const requests = {
  /** What the window has to know before anything is drawn. */
  'start.read': nothing,
  'kept.write': v.object({ name: v.picklist(keptNames), text: v.pipe(v.string(), v.maxLength(50_000_000)) }),
  /** It is damaged: it stays under a name of its own, and anew begins what was called so. */
  'kept.set-aside': v.object({ name: v.picklist(keptNames) }),
  'file.open': nothing,
  'file.open-recent': v.object({ handle }),
  /** What the system asked the app to open. */
  'file.open-asked': nothing,
  /** Where to save a network, which a worker then writes there. */
  'file.choose': v.object({ name: title }),
  'file.save-as': v.object({ name: title, kind: v.picklist(exportKinds), bytes }),
  'file.compare': v.object({ handle }),
  'file.reload': v.object({ handle }),
  'file.recent': nothing,
  'lesson.list': nothing,
  'lesson.open': v.object({ id: fileName }),
  'data.list': nothing,
  'data.bundled': v.object({ id: v.pipe(v.string(), v.regex(/^[\w-]+$/)) }),
  'data.open': v.object({ as: v.picklist(dataKinds) }),
  'clipboard.write': v.object({ text: v.pipe(v.string(), v.maxLength(100_000_000)) }),
  /** As its key does: the window may not look at the clipboard unasked. */
  'clipboard.act': v.object({ what: v.picklist(['copy', 'cut', 'paste']) }),
  'recovery.read': nothing,
  'recovery.set-aside': nothing,
  'recovery.clear': nothing,
  /** A worker's port for the bytes of files comes as a message that names the same id. */
  'bytes.connect': v.object({ id: v.pipe(v.number(), v.integer()) }),
  'engine.connect': nothing,
  'engine.restart': nothing,
  /** Tries whether networks run there. */
  'provider.probe': v.object({ provider: providerId }),
  /** How large everything in the window is drawn. */
  'window.zoom': v.object({ factor: v.pipe(v.number(), v.minValue(0.5), v.maxValue(4)) }),
  /** To it and back. */
  'window.full-screen': nothing,
  'window.close': nothing,
} as const satisfies Record<CallName, v.GenericSchema>;
export type { CallName };
export type CallRequest<C extends CallName> = v.InferOutput<(typeof requests)[C]>;

/** A file the person chose; a worker reads it over its own port. */
export interface ChosenFile {
  readonly handle: string;
  readonly name: string;
}
export interface OpenedFile extends ChosenFile {
  /** A network's own file, which may be saved back; any other is only read. */
  readonly isOwn: boolean;
}
/** Where the person wants a network to be. */
export interface ChosenFile {
  readonly handle: string;
  readonly name: string;
}
export interface RecentFile {
  readonly handle: string;
  readonly name: string;
  readonly folder: string;
}
/** What comes with the app, in order, and what is wrong with what had to be left out. */
export interface Listed<T> {
  readonly entries: readonly T[];
  readonly problems: readonly Problem[];
}
export interface LessonEntry {
  readonly id: string;
  readonly title: string;
  readonly minutes: number;
  readonly order: number;
}
/** A data set that comes with the app. */
export interface BundledEntry extends Card {
  readonly id: string;
}
/** A piece of a file; a worker reads it, and holds it against its hash. */
export interface Part {
  readonly hash: string;
  readonly handle: string;
}
/** Work that was not saved when the app ended: the files in its .loom by name, or all of it in one as earlier versions did. */
export interface Recovery {
  readonly files?: ReadonlyMap<string, readonly Part[]>;
  readonly whole?: string;
  readonly name: string | null;
  readonly handle: string | null;
  /** Milliseconds since 1970. */
  readonly savedAt: number;
}

/** What was kept, what an administrator decided, and what is wrong with either. */
export interface Start {
  readonly kept: ReadonlyMap<KeptName, string>;
  /** Modes that nobody sees, by name. */
  readonly modesLeftOut: readonly string[];
  readonly problems: readonly Problem[];
}

export interface CallReplies {
  'start.read': Start;
  'kept.write': null;
  'kept.set-aside': { readonly file: string; readonly name: string };
  'file.open': OpenedFile | null;
  'file.open-recent': OpenedFile;
  'file.open-asked': OpenedFile | null;
  'file.choose': ChosenFile | null;
  /** What was written is not written again. */
  'file.save-as': Pick<ChosenFile, 'name'> | null;
  /** How the file on disk differs from what was opened or saved last. */
  'file.compare': Difference | null;
  'file.reload': OpenedFile;
  'file.recent': readonly RecentFile[];
  'lesson.list': Listed<LessonEntry>;
  'lesson.open': ReadonlyMap<string, Uint8Array>;
  'data.list': Listed<BundledEntry>;
  'data.bundled': ReadonlyMap<string, Uint8Array>;
  'data.open': ChosenFile | null;
  'clipboard.write': null;
  'clipboard.act': null;
  'recovery.read': Recovery | null;
  /** Where the work that could not be opened lies now. */
  'recovery.set-aside': string;
  'recovery.clear': null;
  'bytes.connect': null;
  'engine.connect': null;
  'engine.restart': null;
  /** It runs; else the problem says why not. */
  'provider.probe': null;
  'window.zoom': null;
  'window.full-screen': null;
  'window.close': null;
}

/** The one object the preload puts into the window. */
export interface Desktop {
  call<C extends CallName>(name: C, request: CallRequest<C>): Promise<Reply<CallReplies[C]>>;
  /** A file the person dropped on the window last, once; null for any other, and for one that is not on disk. */
  openDropped(file: object): Promise<Reply<OpenedFile | null>>;
  /** The same, as rows to learn from. */
  openDroppedData(file: object): Promise<Reply<ChosenFile | null>>;
  /** The engine's process ended and another takes its place, but where it is gone: then `engine.connect` tries again. */
  onEngineStopped(listener: (isGone: boolean) => void): void;
  /** The system asks for a file to be opened; `file.open-asked` hands it out. */
  onFileAsked(listener: () => void): void;
  /** Someone wants the window closed; it closes on `window.close`. */
  onCloseAsked(listener: () => void): void;
}

/** Sent from the main process to the window, beside the replies. */
export const windowMessages = {
  enginePort: 'engine.port',
  bytePort: 'bytes.port',
  engineStopped: 'engine.stopped',
  fileAsked: 'file.asked',
  closeAsked: 'window.close-asked',
} as const;

/** For a path the preload took from a dropped file. */
export const droppedCall = 'file.open-dropped';
export const droppedDataCall = 'data.open-dropped';
export const droppedRequest = v.object({ path: v.pipe(v.string(), v.minLength(1), v.maxLength(4096)) });

/** Files the person chose: the only paths the app reads or writes, known to the window by handle alone. */
import { basename, dirname, join } from 'node:path';
import type { FileFilter } from 'electron';
import { compareFile, Identifying, isReadOnly, statIfThere, type Content } from '#host/file-identity';
import { systemProblem } from '#host/system-error';
import { writeAtomically } from '#host/write-atomically';
import type { Written } from '#shared/contract/bytes';
import type { CallReplies, CallRequest, Difference, FileKind, OpenedFile } from '#shared/contract/desktop';
import type { Reply } from '#shared/contract/engine';
import { fileKinds, fileMessages } from '#shared/messages/files';
import { fill } from '#shared/messages/fill';
import { isProblem, problem, type Problem } from '#shared/messages/problem';
import type { Dialogs } from './dialogs';
import { fileNameOf, hasExtension, withExtension } from './file-names';
import { Handles, type KnownFile } from './handles';
import { lookAtNetwork } from './reading';
import { RecentFiles } from './recent-files';

const kinds: Record<FileKind, FileFilter> = {
  loom: { name: fileKinds.loom, extensions: ['loom'] },
  onnx: { name: fileKinds.onnx, extensions: ['onnx'] },
  py: { name: fileKinds.py, extensions: ['py'] },
  onnxtxt: { name: fileKinds.onnxtxt, extensions: ['onnxtxt'] },
  tex: { name: fileKinds.tex, extensions: ['tex'] },
  npy: { name: fileKinds.npy, extensions: ['npy'] },
};

/** What can be opened. */
const networks: FileFilter = {
  name: fileKinds.networks,
  extensions: [...kinds.loom.extensions, ...kinds.onnx.extensions],
};

/** The buttons of the question about a file that is there, in their order; the first is what Escape means. */
const answers = ['cancel', 'chooseAnother', 'replace'] as const;

interface Saving {
  readonly handle: string;
  readonly content: Content;
  /** What the person was asked about and wants it saved all the same. */
  readonly despite?: readonly Difference[];
}

interface Parts {
  readonly dialogs: Dialogs;
  /** Of the app's own files. */
  readonly profile: string;
  /** Where a first file is proposed. */
  readonly documents: string;
  readonly write?: typeof writeAtomically;
  readonly handles?: Handles;
}

export class Files {
  readonly handles: Handles;
  readonly #dialogs: Dialogs;
  readonly #recent: RecentFiles;
  readonly #documents: string;
  readonly #write: typeof writeAtomically;
  /** The one last used. */
  #folder: string | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor({ dialogs, profile, documents, write = writeAtomically, handles = new Handles() }: Parts) {
    this.handles = handles;
    this.#dialogs = dialogs;
    this.#recent = new RecentFiles(profile);
    this.#documents = documents;
    this.#write = write;
  }

  start(): Promise<void> {
    return this.#recent.start();
  }

  /** Null when the person cancels. */
  async open(): Promise<Reply<OpenedFile | null>> {
    const path = await this.#dialogs.open({
      defaultPath: this.#usualFolder,
      properties: ['openFile'],
      filters: [networks, kinds.loom, kinds.onnx],
    });
    return path === undefined ? { ok: true, value: null } : this.admit(path);
  }

  async openRecent(handle: string): Promise<Reply<OpenedFile>> {
    return this.admit(this.handles.take(handle, 'recent').path);
  }

  /** What is on disk now, in place of what was opened. */
  async reload(handle: string): Promise<Reply<OpenedFile>> {
    return this.admit(this.handles.take(handle, 'document').path);
  }

  /** A file that can be opened gets a handle, by which a worker reads it. */
  async admit(path: string): Promise<Reply<OpenedFile>> {
    const found = await lookAtNetwork(path);
    if (isProblem(found)) return { ok: false, problem: found };
    this.#folder = dirname(path);
    await this.#recent.add(path);
    // Saving writes a network: any other file stays as it is.
    const isOwn = hasExtension(path, '.loom');
    const handle = this.handles.give(isOwn ? 'document' : 'model', { path });
    return { ok: true, value: { handle, name: basename(path), isOwn } };
  }

  save({ handle, content, despite = [] }: Saving): Promise<Written> {
    return this.#inTurn(() => this.#saveBack(handle, content, despite));
  }

  compare(handle: string): Promise<Reply<CallReplies['file.compare']>> {
    return this.#inTurn(() => this.#compare(handle));
  }

  /** One after the other: the file that was saved last is no other program's doing. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work);
    this.#last = Promise.allSettled([done]);
    return done;
  }

  async #compare(handle: string): Promise<Reply<CallReplies['file.compare']>> {
    const file = this.handles.take(handle, 'document');
    try {
      return { ok: true, value: (await differenceOf(file)) ?? null };
    } catch (error) {
      return { ok: false, problem: systemProblem(error, 'file-unreadable', basename(file.path)) };
    }
  }

  /** Where a network is to be, which is then saved there; nothing is written yet. Null when the person cancels. */
  async choose({ name }: CallRequest<'file.choose'>): Promise<Reply<CallReplies['file.choose']>> {
    const path = await this.#choosePath(name, 'loom');
    if (isProblem(path)) return { ok: false, problem: path };
    if (path === undefined) return { ok: true, value: null };
    const handle = this.handles.give('document', { path, isChosen: true });
    return { ok: true, value: { handle, name: basename(path) } };
  }

  /** What is exported stays as it is. Null when the person cancels. */
  async saveAs({
    name,
    kind,
    bytes,
  }: CallRequest<'file.save-as'>): Promise<Reply<CallReplies['file.save-as']>> {
    const path = await this.#choosePath(name, kind);
    if (isProblem(path)) return { ok: false, problem: path };
    if (path === undefined) return { ok: true, value: null };
    try {
      await this.#write(path, bytes);
    } catch (error) {
      return { ok: false, problem: systemProblem(error, 'file-not-written', basename(path)) };
    }
    this.#folder = dirname(path);
    return { ok: true, value: { name: basename(path) } };
  }

  recent(): CallReplies['file.recent'] {
    return this.#recent.paths.map((path) => ({
      handle: this.handles.give('recent', { path }),
      name: basename(path),
      folder: dirname(path),
    }));
  }

  async #saveBack(handle: string, content: Content, despite: readonly Difference[]): Promise<Written> {
    const file = this.handles.take(handle, 'document');
    const undecided = async (): Promise<Difference | undefined> => {
      if (file.isChosen) return undefined;
      const found = await differenceOf(file);
      if (found && !despite.includes(found)) return found;
      return !despite.includes('read-only') && (await isReadOnly(file.path)) ? 'read-only' : undefined;
    };
    const identifying = new Identifying();
    try {
      // Asked again once all is written: another computer may be quicker.
      const written =
        (await undecided()) ?? (await this.#write(file.path, identifying.through(content), undecided));
      if (typeof written === 'string') return { ok: true, value: written };
      file.identity = identifying.end(written);
    } catch (error) {
      return { ok: false, problem: systemProblem(error, 'file-not-written', basename(file.path)) };
    }
    if (file.isChosen) {
      file.isChosen = false;
      this.#folder = dirname(file.path);
      await this.#recent.add(file.path);
    }
    return { ok: true, value: null };
  }

  /**
   * The dialog asks about what was typed; a name that becomes another by its extension, and a file that is read-only,
   * are asked about here. Undefined when the person cancels.
   */
  async #choosePath(name: string, kind: FileKind): Promise<string | undefined | Problem> {
    const extension = `.${kind}`;
    let defaultPath = join(this.#usualFolder, fileNameOf(name) + extension);
    for (;;) {
      const typed = await this.#dialogs.save({ defaultPath, filters: [kinds[kind]] });
      if (typed === undefined) return undefined;
      const path = withExtension(typed, extension);
      const file = basename(path);
      try {
        const answer = await this.#mayTake(path, path !== typed);
        if (answer === 'cancel') return undefined;
        if (answer === 'replace') {
          const before = await statIfThere(path);
          return before && !before.isFile() ? problem('file-not-regular', { file }) : path;
        }
      } catch (error) {
        return systemProblem(error, 'file-not-written', file);
      }
      defaultPath = path;
    }
  }

  async #mayTake(path: string, isUnasked: boolean): Promise<(typeof answers)[number]> {
    const isProtected = await isReadOnly(path);
    if (!isProtected && !(isUnasked && (await statIfThere(path)))) return 'replace';
    const name = basename(path);
    const response = await this.#dialogs.ask({
      type: 'question',
      message: fill(isProtected ? fileMessages.isProtected : fileMessages.isThere, { name }),
      detail: fill(isProtected ? fileMessages.isProtectedWhy : fileMessages.isThereWhy, {
        folder: dirname(path),
      }),
      buttons: answers.map((answer) => fileMessages[answer]),
      defaultId: answers.indexOf('cancel'),
      cancelId: answers.indexOf('cancel'),
      noLink: true,
    });
    return answers[response] ?? 'cancel';
  }

  get #usualFolder(): string {
    const [last] = this.#recent.paths;
    return this.#folder ?? (last === undefined ? this.#documents : dirname(last));
  }
}

/** Where nobody knows what the file was, any that is there may be another's. */
async function differenceOf(file: KnownFile): Promise<Difference | undefined> {
  if (!file.identity) return (await statIfThere(file.path)) ? 'changed' : 'removed';
  const found = await compareFile(file.path, file.identity);
  if (typeof found === 'string') return found;
  file.identity = found;
  return undefined;
}

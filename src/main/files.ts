/** Files the person chose: the only paths the app reads or writes, known to the window by handle alone. */
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { app, dialog, type BrowserWindow, type FileFilter } from 'electron';
import * as v from 'valibot';
import type { FileKind, OpenedFile, RecentFile } from '#shared/contract/desktop';
import type { Reply } from '#shared/contract/engine';
import { fileKinds } from '#shared/messages/files';
import { isProblem, problem } from '#shared/messages/problem';
import { reasonOf, sizeOfFile } from './reading';
import { writeAtomically } from './write-atomically';

const recentLimit = 8;
const kinds: Record<FileKind, FileFilter> = {
  loom: { name: fileKinds.loom, extensions: ['loom'] },
  onnx: { name: fileKinds.onnx, extensions: ['onnx'] },
  py: { name: fileKinds.py, extensions: ['py'] },
  onnxtxt: { name: fileKinds.onnxtxt, extensions: ['onnxtxt'] },
  tex: { name: fileKinds.tex, extensions: ['tex'] },
};

/** What can be opened. */
const networks: FileFilter = {
  name: fileKinds.networks,
  extensions: [...kinds.loom.extensions, ...kinds.onnx.extensions],
};

export class Files {
  readonly #window: BrowserWindow;
  readonly #paths = new Map<string, string>();
  #recent: string[] = [];

  constructor(window: BrowserWindow) {
    this.#window = window;
  }

  /** Reads the list of recent files; a missing or damaged list is an empty one. */
  async start(): Promise<void> {
    try {
      this.#recent = v.parse(v.array(v.string()), JSON.parse(await readFile(this.#recentFile, 'utf8')));
    } catch {
      this.#recent = [];
    }
  }

  /** Null when the person cancels. */
  async open(): Promise<Reply<OpenedFile | null>> {
    const { filePaths } = await dialog.showOpenDialog(this.#window, {
      properties: ['openFile'],
      filters: [networks, kinds.loom, kinds.onnx],
    });
    const [path] = filePaths;
    return path === undefined ? { ok: true, value: null } : this.admit(path);
  }

  async openRecent(handle: string): Promise<Reply<OpenedFile>> {
    return this.admit(this.pathOf(handle));
  }

  /** A file that can be opened gets a handle, by which a worker reads it. */
  async admit(path: string): Promise<Reply<OpenedFile>> {
    const size = await sizeOfFile(path, true);
    if (isProblem(size)) return { ok: false, problem: size };
    await this.#remember(path);
    return { ok: true, value: { handle: this.handleOf(path), name: basename(path) } };
  }

  async save(handle: string, bytes: Uint8Array): Promise<Reply<null>> {
    return this.#write(this.pathOf(handle), bytes);
  }

  /** Null when the person cancels. */
  async saveAs(name: string, kind: FileKind, bytes: Uint8Array): Promise<Reply<OpenedFile | null>> {
    const extension = `.${kind}`;
    const { filePath } = await dialog.showSaveDialog(this.#window, {
      defaultPath: name.replace(/[\\/:*?"<>|]/g, ' ') + extension,
      filters: [kinds[kind]],
    });
    if (!filePath) return { ok: true, value: null };
    const path = extname(filePath) ? filePath : filePath + extension;
    const written = await this.#write(path, bytes);
    if (!written.ok) return written;
    if (kind === 'loom') await this.#remember(path);
    return { ok: true, value: { handle: this.handleOf(path), name: basename(path) } };
  }

  recent(): readonly RecentFile[] {
    return this.#recent.map((path) => ({
      handle: this.handleOf(path),
      name: basename(path),
      folder: dirname(path),
    }));
  }

  async #write(path: string, bytes: Uint8Array): Promise<Reply<null>> {
    try {
      await writeAtomically(path, bytes);
      return { ok: true, value: null };
    } catch (error) {
      const values = { file: basename(path), reason: reasonOf(error) };
      return { ok: false, problem: problem('file-not-written', values) };
    }
  }

  async #remember(path: string): Promise<void> {
    this.#recent = [path, ...this.#recent.filter((other) => other !== path)].slice(0, recentLimit);
    await writeAtomically(this.#recentFile, JSON.stringify(this.#recent));
  }

  get #recentFile(): string {
    return join(app.getPath('userData'), 'recent.json');
  }

  /** The same path has the same handle as long as the app runs. */
  handleOf(path: string): string {
    for (const [handle, known] of this.#paths) if (known === path) return handle;
    const handle = randomUUID();
    this.#paths.set(handle, path);
    return handle;
  }

  /** Errors: RangeError for a handle this app never gave. */
  pathOf(handle: string): string {
    const path = this.#paths.get(handle);
    if (path === undefined) throw new RangeError('no such handle');
    return path;
  }
}

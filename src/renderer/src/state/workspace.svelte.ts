/** Which file the document is, and opening, saving and recovering it. */
import type { CallName, LessonEntry, OpenedFile, RecentFile } from '#shared/contract/desktop';
import type { Reply } from '#shared/contract/engine';
import { emptyDocument, type Document } from '#shared/document/document';
import { decodeDocument, zipDocument, type DocumentFiles } from '#shared/document/file-format';
import { decodeLesson, type Lesson } from '#shared/lesson/lesson';
import { fileMessages } from '#shared/messages/files';
import { fill } from '#shared/messages/fill';
import { isProblem, type Problem } from '#shared/messages/problem';
import { readQuestions, type AuthoredQuestion } from '#shared/quiz/authored';
import { fromNetwork, type OpenedDocument } from '../background/open-document';
import { desktop } from '../bridge';
import type { Background } from './background.svelte';
import { withRows } from './bundled';
import type { Editor } from './editor.svelte';
import type { Notices } from './notices.svelte';
import { SavedFile } from './saved-file.svelte';
import type { Tracer } from './tracer.svelte';
import type { View } from './view.svelte';

const autosaveMs = 400;

/** Where a document came from. */
interface Origin {
  readonly handle?: string | null;
  readonly name?: string | null;
  readonly lesson?: LessonEntry;
  readonly isSaved?: boolean;
}

export class Workspace {
  readonly #editor: Editor;
  readonly #tracer: Tracer;
  readonly #notices: Notices;
  readonly #view: View;
  readonly #background: Background;
  readonly file: SavedFile;
  /** Clears what belonged to the document before. */
  readonly #forget: () => void;
  #handle: string | null = null;
  #autosave: ReturnType<typeof setTimeout> | undefined;
  #kept = Promise.resolve(true);

  /** Of the file; null for one that was never saved. */
  fileName = $state<string | null>(null);
  lesson = $state.raw<LessonEntry | undefined>();
  /** The open lesson's text. */
  guide = $state.raw<Lesson | undefined>();
  /** The open lesson's own questions. */
  questions = $state.raw<readonly AuthoredQuestion[]>([]);
  lessons = $state.raw<readonly LessonEntry[]>([]);
  recent = $state.raw<readonly RecentFile[]>([]);
  /** What to do once the person has said what becomes of unsaved work. */
  pending = $state.raw<(() => Promise<void>) | undefined>();

  constructor(
    editor: Editor,
    tracer: Tracer,
    notices: Notices,
    view: View,
    background: Background,
    forget: () => void,
  ) {
    this.#editor = editor;
    this.#tracer = tracer;
    this.#notices = notices;
    this.file = new SavedFile(notices);
    this.#view = view;
    this.#background = background;
    this.#forget = forget;
  }

  /** Brings back unsaved work, else the first lesson. */
  async start(): Promise<void> {
    const [lessons, recovery] = await Promise.all([
      desktop.call('lesson.list', undefined),
      desktop.call('recovery.read', undefined),
    ]);
    if (lessons.ok) this.lessons = lessons.value.entries;
    for (const found of lessons.ok ? lessons.value.problems : [lessons.problem]) this.#notices.report(found);
    void this.#refreshRecent();
    if (!recovery.ok) this.#notices.report(recovery.problem);
    if (recovery.ok && recovery.value) {
      const { bytes, name, handle, savedAt } = recovery.value;
      const opened = fromNetwork(bytes, name ?? fileMessages.unsavedNetwork);
      if (isProblem(opened)) this.#notices.report(opened);
      else {
        await this.#openDocument(opened.document, { handle, name, isSaved: false });
        const time = new Date(savedAt).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
        this.#notices.say(fill(fileMessages.recovered, { time }));
        return;
      }
      const aside = await desktop.call('recovery.set-aside', undefined);
      if (aside.ok) this.#notices.say(fill(fileMessages.setAside, { name: aside.value }));
      else this.#notices.report(aside.problem);
    }
    const [first] = this.lessons;
    if (first) await this.#openLesson(first);
  }

  /** Asks first when work would be lost. */
  async replace(next: () => Promise<void>): Promise<void> {
    if (this.#editor.isChanged) this.pending = next;
    else await next();
  }

  createNew = (): Promise<void> =>
    this.replace(async () => {
      await this.#openDocument(emptyDocument, {});
    });

  openLesson = (lesson: LessonEntry): Promise<void> => this.replace(() => this.#openLesson(lesson));

  open = (): Promise<void> =>
    this.replace(async () => {
      await this.#take(await desktop.call('file.open', undefined));
    });

  openRecent = ({ handle }: RecentFile): Promise<void> =>
    this.replace(async () => {
      await this.#take(await desktop.call('file.open-recent', { handle }));
    });

  openDropped = (file: File): Promise<void> =>
    this.replace(async () => {
      await this.#take(await desktop.openDropped(file));
    });

  /** Answers whether the document is on disk now. */
  save = async (): Promise<boolean> => {
    const handle = this.#handle;
    if (handle === null) return this.saveAs();
    const document = this.#editor.document;
    const reply = await this.file.save(handle, zipDocument(document));
    if (!reply.ok) return this.#failed(reply.problem);
    if (reply.value === 'save-as') return this.saveAs();
    if (reply.value === 'reload') return this.#reload(handle);
    if (reply.value === undefined) this.#markSaved(document);
    return reply.value === undefined;
  };

  saveAs = async (): Promise<boolean> => {
    const document = this.#editor.document;
    const reply = await desktop.call('file.save-as', {
      name: document.title,
      kind: 'loom',
      bytes: zipDocument(document),
    });
    if (!reply.ok) return this.#failed(reply.problem);
    if (!reply.value) return false;
    this.#handle = reply.value.handle;
    this.fileName = reply.value.name;
    this.lesson = undefined;
    this.guide = undefined;
    this.questions = [];
    this.#markSaved(document);
    await this.#refreshRecent();
    return true;
  };

  /** Call when the person comes back to the window: another program may have changed the file. */
  look = async (): Promise<void> => {
    const [handle, name] = [this.#handle, this.fileName];
    if (handle === null || name === null) return;
    const reload = (): void =>
      void this.replace(async () => {
        await this.#reload(handle);
      });
    await this.file.look(handle, name, this.#editor.isChanged ? undefined : reload);
  };

  /** Call after every change: unsaved work is kept on disk soon after. */
  scheduleAutosave(): void {
    clearTimeout(this.#autosave);
    this.#autosave = setTimeout(() => void this.keep(), autosaveMs);
  }

  /** Writes unsaved work to the recovery file, or clears it when there is none; answers whether that worked. */
  keep(): Promise<boolean> {
    clearTimeout(this.#autosave);
    this.#kept = this.#kept.then(async () => {
      const { isChanged } = this.#editor;
      const reply = isChanged
        ? await desktop.call('recovery.write', {
            bytes: zipDocument(this.#editor.document),
            name: this.fileName,
            handle: this.#handle,
          })
        : await desktop.call('recovery.clear', undefined);
      const call: CallName = isChanged ? 'recovery.write' : 'recovery.clear';
      this.#notices.reportWhile(call, reply.ok ? undefined : reply.problem);
      return reply.ok;
    });
    return this.#kept;
  }

  async #openLesson(lesson: LessonEntry): Promise<void> {
    const reply = await desktop.call('lesson.open', { id: lesson.id });
    if (!reply.ok) {
      this.#notices.report(reply.problem);
      return;
    }
    const document = decodeDocument(reply.value, lesson.title);
    if (isProblem(document)) {
      this.#notices.report(document);
      return;
    }
    await this.#openDocument(document, { lesson });
    this.#teach(reply.value);
  }

  /** The text and the questions of a lesson. */
  #teach(files: DocumentFiles): void {
    const guide = decodeLesson(files);
    if (isProblem(guide)) this.#notices.report(guide);
    else this.guide = guide;
    const questions = readQuestions(files);
    if (isProblem(questions)) this.#notices.report(questions);
    else this.questions = questions;
  }

  async #reload(handle: string): Promise<boolean> {
    return this.#take(await desktop.call('file.reload', { handle }));
  }

  /** Answers whether it is open now. */
  async #take(reply: Reply<OpenedFile | null>): Promise<boolean> {
    if (!reply.ok) return this.#failed(reply.problem);
    return reply.value !== null && this.#read(reply.value);
  }

  /** Beside the window's thread; what was edited meanwhile is asked about like any unsaved work. */
  async #read(file: OpenedFile): Promise<boolean> {
    const before = this.#editor.document;
    const title = fill(fileMessages.opening, { name: file.name });
    const opened = await this.#background.run('open-document', file, title);
    void this.#refreshRecent();
    if (opened === undefined) return false;
    if (isProblem(opened)) return this.#failed(opened);
    if (this.#editor.document !== before) {
      await this.replace(() => this.#open(opened, file));
      return false;
    }
    await this.#open(opened, file);
    return true;
  }

  async #open(opened: OpenedDocument, { handle, name, isOwn }: OpenedFile): Promise<void> {
    const { document, isRecognised, beside } = opened;
    await this.#openDocument(document, isOwn ? { handle, name } : { isSaved: false });
    if (!isRecognised) {
      if (beside.size > 0) this.#teach(beside);
      return;
    }
    this.#notices.say(fill(fileMessages.recognised, { name, count: document.nodes.length }));
  }

  async #openDocument(
    document: Document,
    { handle = null, name = null, lesson, isSaved = true }: Origin,
  ): Promise<void> {
    const whole = await withRows(document);
    this.#tracer.reset();
    this.#forget();
    this.file.forget();
    this.#handle = handle;
    this.fileName = name;
    this.lesson = lesson;
    this.guide = undefined;
    this.questions = [];
    this.#editor.open(whole, isSaved);
    this.#view.start();
    if (isSaved) void this.keep();
  }

  #markSaved(document: Document): void {
    this.#editor.markSaved(document);
    this.file.forget();
    void this.keep();
  }

  #failed(found: Problem): false {
    this.#notices.report(found);
    return false;
  }

  async #refreshRecent(): Promise<void> {
    const reply = await desktop.call('file.recent', undefined);
    if (reply.ok) this.recent = reply.value;
    else this.#notices.report(reply.problem);
  }
}

/** Which file the document is, and opening, saving and recovering it. */
import type { Desktop, LessonEntry, OpenedFile, RecentFile, Recovery } from '#shared/contract/desktop';
import type { Reply } from '#shared/contract/engine';
import { emptyDocument, type Document } from '#shared/document/document';
import { fileMessages } from '#shared/messages/files';
import { fill } from '#shared/messages/fill';
import { describeProblem, isProblem, problem, type Problem } from '#shared/messages/problem';
import type { OpenedDocument } from '../background/open-document';
import type { Beside } from '../background/serve-keeper';
import type { Background } from './background.svelte';
import type { Bundled } from './bundled';
import type { Editor } from './editor.svelte';
import type { Host } from './host';
import { Keeper } from './keeper';
import type { Notices } from './notices.svelte';
import { readAs, readLesson, recoveredAs, rememberRows, type Origin } from './opened';
import { Safekeeping, type UnsavedWork } from './safekeeping';
import { SavedFile } from './saved-file.svelte';
import { teachingIn } from './teaching';
import type { Tracer } from './tracer.svelte';
import type { Trainer } from './trainer.svelte';
import type { View } from './view.svelte';

/** Beside most documents lies nothing. */
const nothing: Beside = new Map();

interface Parts {
  readonly host: Host;
  readonly sets: Bundled;
  readonly editor: Editor;
  readonly tracer: Tracer;
  readonly notices: Notices;
  readonly view: View;
  readonly trainer: Trainer;
  readonly background: Background;
  /** Clears what belonged to the document before. */
  readonly forget: () => void;
  /** At once: whoever chooses another mode meanwhile has chosen. */
  readonly begin: () => void;
}

export class Workspace {
  readonly #desktop: Desktop;
  readonly #sets: Bundled;
  readonly #editor: Editor;
  readonly #tracer: Tracer;
  readonly #notices: Notices;
  readonly #view: View;
  readonly #trainer: Trainer;
  readonly #background: Background;
  readonly #keeper: Keeper;
  readonly safekeeping: Safekeeping;
  readonly file: SavedFile;
  readonly #forget: () => void;
  readonly #begin: () => void;
  #handle: string | null = null;
  /** What else is in the file: the text and questions of a lesson. */
  #beside = nothing;

  /** Of the file; null for one that was never saved. */
  fileName = $state<string | null>(null);
  lesson = $state.raw<LessonEntry | undefined>();
  /** The open lesson's text and its own questions. */
  teaching = $state.raw(teachingIn(nothing, ''));
  lessons = $state.raw<readonly LessonEntry[]>([]);
  recent = $state.raw<readonly RecentFile[]>([]);
  /** What to do once the person has said what becomes of unsaved work. */
  pending = $state.raw<(() => Promise<void>) | undefined>();

  constructor({ host, sets, editor, tracer, notices, view, trainer, background, forget, begin }: Parts) {
    this.#desktop = host.desktop;
    this.#keeper = new Keeper(host);
    this.#sets = sets;
    this.#editor = editor;
    this.#tracer = tracer;
    this.#notices = notices;
    this.file = new SavedFile(host.desktop, notices);
    this.#view = view;
    this.#trainer = trainer;
    this.#background = background;
    this.#forget = forget;
    this.#begin = begin;
    this.safekeeping = new Safekeeping(
      this.#keeper,
      () => this.#unsaved(),
      (found) => {
        notices.reportWhile('keeping', found);
      },
    );
  }

  /** Brings back unsaved work; else what the app was asked to open, or the first lesson. */
  async start(): Promise<void> {
    const [lessons, recovery] = await Promise.all([
      this.#desktop.call('lesson.list', undefined),
      this.#desktop.call('recovery.read', undefined),
    ]);
    if (lessons.ok) this.lessons = lessons.value.entries;
    for (const found of lessons.ok ? lessons.value.problems : [lessons.problem]) this.#notices.report(found);
    void this.#refreshRecent();
    if (!recovery.ok) this.#notices.report(recovery.problem);
    if (recovery.ok && recovery.value && (await this.#recover(recovery.value))) {
      void this.openAsked();
      return;
    }
    // What could not be read may be read by someone else, or later.
    if (!recovery.ok || recovery.value) await this.#setAside();
    // A file that takes long enough to be shown is shown in the window.
    await Promise.race([this.#openFirst(), this.#background.shown]);
  }

  /** Asks first when work would be lost: a run halts, and what it has learned by then is work, too. */
  async replace(next: () => Promise<void>): Promise<void> {
    const isOpen = this.#editor.watch();
    this.#trainer.pause();
    await this.#trainer.whenHalted();
    if (!isOpen()) return;
    if (this.#editor.isChanged) this.pending = next;
    else await next();
  }

  createNew = (): Promise<void> =>
    this.replace(async () => {
      this.#begin();
      await this.#openDocument(emptyDocument, {});
    });

  /** A network that was made here and is in no file. */
  openMade = (document: Document): Promise<void> =>
    this.replace(async () => {
      await this.#openDocument(document, { isSaved: false });
    });

  openLesson = (lesson: LessonEntry): Promise<void> =>
    this.replace(async () => {
      this.#begin();
      await this.#openLesson(lesson);
    });

  open = (): Promise<void> =>
    this.replace(async () => {
      this.#background.ready();
      await this.#take(await this.#desktop.call('file.open', undefined));
    });

  openRecent = ({ handle }: RecentFile): Promise<void> =>
    this.replace(async () => {
      await this.#take(await this.#desktop.call('file.open-recent', { handle }));
    });

  openDropped = (file: File): Promise<void> =>
    this.replace(async () => {
      await this.#take(await this.#desktop.openDropped(file));
    });

  /** What the system was asked to open with this app. */
  openAsked = async (): Promise<void> => {
    const reply = await this.#desktop.call('file.open-asked', undefined);
    if (!reply.ok) this.#notices.report(reply.problem);
    else if (reply.value)
      await this.replace(async () => {
        await this.#take(reply);
      });
  };

  /** Answers whether the document is on disk now. */
  save = async (): Promise<boolean> => {
    const handle = this.#handle;
    return handle === null ? this.saveAs() : this.#saveTo(handle, () => undefined);
  };

  /** A lesson stays one, in a file of its own. */
  saveAs = async (): Promise<boolean> => {
    const chosen = await this.#desktop.call('file.choose', { name: this.#editor.document.title });
    if (!chosen.ok) return this.#failed(chosen.problem);
    if (!chosen.value) return false;
    const { handle, name } = chosen.value;
    const isSaved = await this.#saveTo(handle, () => {
      this.#handle = handle;
      this.fileName = name;
      this.lesson = undefined;
    });
    if (isSaved) await this.#refreshRecent();
    return isSaved;
  };

  /** Call when the person comes back to the window: another program may have changed the file. */
  look = async (): Promise<void> => {
    const [handle, name] = [this.#handle, this.fileName];
    if (handle === null || name === null) return;
    const reload = (): void =>
      void this.replace(async () => {
        await this.#reload(handle);
      });
    const isOpen = this.#editor.watch();
    await this.file.look(handle, name, this.#unsaved() ? undefined : reload, isOpen);
  };

  /** What was asked for, else the first lesson. */
  async #openFirst(): Promise<void> {
    if (await this.#take(await this.#desktop.call('file.open-asked', undefined))) return;
    const [first] = this.lessons;
    if (first) await this.#openLesson(first);
  }

  async #openLesson(lesson: LessonEntry): Promise<void> {
    const isOpen = this.#editor.watch();
    const read = await readLesson(this.#desktop, lesson);
    if (!isOpen()) return;
    if (isProblem(read)) this.#notices.report(read);
    else await this.#openDocument(read.document, { lesson, called: lesson.title, beside: read.beside });
  }

  /** The text and the questions of a lesson, where there is one. */
  #teach(beside: Beside, file: string): void {
    this.#beside = beside;
    this.teaching = teachingIn(beside, file);
    for (const fault of this.teaching.faults) this.#notices.report(fault);
  }

  /** Answers whether the unsaved work is open again. */
  async #recover(recovery: Recovery): Promise<boolean> {
    const { name, handle, savedAt } = recovery;
    const found = await this.#background.run('open-recovered', recovery, fileMessages.recovering);
    if (found === undefined) return false;
    if (isProblem(found)) return this.#failed(found);
    const { opened, run, lost } = found;
    rememberRows(opened);
    await this.#openDocument(opened.document, { handle, name, beside: opened.beside, isSaved: false });
    if (run) this.#trainer.recall(run);
    this.#notices.say(recoveredAs(savedAt, run));
    if (lost.length > 0) {
      this.#notices.report(problem('recovery-in-part', { files: lost.join(', ') }));
      await this.#setAside();
    }
    return true;
  }

  async #setAside(): Promise<void> {
    const aside = await this.#desktop.call('recovery.set-aside', undefined);
    if (aside.ok) this.#notices.say(fill(fileMessages.setAside, { name: aside.value }));
    else {
      this.#notices.report(aside.problem);
      this.safekeeping.leaveWhatIsThere();
    }
  }

  /** Weights of a run under way are work, too. */
  #unsaved(): UnsavedWork | undefined {
    const { isChanged, document } = this.#editor;
    const { run, standing } = this.#trainer.worth;
    if (!isChanged && !standing) return undefined;
    return {
      ...{ document, beside: this.#beside, name: this.fileName, handle: this.#handle },
      ...(standing && { standing }),
      ...(run && { run }),
    };
  }

  async #reload(handle: string): Promise<boolean> {
    return this.#take(await this.#desktop.call('file.reload', { handle }));
  }

  /** Answers whether it is open now. */
  async #take(reply: Reply<OpenedFile | null>): Promise<boolean> {
    if (!reply.ok) return this.#failed(reply.problem);
    return reply.value !== null && this.#read(reply.value);
  }

  /** Beside the window's thread; what was edited meanwhile is asked about like any unsaved work. */
  async #read(file: OpenedFile): Promise<boolean> {
    const isOpen = this.#editor.watch();
    const before = this.#editor.document;
    const title = fill(fileMessages.opening, { name: file.name });
    const opened = await this.#background.run('open-document', file, title);
    void this.#refreshRecent();
    if (opened === undefined || !isOpen()) return false;
    if (isProblem(opened)) return this.#failed(opened);
    if (this.#editor.document !== before) {
      await this.replace(() => this.#open(opened, file));
      return false;
    }
    await this.#open(opened, file);
    return true;
  }

  async #open(opened: OpenedDocument, { handle, name, isOwn }: OpenedFile): Promise<void> {
    const { document, isRecognised, notes, beside, fed } = opened;
    rememberRows(opened);
    const origin = isOwn ? { handle, name } : { called: name, isSaved: false };
    await this.#openDocument(document, { beside, ...origin });
    if (fed) this.#tracer.recall(fed);
    if (isRecognised) this.#notices.say(readAs(document, name));
    for (const note of notes) this.#notices.say(describeProblem(note));
  }

  async #openDocument(
    document: Document,
    { handle = null, name = null, called, lesson, beside = nothing, isSaved = true }: Origin,
  ): Promise<void> {
    const isOpen = this.#editor.watch();
    const whole = await this.#sets.withRows(document);
    if (!isOpen()) return;
    this.#tracer.reset();
    this.#forget();
    this.file.forget();
    this.#handle = handle;
    this.fileName = name;
    this.lesson = lesson;
    this.#teach(beside, called ?? name ?? document.title);
    this.#editor.open(whole, isSaved);
    this.#view.start();
    if (isSaved) void this.safekeeping.now();
  }

  /** `settle` says what is otherwise once it is saved, if it is still open then. Answers whether it is saved. */
  async #saveTo(handle: string, settle: () => void): Promise<boolean> {
    const isOpen = this.#editor.watch();
    const { document } = this.#editor;
    const content = { document, beside: this.#beside };
    const reply = await this.file.save((despite) =>
      this.#keeper.do(content, { kind: 'save', handle, despite: [...despite] }),
    );
    if (!reply.ok) return this.#failed(reply.problem);
    if (!isOpen()) return reply.value === undefined;
    if (reply.value === 'save-as') return this.saveAs();
    if (reply.value === 'reload') return this.#reload(handle);
    if (reply.value !== undefined) return false;
    settle();
    this.#editor.markSaved(document);
    this.file.forget();
    void this.safekeeping.now();
    return true;
  }

  #failed(found: Problem): false {
    this.#notices.report(found);
    return false;
  }

  async #refreshRecent(): Promise<void> {
    const reply = await this.#desktop.call('file.recent', undefined);
    if (reply.ok) this.recent = reply.value;
    else this.#notices.report(reply.problem);
  }
}

/** The built app in real Electron with a fresh user-data folder; a console error or a network request fails the test. */
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test as base, expect, type ElectronApplication, type Page } from '@playwright/test';
import { openWindow } from '../scripts/open-window.mjs';
import { Backward } from './pages/backward';
import { Canvas } from './pages/canvas';
import { CodePage } from './pages/code';
import { ComparePanel } from './pages/compare';
import { Header } from './pages/header';
import { Inspector } from './pages/inspector';
import { Keyboard } from './pages/keyboard';
import { Maths } from './pages/maths';
import { Palette } from './pages/palette';
import { QuizPage } from './pages/quiz';
import { Shapes } from './pages/shapes';
import { Training } from './pages/training';
import { Transport } from './pages/transport';
import { settled } from './settled';

export const root = path.join(import.meta.dirname, '..');
/** The one that was prepared; without it, what the electron package holds. */
export const electronPath = process.env.LAYERLOOM_ELECTRON_PATH;

/** How the app is started. */
interface Starting {
  /** A program that runs Electron. */
  readonly through?: string;
  /** More of Chromium's own. */
  readonly switches?: readonly string[];
  /** Beside the variables there are. */
  readonly env?: Readonly<Record<string, string>>;
  /** To be opened. */
  readonly files?: readonly string[];
}

export class App {
  readonly backward: Backward;
  readonly canvas: Canvas;
  readonly code: CodePage;
  readonly compare: ComparePanel;
  readonly header: Header;
  readonly inspector: Inspector;
  readonly keyboard: Keyboard;
  readonly maths: Maths;
  readonly palette: Palette;
  readonly quiz: QuizPage;
  readonly shapes: Shapes;
  readonly training: Training;
  readonly transport: Transport;

  private constructor(
    readonly electron: ElectronApplication,
    readonly page: Page,
    readonly userData: string,
  ) {
    this.backward = new Backward(page);
    this.canvas = new Canvas(page);
    this.code = new CodePage(page);
    this.compare = new ComparePanel(page);
    this.header = new Header(page);
    this.inspector = new Inspector(page);
    this.keyboard = new Keyboard(page);
    this.maths = new Maths(page);
    this.palette = new Palette(page);
    this.quiz = new QuizPage(page);
    this.shapes = new Shapes(page);
    this.training = new Training(page);
    this.transport = new Transport(page);
  }

  /**
   * Complaints are collected until the test ends: errors on the console and requests that are not for own files.
   */
  static async launch(
    userData: string,
    complaints: string[],
    { through = electronPath, switches = [], files = [], env = {} }: Starting = {},
  ): Promise<App> {
    const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    const { app: electron, window: page } = await openWindow({
      ...(through && { executablePath: through }),
      env: { ...process.env, ...env } as Record<string, string>,
      args: [...sandbox, ...switches, `--user-data-dir=${userData}`, root, ...files],
    });
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => {
      if (!/^(layerloom|data|blob):/.test(request.url())) complaints.push(`request to ${request.url()}`);
    });
    await expect(
      page.getByRole('toolbar', { name: 'Forward pass' }).getByRole('button', { name: 'Run' }),
    ).toBeEnabled();
    return new App(electron, page, userData);
  }

  /** What the next file dialog answers. */
  async answerSaveDialog(filePath: string): Promise<void> {
    await this.electron.evaluate(({ dialog }, chosen) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: chosen });
    }, filePath);
  }

  async answerOpenDialog(filePath: string): Promise<void> {
    await this.electron.evaluate(({ dialog }, chosen) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
    }, filePath);
  }

  /** The button that is pressed when the app asks in a box of its own, and what it asked so far. */
  async answerQuestions(button: string): Promise<() => Promise<readonly string[]>> {
    const asked = await this.electron.evaluateHandle(({ dialog }, words) => {
      const messages: string[] = [];
      dialog.showMessageBox = (...args: unknown[]) => {
        const { message, buttons } = args.at(-1) as { message: string; buttons: string[] };
        messages.push(message);
        return Promise.resolve({ response: buttons.indexOf(words), checkboxChecked: false });
      };
      return messages;
    }, button);
    return () => asked.jsonValue();
  }

  /** Drops a file of the disk on the window, as the person does: the page sees a trusted event. */
  async drop(file: string): Promise<void> {
    const devtools = await this.page.context().newCDPSession(this.page);
    const place = { x: 480, y: 300 };
    const data = { items: [], files: [file], dragOperationsMask: 1 };
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
      await devtools.send('Input.dispatchDragEvent', { type, ...place, data });
    await devtools.detach();
  }

  /** What was copied last. */
  readClipboard(): Promise<string> {
    return this.electron.evaluate(({ clipboard }) => clipboard.readText());
  }

  /** What runs the app. */
  program(): Promise<string> {
    return settled(() => this.electron.evaluate(() => process.execPath));
  }

  /** Process id of the engine. */
  async enginePid(): Promise<number> {
    return settled(() =>
      this.electron.evaluate(
        ({ app }) => app.getAppMetrics().find(({ name }) => name === 'Layerloom engine')?.pid,
      ),
    );
  }

  /** A bias of Linear 1 set to 0.25 and nothing saved; waits until it is kept for the next start. */
  async leaveUnsavedWork(): Promise<void> {
    await this.canvas.node('Linear 1').click();
    await this.inspector.number('bias', 0).fill('0.25');
    await this.inspector.number('bias', 0).blur();
    const index = path.join(this.userData, 'recovery', 'index.json');
    const isKept = (): Promise<boolean> =>
      stat(index).then(
        () => true,
        () => false,
      );
    await expect.poll(isKept).toBe(true);
  }

  /** What the window asks, by the words of its question. */
  question(words: string) {
    return this.page.getByRole('alertdialog', { name: words });
  }

  /** The whole app at once, as a power cut would. */
  async kill(): Promise<void> {
    const exited = new Promise((resolve) => this.electron.process().once('exit', resolve));
    this.electron.process().kill('SIGKILL');
    await exited;
  }

  get notices() {
    return this.page.getByRole('log', { name: 'Notices' });
  }
  /** What was said aloud last. */
  get said() {
    return this.page.locator('[aria-atomic="true"]');
  }
  get problems() {
    return this.page.getByRole('list', { name: 'Problems' });
  }
}

interface Fixtures {
  complaints: string[];
  userData: string;
  app: App;
}

export const test = base.extend<Fixtures>({
  complaints: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads what a fixture needs off the pattern
    async ({}, use) => {
      const complaints: string[] = [];
      await use(complaints);
      expect(complaints).toEqual([]);
    },
    { auto: true },
  ],
  // eslint-disable-next-line no-empty-pattern -- as above
  userData: async ({}, use) => {
    const folder = await mkdtemp(path.join(tmpdir(), 'layerloom-e2e-'));
    await use(folder);
    await rm(folder, { recursive: true, force: true });
  },
  app: async ({ userData, complaints }, use, info) => {
    const app = await App.launch(userData, complaints);
    await use(app);
    if (info.status !== info.expectedStatus) {
      await info.attach('window', { body: await app.page.screenshot(), contentType: 'image/png' });
    }
    await app.electron.close();
  },
});

export { expect };

/** What people feel in the window: from an edited weight to the painted number, and until it can be used. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { _electron, type ElectronApplication, type Locator, type Page } from 'playwright';

export const root = path.join(import.meta.dirname, '..');
const edits = 200;
const launches = 7;
const frames = 180;

export interface Options {
  readonly executablePath: string;
}

/**
 * Milliseconds from the frame in which a weight is edited to the frame that shows the last layer's new
 * number, by the frames' own times: one frame is the least a screen can do.
 */
export async function measureEdit(options: Options): Promise<number[]> {
  return withFolder(async (folder) => {
    const { app, page } = await launch({ ...options, app: root }, folder);
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await page.getByRole('group', { name: /^Linear 1, / }).click();
    const field = page.getByRole('textbox', { name: 'weight 0, 0', exact: true });
    await field.focus();
    const result = page.getByRole('group', { name: /^Softmax, / });
    await result.getByText('0.65').waitFor();
    const times = await field.evaluate(
      async (input, { count, selector }) => {
        const node = document.querySelector(selector);
        if (!(input instanceof HTMLInputElement) || !node) throw new Error('the window has no such node');
        const measured: number[] = [];
        for (let edit = 0; edit < count; edit++) {
          await new Promise((resolve) => setTimeout(resolve, 30));
          const edited = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
          const shown = new Promise<void>((resolve) => {
            const observer = new MutationObserver(() => {
              observer.disconnect();
              resolve();
            });
            observer.observe(node, { subtree: true, characterData: true, childList: true });
          });
          input.value = edit % 2 === 0 ? '9' : '-9';
          input.dispatchEvent(new Event('input', { bubbles: true }));
          await shown;
          const painted = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
          measured.push(painted - edited);
        }
        return measured;
      },
      { count: edits, selector: '[data-id="softmax"]' },
    );
    await app.close();
    return times;
  });
}

/** Milliseconds from launch until the lesson's network can be run, and until an empty window is there, by turns. */
export async function measureLaunch({
  executablePath,
}: Options): Promise<{ app: number[]; empty: number[] }> {
  return withFolder(async (folder) => {
    const emptyApp = path.join(folder, 'empty');
    await writeEmptyApp(emptyApp);
    const times = { app: [] as number[], empty: [] as number[] };
    for (let round = 0; round < launches; round++) {
      const profile = (name: string): string => path.join(folder, `${name}${round}`);
      times.empty.push(await timeLaunch({ executablePath, app: emptyApp }, profile('empty'), anything));
      times.app.push(await timeLaunch({ executablePath, app: root }, profile('app'), lesson));
    }
    return times;
  });
}

/** Milliseconds from launch until the lesson's network can be run: as it is installed, and from the checkout, by turns. */
export async function measureInstalled(
  { executablePath }: Options,
  installed: string,
): Promise<{ installed: number[]; checkout: number[] }> {
  return withFolder(async (folder) => {
    const times = { installed: [] as number[], checkout: [] as number[] };
    for (let round = 0; round < launches; round++) {
      const profile = (name: string): string => path.join(folder, `${name}${round}`);
      times.installed.push(await timeLaunch({ executablePath: installed }, profile('installed'), lesson));
      times.checkout.push(await timeLaunch({ executablePath, app: root }, profile('checkout'), lesson));
    }
    return times;
  });
}

const lesson = (page: Page): Locator => page.getByRole('group', { name: 'Softmax, Softmax, output 1 x 2' });
const anything = (page: Page): Locator => page.locator('body');

/** Milliseconds from frame to frame in Train mode: while nothing happens, and while the lesson trains. */
export async function measureFrames(options: Options): Promise<{ training: number[]; idle: number[] }> {
  return withFolder(async (folder) => {
    const { app, page } = await launch({ ...options, app: root }, folder);
    await page.getByRole('tab', { name: 'Train' }).click();
    const epochs = page.getByLabel('Epochs', { exact: true });
    await epochs.fill('10000');
    await epochs.press('Tab');
    const idle = await timeFrames(page);
    await page.getByRole('button', { name: 'Train', exact: true }).click();
    await page.getByRole('button', { name: 'Stop', exact: true }).waitFor();
    const training = await timeFrames(page);
    await leave(app);
    return { training, idle };
  });
}

/** Work that is not saved would be asked about, so it leaves without asking; its own processes go with it. */
export async function leave(app: ElectronApplication): Promise<void> {
  const ended = new Promise((resolve) => app.process().once('exit', resolve));
  await app.evaluate(({ app: electron }) => {
    setTimeout(() => {
      electron.exit(0);
    });
  });
  await ended;
}

function timeFrames(page: Page): Promise<number[]> {
  return page.evaluate(async (count) => {
    const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
    const times: number[] = [];
    let before = await frame();
    while (times.length < count) {
      const now = await frame();
      times.push(now - before);
      before = now;
    }
    return times;
  }, frames);
}

async function timeLaunch(
  program: Program,
  userData: string,
  ready: (page: Page) => Locator,
): Promise<number> {
  const started = performance.now();
  const { app, page } = await launch(program, userData);
  await ready(page).waitFor();
  const time = performance.now() - started;
  await app.close();
  return time;
}

/** What is started; an installed app is in its own folder. */
interface Program {
  readonly executablePath: string;
  readonly app?: string;
}

export async function launch(
  { executablePath, app: folder }: Program,
  userData: string,
): Promise<{ app: ElectronApplication; page: Page }> {
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const app = await _electron.launch({
    executablePath,
    args: [...sandbox, `--user-data-dir=${userData}`, ...(folder === undefined ? [] : [folder])],
  });
  return { app, page: await app.firstWindow() };
}

async function writeEmptyApp(folder: string): Promise<void> {
  await mkdir(folder);
  await writeFile(path.join(folder, 'package.json'), '{"name":"empty","version":"1.0.0","main":"main.cjs"}');
  await writeFile(
    path.join(folder, 'main.cjs'),
    `const { app, BrowserWindow } = require('electron');
app.whenReady().then(() => new BrowserWindow({ width: 1440, height: 900 }).loadFile(__dirname + '/index.html'));
app.on('window-all-closed', () => app.quit());`,
  );
  await writeFile(path.join(folder, 'index.html'), '<!doctype html><title>Empty</title><body>Empty</body>');
}

export async function withFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), 'layerloom-bench-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

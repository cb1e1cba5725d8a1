/** The canvas with a thousand layers, held against ten and against Svelte Flow as it comes. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import type { ElectronApplication, Page } from 'playwright';
import { build } from 'vite';
import { edgeId, emptyDocument, type Document, type Node } from '#shared/document/document';
import { zipDocument } from '#shared/document/file-format';
import { modes } from '#shared/lesson/modes';
import { install, timeGestures, type Gestures } from './gestures';
import { count, placeAt } from './grid';
import { memoryOf } from './opening';
import { launch, leave, root, withFolder, type Options } from './window';

/** Milliseconds, but for the memory. */
export interface CanvasTimes {
  readonly gestures: Gestures;
  readonly bare: Gestures;
  /** From one stage to the next, with a thousand layers and with ten. */
  readonly step: readonly number[];
  readonly stepOfTen: readonly number[];
  readonly modes: readonly number[];
  readonly add: readonly number[];
  /** Of all edits. */
  readonly longest: number;
  /** Megabytes of the window. */
  readonly memory: number;
  readonly memoryOfTen: number;
}

export async function measureCanvas(options: Options): Promise<CanvasTimes> {
  return withFolder(async (folder) => {
    const bare = await measureBare(options, folder);
    const ten = await measureChain(options, folder, 10);
    const { app, page } = await openChain(options, folder, count);
    const step = await timeSteps(page);
    const times = await timeModes(page);
    const memory = await memoryOf(app, page);
    await page.getByRole('tab', { name: 'Build', exact: true }).click();
    const { add, longest } = await timeEdits(page);
    const gestures = await timeGestures(page);
    await leave(app);
    return {
      ...{ gestures, bare, step, modes: times, add, longest, memory },
      ...{ stepOfTen: ten.step, memoryOfTen: ten.memory },
    };
  });
}

async function measureChain(options: Options, folder: string, length: number) {
  const { app, page } = await openChain(options, folder, length);
  const step = await timeSteps(page);
  await timeModes(page);
  const memory = await memoryOf(app, page);
  await leave(app);
  return { step, memory };
}

/** Run once, so that its cards show numbers. */
async function openChain(options: Options, folder: string, length: number) {
  const file = path.join(folder, `chain-${length}.loom`);
  await writeFile(file, zipDocument(chainOf(length)));
  const opened = await openFile(options, path.join(folder, `profile-${length}`), file);
  await opened.page.getByRole('button', { name: 'Run', exact: true }).click();
  await opened.page.getByText(new RegExp(`^Stage 1 of ${length}`)).waitFor();
  await opened.page.waitForTimeout(2000);
  return opened;
}

async function openFile(
  options: Options,
  profile: string,
  file: string,
): Promise<{ app: ElectronApplication; page: Page }> {
  const { app, page } = await launch({ ...options, app: root }, profile);
  await page.getByRole('button', { name: 'Run', exact: true }).waitFor();
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
  }, file);
  await page.keyboard.press('Control+o');
  await page.getByRole('group', { name: /^Layer 1, / }).waitFor();
  await page.waitForTimeout(2000);
  await page.evaluate(install);
  return { app, page };
}

/** Linear and ReLU by turns. */
function chainOf(length: number): Document {
  const nodes = Array.from({ length }, (_, at): Node => ({
    ...{ id: `layer-${at + 1}`, name: `Layer ${at + 1}`, position: placeAt(at) },
    ...(at === 0
      ? { kind: 'Input', attributes: { shape: [1, 4] } }
      : at % 2 === 0
        ? { kind: 'ReLU', attributes: {} }
        : { kind: 'Linear', attributes: { out_features: 4 } }),
  }));
  const edges = nodes.slice(1).map(({ id }, at) => {
    const ends = { from: { node: `layer-${at + 1}`, port: 'y' }, to: { node: id, port: 'x' } };
    return { ...ends, id: edgeId(ends.from, ends.to) };
  });
  return { ...emptyDocument, title: 'A long chain', nodes, edges };
}

/** From the click on a button or tab to the frame after which the window answers again. */
function timeClicks(page: Page, names: readonly string[], role: string): Promise<number[]> {
  return page.evaluate(
    async ({ names, role }) => {
      const { painted } = tools();
      const times: number[] = [];
      for (const name of names) {
        const found = [...document.querySelectorAll<HTMLElement>(role)].find(
          (each) => (each.getAttribute('aria-label') ?? each.textContent.trim()) === name,
        );
        if (!found) throw new Error(`there is no ${name}`);
        let time = await painted(() => {
          found.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }));
          found.focus();
          found.click();
        });
        // What is put off to later frames holds the window up as much.
        for (let calm = 0; calm < 3;) {
          const frame = await painted(() => undefined);
          if (frame > 40) time += frame;
          calm = frame > 40 ? 0 : calm + 1;
        }
        times.push(time);
      }
      return times;
    },
    { names, role },
  );
}

/** In Data Flow, where what is not reached yet is dimmed. */
async function timeSteps(page: Page): Promise<number[]> {
  await page.getByRole('tab', { name: 'Data Flow', exact: true }).click();
  await page.waitForTimeout(1500);
  const there = Array<string>(8).fill('Next stage');
  const back = Array<string>(8).fill('Previous stage');
  const times = await timeClicks(page, [...there, ...back, ...there, ...back], 'button');
  return times;
}

/** Twice to each mode, once each has been seen. */
async function timeModes(page: Page): Promise<number[]> {
  for (const name of modes) {
    await page.getByRole('tab', { name, exact: true }).click();
    await page.waitForTimeout(1000);
  }
  const others = modes.filter((mode) => mode !== 'Build').flatMap((mode) => [mode, 'Build']);
  return timeClicks(page, [...others, ...modes], '[role="tab"]');
}

/** Layers added, and all a person does to a network meanwhile; what is undone is as it was. */
async function timeEdits(page: Page): Promise<{ add: number[]; longest: number }> {
  // Where its card is in view or not.
  await page.getByRole('button', { name: 'First stage', exact: true }).click();
  await page.waitForTimeout(1500);
  await page.evaluate(() => {
    const tasks: number[] = [];
    new PerformanceObserver((list) => {
      tasks.push(...list.getEntries().map(({ duration }) => duration));
    }).observe({ entryTypes: ['longtask'] });
    Reflect.set(window, 'tasks', tasks);
  });
  const palette = page.getByRole('region', { name: 'Layers' });
  await palette.getByRole('searchbox').fill('Tanh');
  const item = palette.getByRole('button', { name: 'Tanh', exact: true });
  const add = await item.evaluate(async (button: HTMLElement) => {
    const { painted } = tools();
    const times: number[] = [];
    for (let at = 0; at < 12; at++) {
      times.push(
        await painted(() => {
          button.click();
        }),
      );
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    return times;
  });
  for (let undo = 0; undo < 12; undo++) {
    await page.keyboard.press('Control+z');
    await page.waitForTimeout(150);
  }
  await page.getByRole('button', { name: 'First stage', exact: true }).click();
  await page.getByRole('button', { name: 'Next stage', exact: true }).click();
  const weight = page.getByRole('textbox', { name: 'weight 0, 0', exact: true });
  for (const value of ['1', '2', '3']) {
    await weight.fill(value);
    await page.waitForTimeout(300);
  }
  const features = page.getByLabel('out_features', { exact: true });
  await features.fill('5');
  await features.press('Tab');
  await page.waitForTimeout(1000);
  await page.keyboard.press('Control+z');
  await page.waitForTimeout(2500);
  const longest = await page.evaluate(() => Math.max(0, ...(Reflect.get(window, 'tasks') as number[])));
  return { add, longest };
}

async function measureBare(options: Options, folder: string): Promise<Gestures> {
  const outDir = path.join(folder, 'bare');
  await build({
    ...{ configFile: false, logLevel: 'error', base: './' },
    root: fileURLToPath(new URL('bare-flow', import.meta.url)),
    plugins: [svelte({ configFile: false })],
    build: { outDir, target: 'chrome130', modulePreload: false },
  });
  await writeFile(path.join(outDir, 'package.json'), '{"name":"bare","version":"1.0.0","main":"main.cjs"}');
  await writeFile(
    path.join(outDir, 'main.cjs'),
    `const { app, BrowserWindow, net, protocol } = require('electron');
const path = require('node:path');
protocol.registerSchemesAsPrivileged([{ scheme: 'bare', privileges: { standard: true } }]);
app.whenReady().then(() => {
  protocol.handle('bare', ({ url }) => net.fetch('file://' + path.join(__dirname, new URL(url).pathname)));
  new BrowserWindow({ width: 1440, height: 900 }).loadURL('bare://app/index.html');
});
app.on('window-all-closed', () => app.quit());`,
  );
  const { app, page } = await launch({ ...options, app: outDir }, path.join(folder, 'profile-bare'));
  await page.locator('.svelte-flow__node').last().waitFor();
  await page.waitForTimeout(2000);
  const gestures = await timeGestures(page);
  await leave(app);
  return gestures;
}

/** Milliseconds from a weight of a Linear of 4096 x 4096 typed to the frame that shows it, and the longest time the window did not listen. */
export async function measureLargeEdit(
  options: Options,
): Promise<{ readonly times: readonly number[]; readonly longest: number }> {
  return withFolder(async (folder) => {
    const file = path.join(folder, 'large.loom');
    const [input, linear] = chainOf(2).nodes;
    if (!input || !linear) throw new Error('a chain of two has two layers');
    const wide = {
      ...chainOf(2),
      nodes: [
        { ...input, attributes: { shape: [1, 4096] } },
        { ...linear, attributes: { out_features: 4096 } },
      ],
    };
    await writeFile(file, zipDocument(wide));
    const { app, page } = await openFile(options, path.join(folder, 'profile'), file);
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await page.getByText(/^Stage 1 of 2/).waitFor({ timeout: 120_000 });
    await page.getByRole('group', { name: /^Layer 2, / }).click();
    const field = page.getByRole('textbox', { name: 'weight 0, 0', exact: true });
    await field.focus();
    await page.waitForTimeout(5000);
    const found = await field.evaluate(async (input) => {
      const { painted } = tools();
      if (!(input instanceof HTMLInputElement)) throw new Error('a weight is no field');
      const tasks: number[] = [];
      new PerformanceObserver((list) => {
        tasks.push(...list.getEntries().map(({ duration }) => duration));
      }).observe({ entryTypes: ['longtask'] });
      const times: number[] = [];
      for (let edit = 0; edit < 12; edit++) {
        times.push(
          await painted(() => {
            input.value = String(edit % 9);
            input.dispatchEvent(new Event('input', { bubbles: true }));
          }),
        );
        await new Promise((resolve) => setTimeout(resolve, 1500));
      }
      return { times, longest: Math.max(0, ...tasks) };
    });
    await leave(app);
    return found;
  });
}

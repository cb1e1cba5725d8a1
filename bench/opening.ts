/** A model from a file: until it is on the canvas, until its numbers are, and the memory the window takes for it. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import ort from 'onnxruntime-node';
import type { ElectronApplication, Page } from 'playwright';
import { isProblem } from '#shared/messages/problem';
import { readModel } from '#shared/onnx/model-file';
import { encodeTraceModel } from '#shared/onnx/trace-model';
import { chain, modelInput, modelOutput, resNet18, weights, type Model } from './models';
import { launch, leave, root, withFolder, type Options } from './window';

const rounds = 5;

export interface OpeningTimes {
  /** Milliseconds from the chosen file to the frame with its cards. */
  readonly picture: readonly number[];
  /** From Run to the frame with the first stage of it. */
  readonly trace: readonly number[];
  /** The longest time the window did not listen while the model was opened. */
  readonly longest: readonly number[];
  /** The bare runtime: the file as it is with every value an answer, a session made, and one run. */
  readonly create: readonly number[];
  readonly run: readonly number[];
}

export const measureResNet18 = (options: Options): Promise<OpeningTimes> => measure(options, resNet18());
export const measureChain = (options: Options): Promise<OpeningTimes> => measure(options, chain(5000));

async function measure(options: Options, model: Model): Promise<OpeningTimes> {
  const bare = await bareTimes(model);
  return withFolder(async (folder) => {
    const file = path.join(folder, 'model.onnx');
    await writeFile(file, model.bytes);
    const times = { picture: [] as number[], trace: [] as number[], longest: [] as number[] };
    for (let round = 0; round < rounds; round++) {
      const { app, page } = await launch({ ...options, app: root }, path.join(folder, `profile${round}`));
      const { picture, longest } = await open(app, page, file);
      times.picture.push(picture);
      times.longest.push(longest);
      times.trace.push(await run(page));
      await leave(app);
    }
    return { ...times, ...bare };
  });
}

/** Megabytes of the window's process with a model that is mostly weights, over an empty network's; and of those weights. */
export async function measureMemory(
  options: Options,
): Promise<{ readonly over: number; readonly of: number }> {
  const { bytes } = weights(200);
  return withFolder(async (folder) => {
    const file = path.join(folder, 'model.onnx');
    await writeFile(file, bytes);
    const { app, page } = await launch({ ...options, app: root }, path.join(folder, 'profile'));
    await page.getByRole('button', { name: 'Run', exact: true }).waitFor();
    const before = await memoryOf(app, page);
    await open(app, page, file);
    const after = await memoryOf(app, page);
    await leave(app);
    return { over: after - before, of: bytes.length / 1e6 };
  });
}

/** With what can be let go let go. */
export async function memoryOf(app: ElectronApplication, page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  await session.detach();
  // The system takes back what was freed when it comes to it.
  await page.waitForTimeout(3000);
  const kilobytes = await app.evaluate(({ app: electron }) =>
    electron
      .getAppMetrics()
      .filter(({ type }) => type === 'Tab')
      .reduce((total, { memory }) => total + memory.workingSetSize, 0),
  );
  return kilobytes / 1000;
}

interface Opened {
  readonly picture: number;
  readonly longest: number;
}

/** What is waited for is set up before the key is pressed that starts it. */
async function open(app: ElectronApplication, page: Page, file: string): Promise<Opened> {
  await page.getByRole('button', { name: 'Run', exact: true }).waitFor();
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
  }, file);
  await page.evaluate((selector) => {
    const tasks: number[] = [];
    const observer = new PerformanceObserver((list) => {
      tasks.push(...list.getEntries().map(({ duration }) => duration));
    });
    observer.observe({ entryTypes: ['longtask'] });
    const shown = new Promise<Opened>((resolve) => {
      let started = 0;
      window.addEventListener('keydown', () => (started ||= performance.now()), { capture: true });
      const look = (): void => {
        if (!document.querySelector(selector)) requestAnimationFrame(look);
        else
          requestAnimationFrame((now) => {
            setTimeout(() => {
              resolve({ picture: now - started, longest: Math.max(0, ...tasks) });
            }, 500);
          });
      };
      look();
    });
    Reflect.set(window, 'shown', shown);
  }, cardOf(modelInput));
  await page.keyboard.press('Control+o');
  return page.evaluate(() => Reflect.get(window, 'shown') as Promise<Opened>);
}

const stage = '[role="toolbar"][aria-label="Forward pass"] [role="status"]';
const cardOf = (name: string): string => `[role="group"][aria-label^="${name}, "]`;

async function run(page: Page): Promise<number> {
  await page.evaluate((selector) => {
    const shown = new Promise<number>((resolve) => {
      let started = 0;
      window.addEventListener('keydown', () => (started ||= performance.now()), { capture: true });
      const look = (): void => {
        const isDone = document.querySelector(selector)?.textContent.startsWith('Stage ') === true;
        requestAnimationFrame((now) => {
          if (isDone && started > 0) resolve(now - started);
          else look();
        });
      };
      look();
    });
    Reflect.set(window, 'shown', shown);
  }, stage);
  await page.keyboard.press('Control+Enter');
  return page.evaluate(() => Reflect.get(window, 'shown') as Promise<number>);
}

/** Milliseconds, each time anew, on one thread as the engine has it. */
async function bareTimes({ bytes, feed, values }: Model): Promise<Pick<OpeningTimes, 'create' | 'run'>> {
  const read = readModel(bytes, 'model', Infinity);
  if (isProblem(read)) throw new Error('the model of the measurement is not read');
  const whole = encodeTraceModel(read, values, []).bytes;
  const times = { create: [] as number[], run: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    const begun = performance.now();
    const session = await ort.InferenceSession.create(whole, {
      ...{ executionProviders: ['cpu'], intraOpNumThreads: 1, logSeverityLevel: 4 },
      graphOptimizationLevel: 'basic',
    });
    const made = performance.now();
    const tensor = new ort.Tensor('float32', feed.values as Float32Array, [...feed.shape]);
    const found = await session.run({ [modelInput]: tensor });
    if (!found[modelOutput]) throw new Error('the model of the measurement has no answer');
    times.create.push(made - begun);
    times.run.push(performance.now() - made);
    await session.release();
  }
  return times;
}

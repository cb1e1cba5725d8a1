/** The window's part: every file is opened in the real app, which stays as it was where it refuses one. */
import { mkdtempSync } from 'node:fs';
import path from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright';
import { faultOfSentence, slowestOf, writeCase, type Finding, type Outcome } from './judge';
import type { Case } from './mutate';

const root = path.join(import.meta.dirname, '..');
/** How long a file may take to be opened or refused. */
const patience = 60_000;

export interface Limits {
  /** Milliseconds the window may stand still. */
  readonly blocked: number;
  /** Megabytes beside those it takes with a lesson open. */
  readonly megabytes: number;
}

export async function runWindow(
  cases: Iterable<Case>,
  folder: string,
  until: number,
  executablePath: string,
  limits: Limits,
): Promise<Outcome> {
  const findings: Finding[] = [];
  const times = new Map<string, number>();
  let [opened, refused] = [0, 0];
  const app = await launch(executablePath, folder);
  const page = await app.firstWindow();
  let complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('crash', () => complaints.push('the window is gone'));
  await ready(page);
  const idle = await memoryOf(app);
  let most = idle;
  let peak = idle;
  const timer = setInterval(() => {
    memoryOf(app)
      .then((now) => (most = Math.max(most, now)))
      .catch(() => undefined);
  }, 200);
  for (const one of cases) {
    if (performance.now() > until || complaints.includes('the window is gone')) break;
    const file = writeCase(one, folder);
    complaints = [];
    most = idle;
    const report = (what: string) => findings.push({ file, what });
    const shown = path.basename(file);
    try {
      const before = await stateOf(page);
      const isRows = !['loom', 'onnx'].includes(one.kind);
      await answerDialog(app, file);
      await openFile(page, isRows);
      const answer = await answerTo(page, shown);
      if (answer.sentence === undefined) opened++;
      else {
        refused++;
        const what = faultOfSentence(answer.sentence, shown);
        if (what !== undefined) report(what);
        if ((await stateOf(page)) !== before) report('was refused, and the network changed');
      }
      const still = await page.evaluate(() => (window as unknown as { longest: number }).longest);
      times.set(file, still);
      if (still > limits.blocked) report(`holds the window up for ${Math.round(still)} ms`);
    } catch (error) {
      report(`is neither opened nor refused: ${String(error).slice(0, 300)}`);
    }
    for (const complaint of complaints) report(`complains: ${complaint.slice(0, 300)}`);
    peak = Math.max(peak, most);
    if (most - idle > limits.megabytes) report(`takes ${Math.round(most - idle)} MB`);
  }
  clearInterval(timer);
  await app.close();
  return { findings, opened, refused, slowest: slowestOf(times), megabytes: Math.round(peak - idle) };
}

async function launch(executablePath: string, folder: string): Promise<ElectronApplication> {
  const userData = mkdtempSync(path.join(folder, 'user-'));
  const isRoot = process.getuid?.() === 0;
  const args = [...(isRoot ? ['--no-sandbox'] : []), `--user-data-dir=${userData}`, root];
  return _electron.launch({ executablePath, args });
}

async function ready(page: Page): Promise<void> {
  await page.getByRole('toolbar', { name: 'Forward pass' }).getByRole('button', { name: 'Run' }).waitFor();
  await page.getByRole('tab', { name: 'Train', exact: true }).click();
  await page.evaluate(() => {
    const measured = window as unknown as { longest: number };
    measured.longest = 0;
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) measured.longest = Math.max(measured.longest, duration);
    }).observe({ type: 'longtask' });
  });
}

async function answerDialog(app: ElectronApplication, file: string): Promise<void> {
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
  }, file);
}

/** As a person does; what is open needs no saving. */
async function openFile(page: Page, isRows: boolean): Promise<void> {
  await page.evaluate(() => {
    (window as unknown as { longest: number }).longest = 0;
  });
  await page.evaluate(() => {
    for (const notice of document.querySelectorAll<HTMLElement>('[role="log"] button')) notice.click();
  });
  await page
    .getByRole('log', { name: 'Notices' })
    .getByRole('paragraph')
    .first()
    .waitFor({ state: 'detached' });
  if (isRows) {
    await page.getByRole('tab', { name: 'Train', exact: true }).click();
    await page.getByRole('button', { name: 'Open a file…' }).click();
    return;
  }
  await page.keyboard.press('Control+o');
  const unsaved = page.getByRole('alertdialog').getByRole('button', { name: 'Don’t save' });
  if (await unsaved.isVisible()) await unsaved.click();
}

/** The sentence it is refused with, or none where it was opened. */
async function answerTo(page: Page, file: string): Promise<{ readonly sentence: string | undefined }> {
  const deadline = performance.now() + patience;
  while (performance.now() < deadline) {
    const { said, title, rows } = await seen(page);
    const sentence = said.find((text) => text.includes(file));
    if (sentence?.startsWith('Read ') || title.includes(file) || rows === file)
      return { sentence: undefined };
    if (sentence !== undefined) return { sentence };
    await page.waitForTimeout(30);
  }
  const { said } = await seen(page);
  throw new Error(`nothing is said of it, but: ${said.join(' ').slice(0, 300)}`);
}

/** What is open: its name, its layers and where its rows come from. */
async function stateOf(page: Page): Promise<string> {
  const { title, layers, rows } = await seen(page);
  return [title.replace(/^• /, ''), rows, ...layers].join('\n');
}

function seen(page: Page) {
  return page.evaluate(() => {
    const texts = (selector: string) =>
      [...document.querySelectorAll(selector)].map(({ textContent }) => textContent.trim());
    const [rows = ''] = texts('select[aria-label="Data set"] option:checked');
    return {
      said: texts('[role="log"] p, [role="alert"] p'),
      title: document.title,
      rows,
      layers: [...document.querySelectorAll('.svelte-flow__node')].map((node) =>
        node.getAttribute('data-id'),
      ),
    };
  });
}

/** Megabytes of all its processes. */
function memoryOf(app: ElectronApplication): Promise<number> {
  return app.evaluate(
    ({ app: running }) =>
      running.getAppMetrics().reduce((sum, { memory }) => sum + memory.workingSetSize, 0) / 1000,
  );
}

// Owns the look into the packaged window: the lesson's numbers are on the screen, and a file that is named opens.
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { openWindow } from '../open-window.mjs';
import { runEntry, StepFailed } from '../prepare/step.mjs';

const [executable = '', home = ''] = process.argv.slice(2);
const file = path.join(home, 'week 3.loom');

await runEntry(async () => {
  await within([], async (window) => {
    const transport = window.getByRole('toolbar', { name: 'Forward pass' });
    await transport.getByRole('button', { name: 'Run', exact: true }).click();
    await window.getByRole('status').filter({ hasText: 'Stage 1 of 5' }).waitFor();
    await transport.getByRole('button', { name: 'Last stage' }).click();
    await window.getByRole('status').filter({ hasText: 'Stage 5 of 5' }).waitFor();
    const output = window.getByRole('region', { name: 'Inspector' }).getByRole('grid', { name: 'Output' });
    for (const number of [/^\s*0\.6(5|46)/, /^\s*0\.35/])
      await output.getByRole('gridcell').filter({ hasText: number }).first().waitFor();
  });
  execFileSync(path.join(path.dirname(executable), 'bin/loom'), [
    ...['train', 'models/exclusive-or', '--epochs', '1', '--save', file],
  ]);
  await within([file], async (window) => {
    await window.getByText('week 3.loom').first().waitFor();
  });
  return 0;
});

/** @param {string[]} args
 * @param {(window: import('playwright').Page) => Promise<void>} look */
async function within(args, look) {
  const { app, window } = await openWindow({
    executablePath: executable,
    args,
    // Playwright would switch it off.
    chromiumSandbox: true,
  });
  try {
    await look(window);
  } catch (error) {
    await window.screenshot({ path: path.join(home, 'failed.png') });
    throw new StepFailed(`The packaged window: ${/** @type {Error} */ (error).message}`);
  } finally {
    await app.close();
  }
}

// Owns the demonstration without a screen: presses Run in the real window, walks the stages, prints and pictures them.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openWindow } from './open-window.mjs';
import { checkout, isRootOnLinux, runEntry, StepFailed } from './prepare/step.mjs';

const picture = path.join(checkout, 'forward-pass.png');
const columns = ['Stage', 'Name', 'Input', 'Output', 'Values'];

await runEntry(async () => {
  const userFolder = mkdtempSync(path.join(tmpdir(), 'layerloom-'));
  const { app, window } = await openWindow({
    executablePath: process.argv[2] ?? '',
    args: [...(isRootOnLinux ? ['--no-sandbox'] : []), `--user-data-dir=${userFolder}`, checkout],
  });
  try {
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1600, 1000));
    const stages = await walkStages(window);
    await window.screenshot({ path: picture });
    console.log(formatTable([columns, ...stages]));
    console.log(
      `\nRan the forward pass in the app's window, walked its ${stages.length} stages and wrote ${path.basename(picture)}.`,
    );
  } catch (error) {
    throw new StepFailed(`The forward pass could not be played: ${/** @type {Error} */ (error).message}`);
  } finally {
    await app.close();
    rmSync(userFolder, { recursive: true, force: true, maxRetries: 5 });
  }
  return 0;
});

/** @param {import('playwright').Page} window */
async function walkStages(window) {
  const transport = window.getByRole('toolbar', { name: 'Forward pass' });
  const status = window.getByRole('status').filter({ hasText: /^\s*Stage \d+ of \d+/ });
  await transport.getByRole('button', { name: 'Run', exact: true }).click();
  await status.waitFor();
  await transport.getByRole('button', { name: 'First stage' }).click();

  const stages = [];
  for (let number = 1, total = 1; number <= total; number += 1) {
    if (number > 1) await transport.getByRole('button', { name: 'Next stage' }).click();
    await status.filter({ hasText: new RegExp(`^\\s*Stage ${number} of `) }).waitFor();
    const [, count = '1', name = ''] = /of (\d+): (.*)/.exec(await readText(status)) ?? [];
    total = Number(count);
    stages.push([String(number), name, ...(await readInspector(window))]);
  }
  return stages;
}

/** @param {import('playwright').Page} window
 * @returns {Promise<string[]>} input shape, output shape and output values, as the window shows them */
async function readInspector(window) {
  const inspector = window.getByRole('region', { name: 'Inspector' });
  const output = inspector
    .getByRole('table', { name: 'Output', exact: true })
    .or(inspector.getByRole('grid', { name: 'Output', exact: true }));
  const cells = output.getByRole('cell').or(output.getByRole('gridcell'));
  await cells.first().waitFor();
  return [
    await readText(inspector.getByLabel('Input shape', { exact: true })),
    await readText(inspector.getByLabel('Output shape', { exact: true })),
    shorten(await cells.allInnerTexts()),
  ];
}

/** @param {import('playwright').Locator} place */
async function readText(place) {
  return (await place.innerText()).replace(/\s+/g, ' ').trim();
}

/** @param {string[]} values */
function shorten(values) {
  const shown = values
    .slice(0, 6)
    .map((value) => value.trim())
    .join(' ');
  return values.length > 6 ? `${shown} ... (${values.length} values)` : shown;
}

/** @param {string[][]} rows */
function formatTable(rows) {
  const widths = columns.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

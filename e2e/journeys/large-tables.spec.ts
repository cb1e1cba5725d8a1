/** Files of many rows: read and prepared beside the window, shown on the way, given up without a trace. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { zipSync } from 'fflate';
import { encodeNpy } from '#shared/tensor/npy';
import { expect, test } from '../app';
import { writeChain } from '../pages/networks';

test('twenty thousand rows of a hundred numbers are opened, prepared anew and learned from', async ({
  app,
  userData,
}) => {
  const { header, training, page } = app;
  const rows = 20_000;
  const width = 100;
  const network = path.join(userData, 'wide.loom');
  await writeChain(network, [
    { kind: 'Input', attributes: { shape: [1, width] } },
    { kind: 'Linear', attributes: { out_features: 2 } },
  ]);
  const values = Float32Array.from({ length: rows * width }, (_, at) => Math.sin(at) + (at % width));
  const classes = Uint8Array.from({ length: rows }, (_, row) => Number(Math.sin(row * width) > 0));
  const file = path.join(userData, 'many.npz');
  const arrays = {
    'x_train.npy': encodeNpy({ dtype: 'float32', shape: [rows, width], values }),
    'y_train.npy': encodeNpy({ dtype: 'uint8', shape: [rows], values: classes }),
  };
  await writeFile(file, zipSync(arrays, { level: 0 }));

  await app.answerOpenDialog(network);
  await page.keyboard.press('Control+o');
  await expect(app.canvas.node('Layer 2')).toBeVisible();
  await header.mode('Train').click();
  await app.answerOpenDialog(file);
  await training.openFile.click();
  await expect(page.getByText('20000 rows, 100 features · classes 0, 1')).toBeVisible();
  await page.getByRole('combobox', { name: 'Scale' }).selectOption('0 to 1');
  await expect(page.getByText('(x −').first()).toBeVisible();
  await training.oneEpoch.click();
  await expect(page.getByText('1 epoch trained')).toBeVisible();
  // The engine holds the rows by now: the next epoch goes on from the first.
  await training.oneEpoch.click();
  await expect(page.getByText('2 epochs trained')).toBeVisible();
});

test('opening a large table is shown, and Cancel leaves everything as it was', async ({ app, userData }) => {
  const { header, training, page } = app;
  const file = path.join(userData, 'long.csv');
  await writeFile(
    file,
    `a,b,c,y\n${'0.125,2.5,some words,1\n'.repeat(99_000)}`.concat('1,2,3,4\n'.repeat(2_000_000)),
  );
  await header.mode('Train').click();
  const ownRows = page.getByText('200 rows, 3 features');
  await expect(ownRows).toBeVisible();
  await app.answerOpenDialog(file);
  await training.openFile.click();
  const dialog = page.getByRole('alertdialog', { name: 'Opening long.csv' });
  await expect(dialog.getByRole('progressbar')).toBeVisible();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(dialog).toBeHidden();
  await expect(training.openFile).toBeEnabled();
  await expect(ownRows).toBeVisible();
  // The next file is read by a thread of its own.
  await writeFile(file, 'a,b,y\n1,2,0\n3,4,1\n');
  await training.openFile.click();
  await expect(page.getByText('2 rows, 2 features')).toBeVisible();
});

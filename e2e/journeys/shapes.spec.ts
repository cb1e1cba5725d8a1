/** Shapes: the summary of the lesson, of a network the test builds, of a half-built one, and of a very long one. */
import path from 'node:path';
import { expect, test } from '../app';
import { writeChain } from '../pages/networks';

test('the lesson’s summary, and what more rows at once make of it', async ({ app }) => {
  const { header, shapes, transport } = app;
  await header.mode('Shapes').click();
  await expect(shapes.figure('Parameters')).toHaveText('26');
  await expect(shapes.figure('Size of parameters')).toHaveText('104 bytes');
  await expect(shapes.figure('Activations')).toHaveText('60 bytes');
  await expect(shapes.figure('Multiply-adds')).toHaveText('26');
  await expect(shapes.totals).toContainText('Most parameters: Linear Layer 1, 62%');
  await expect(shapes.row('Input')).toHaveText(['–', '1 x 3', '–', '–', '–', '12 bytes']);
  await expect(shapes.row('Linear Layer 1')).toHaveText([
    '1 x 3',
    '1 x 4',
    '16',
    '16',
    '64 bytes',
    '16 bytes',
  ]);
  await expect(shapes.row('Linear Layer 2')).toHaveText([
    '1 x 4',
    '1 x 2',
    '10',
    '10',
    '40 bytes',
    '8 bytes',
  ]);
  await expect(shapes.row('Softmax')).toHaveText(['1 x 2', '1 x 2', '–', '–', '–', '8 bytes']);
  await expect(shapes.blocks.getByRole('button')).toHaveCount(5);

  await shapes.rowsAtOnce.fill('32');
  await shapes.rowsAtOnce.press('Enter');
  await expect(shapes.sentence).toHaveText(
    '32 rows at once: 32 times the activations and 32 times the multiply-adds of one row. The 26 parameters stay: every row is worked out with the same ones.',
  );
  await expect(shapes.figure('Parameters')).toHaveText('26');
  await expect(shapes.figure('Activations')).toHaveText('1.9 kB');
  await expect(shapes.figure('Multiply-adds')).toHaveText('832');
  await expect(shapes.row('Linear Layer 1')).toHaveText([
    '32 x 3',
    '32 x 4',
    '16',
    '512',
    '64 bytes',
    '512 bytes',
  ]);
  await expect(shapes.block('Softmax')).toHaveAccessibleName('Softmax, 32 x 2');
  await expect(shapes.slider).toHaveValue('5');
  await shapes.slider.focus();
  await shapes.slider.press('ArrowRight');
  await expect(shapes.rowsAtOnce).toHaveValue('64');

  // The place is kept, and the network stays as it is.
  await header.mode('Build').click();
  await expect(app.canvas.node('Linear 1')).toHaveAccessibleName('Linear 1, Linear, output 1 x 4');
  await expect(header.undo).toBeDisabled();
  await header.mode('Shapes').click();
  await expect(shapes.rowsAtOnce).toHaveValue('64');
  await shapes.back(1).click();
  await expect(shapes.block('Softmax')).toHaveAccessibleName('Softmax, 1 x 2');

  // One selection: by mouse, by keyboard, and from elsewhere.
  await shapes.block('ReLU').click();
  await expect(shapes.layer('ReLU')).toHaveAttribute('aria-pressed', 'true');
  await expect(transport.place).toHaveText('Stage 3 of 5: ReLU');
  await shapes.layer('ReLU').press('ArrowDown');
  await expect(shapes.layer('Linear Layer 2')).toBeFocused();
  await expect(transport.place).toHaveText('Stage 4 of 5: Linear Layer 2');
  await transport.last.click();
  await expect(shapes.block('Softmax')).toHaveAttribute('aria-pressed', 'true');
});

test('a network of the test’s own, half built and whole', async ({ app }) => {
  const { canvas, header, inspector, palette, shapes } = app;
  await header.chooseFile('New');
  await header.mode('Shapes').click();
  await expect(app.page.getByText('There is no shape yet.')).toBeVisible();
  await header.mode('Build').click();
  await palette.drag('Input', 0.2, 0.3);
  await palette.drag('Conv2d', 0.6, 0.3);
  await palette.drag('ReLU', 0.4, 0.65);
  await canvas.node('Input 1').click();
  await inspector.attribute('shape').fill('2 x 3 x 8 x 8');
  await inspector.attribute('shape').press('Enter');
  await canvas.wire('Input 1', 'Conv2d 1');
  await canvas.node('Conv2d 1').click();
  await inspector.attribute('out_channels').fill('5');
  await inspector.attribute('out_channels').press('Enter');

  await header.mode('Shapes').click();
  // 5 filters of 3 x 3 x 3 weights and a bias each, at 6 x 6 places of 2 pictures.
  const row = ['2 x 3 x 8 x 8', '2 x 5 x 6 x 6', '140', '10 080', '560 bytes', '1.4 kB'];
  await expect(shapes.row('Conv2d 1')).toHaveText(row);
  await expect(shapes.row('ReLU 1')).toHaveText([
    'ReLU 1 has nothing at its input x. Draw a wire to it from another layer.',
  ]);
  await expect(shapes.totals).toContainText('only what is complete is counted');
  await expect(shapes.rowsAtOnce).toHaveValue('2');
  await shapes.rowsAtOnce.fill('4');
  await shapes.rowsAtOnce.press('Enter');
  await expect(shapes.sentence).toContainText('4 times the activations and 4 times the multiply-adds');
  await expect(shapes.figure('Multiply-adds')).toHaveText('20 160');
  await expect(shapes.back(2)).toBeVisible();

  // More rows than an Input can hold.
  await shapes.rowsAtOnce.fill('50000');
  await shapes.rowsAtOnce.press('Enter');
  await expect(shapes.sentence).toContainText('With 50 000 rows at once Input 1 and what follows do not fit');
});

test('Delete does not take away what is out of sight', async ({ app }) => {
  const { canvas, header, page, shapes } = app;
  await header.mode('Shapes').click();
  await shapes.layer('ReLU').click();
  await page.keyboard.press('Delete');
  await shapes.layer('Softmax').click();
  await expect(shapes.layer('ReLU')).toBeVisible();
  await header.mode('Build').click();
  await canvas.node('ReLU').click();
  await page.keyboard.press('Delete');
  await expect(canvas.node('ReLU')).toBeHidden();
});

test('four hundred layers', async ({ app, userData }) => {
  const { header, shapes, code, page } = app;
  const file = path.join(userData, 'long.loom');
  const layers = Array.from({ length: 399 }, (_, at) =>
    at % 2 === 0 ? { kind: 'Linear', attributes: { out_features: 8 } } : { kind: 'ReLU' },
  );
  await writeChain(file, [{ kind: 'Input', attributes: { shape: [1, 8] } }, ...layers]);
  await app.answerOpenDialog(file);
  await page.keyboard.press('Control+o');
  await expect(header.title).toHaveText('long.loom');
  await header.mode('Shapes').click();
  // 200 layers of 8 x 8 weights and 8 biases.
  await expect(shapes.figure('Parameters')).toHaveText('14 400');
  // Rows follow as they come into sight.
  await expect(shapes.table).toHaveAttribute('aria-rowcount', '401');
  await expect.poll(() => shapes.table.getByRole('row').count()).toBeLessThan(200);
  await expect(async () => {
    await shapes.table.getByRole('row').last().scrollIntoViewIfNeeded();
    await expect(shapes.table.getByRole('row').last()).toHaveAttribute('aria-rowindex', '401', {
      timeout: 500,
    });
  }).toPass();
  await shapes.slider.fill('10');
  await expect(shapes.figure('Multiply-adds')).toHaveText('14 745 600');

  await header.mode('Code').click();
  await expect(code.line('import torch')).toBeVisible();
  // Only what is in sight is drawn.
  await expect.poll(() => code.lines.count()).toBeLessThan(100);
  await code.list.focus();
  await page.keyboard.press('End');
  await expect(code.lines.last()).toHaveText(/print\(network\(x\)\)/);
  await app.transport.first.click();
  await app.transport.next.click();
  await expect(code.line('self.layer_2 = nn.Linear(8, 8)')).toBeVisible();
});

/** A prediction followed through every layer, for the lesson's input, a row of the data and numbers of one's own. */
import { expect, test } from '../app';
import { settled } from '../settled';

test('the lesson’s input is followed through five layers to named probabilities', async ({ app }) => {
  const { header, page } = app;
  await header.mode('Predict').click();
  const trace = page.getByRole('list', { name: 'Prediction trace' });
  await expect(trace.getByRole('listitem')).toHaveCount(5);
  await expect(trace).toContainText('Layer 2: Linear Layer 1');
  await expect(trace.getByRole('listitem').nth(1)).toContainText('[0.10, 0.20, 0.30, 0.40]');
  const bars = page.getByRole('list', { name: 'Probabilities' }).getByRole('listitem');
  await expect(bars).toHaveText([/class 0\s*64\.6%/, /class 1\s*35\.4%/]);
  await trace.getByText('Layer 4: Linear Layer 2').click();
  await expect(page.getByRole('grid', { name: 'Linear Layer 2' }).getByRole('gridcell')).toHaveText([
    '0.500',
    '-0.100',
  ]);
  await expect(page.getByText('Stage 4 of 5: Linear Layer 2')).toBeVisible();
});

test('a row of the data is predicted, judged, and laid beside another', async ({ app }) => {
  const { header, page } = app;
  await header.mode('Predict').click();
  await page.getByRole('button', { name: 'Next row' }).click();
  await expect(page.getByLabel('Row', { exact: true })).toHaveValue('1');
  const verdict = page.getByRole('region', { name: 'Prediction' }).getByRole('status');
  await expect(verdict).toContainText(/right|wrong, it is class [01]/);
  const first = await settled(() => page.getByRole('list', { name: 'Probabilities' }).innerText());
  await page.getByRole('button', { name: 'Pin this input to compare' }).click();
  await page.getByRole('button', { name: 'Next row' }).click();
  await expect(page.getByText('Grey bars are of the pinned input.')).toBeVisible();
  const percent = /(\d+\.\d)%/.exec(first)?.[0] ?? 'none';
  await expect(page.getByRole('list', { name: 'Probabilities' }).getByRole('listitem').first()).toContainText(
    percent,
  );
  // Numbers of one's own are no row any more: nobody knows their right answer.
  const number = page.getByRole('region', { name: 'The input' }).getByRole('textbox', { name: 'Input 0, 0' });
  await number.fill('2');
  await number.press('Enter');
  await expect(verdict).not.toContainText(/right|wrong/);
});

test('a digit drawn by hand is recognised', async ({ app }) => {
  const { header, page } = app;
  await header.openLesson('LeNet reads digits');
  await header.mode('Predict').click();
  const verdict = page.getByRole('region', { name: 'Prediction' }).getByRole('status');
  await expect(verdict).toContainText('class 7');
  const pad = page.getByRole('application', { name: 'Drawing pad' });
  const box = await settled(() => pad.boundingBox());
  const draw = async (places: readonly (readonly [number, number])[]): Promise<void> => {
    for (const [at, [x, y]] of places.entries()) {
      await page.mouse.move(box.x + x * box.width, box.y + y * box.height, { steps: 4 });
      if (at === 0) await page.mouse.down();
    }
    await page.mouse.up();
  };
  await draw([
    [0.5, 0.15],
    [0.5, 0.85],
  ]);
  await expect(verdict).toContainText('class 1');
  await page.getByRole('button', { name: 'Clear the pad' }).click();
  const circle = Array.from({ length: 25 }, (_, at): [number, number] => {
    const angle = (at / 24) * 2 * Math.PI;
    return [0.5 + 0.22 * Math.sin(angle), 0.5 - 0.33 * Math.cos(angle)];
  });
  await draw(circle);
  await expect(verdict).toContainText('class 0');
});

/** Rows of one's own that can be read in more than one way: what is decided is said, what is not is asked. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from '../app';

test('a sign that could be either is asked for, and stays as it was chosen', async ({ app, userData }) => {
  const { header, training, page } = app;
  const file = path.join(userData, 'prices.csv');
  const rows = Array.from(
    { length: 30 },
    (_, at) => `${1 + (at % 5)}.${250 + at};${at % 7};${2 + (at % 3)};k${at % 2}`,
  );
  await writeFile(file, `price;b;c;kind\n${rows.join('\n')}\n`);
  await header.mode('Train').click();
  await app.answerOpenDialog(file);
  await training.openFile.click();
  const card = page.getByRole('region', { name: 'Data', exact: true }).getByRole('alert');
  await expect(card).toContainText('Row 1, price: “1.250” can be 1.25 or 1250');
  const sign = page.getByRole('group', { name: 'Decimal sign' });
  await expect(sign).toContainText('price (“1.250” is 1250)');
  await expect(sign.getByRole('radio', { checked: true })).toHaveCount(0);
  await expect(page.getByRole('combobox', { name: 'Answers are' })).toHaveValue('class');
  const columns = page.getByRole('region', { name: 'Columns' });
  await expect(columns.getByRole('row', { name: /^price/ })).toContainText('“1.250”: 1.25 or 1250');
  await sign.getByRole('radio', { name: 'Comma' }).check();
  await expect(card).toBeHidden();
  await expect(columns.getByRole('row', { name: /^price/ })).toContainText('1250.0 to 5279.0');
  await header.undo.click();
  await expect(card).toBeVisible();
  await card.getByRole('button', { name: 'Read “1.250” as 1.25' }).click();
  await expect(columns.getByRole('row', { name: /^price/ })).toContainText('1.25 to 5.279');
  await expect(sign.getByRole('radio', { name: 'Point' })).toBeChecked();
});

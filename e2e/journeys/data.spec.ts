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

test('a first row of numbers is judged and can be turned, and counted classes are classes', async ({
  app,
  userData,
}) => {
  const { header, training, page } = app;
  const file = path.join(userData, 'pandas.csv');
  const rows = Array.from(
    { length: 30 },
    (_, at) => `${(at % 7) / 10 + 0.05},${(at % 3) / 10 + 0.51},-0.25,${1 + (at % 3)}`,
  );
  await writeFile(file, `0,1,2,3\n${rows.join('\n')}\n`);
  await header.mode('Train').click();
  await app.answerOpenDialog(file);
  await training.openFile.click();
  await expect(page.getByText('30 rows, 3 features · classes 1, 2, 3')).toBeVisible();
  await expect(training.setting('Loss')).toHaveValue('CrossEntropyLoss');
  const notes = page.getByRole('list', { name: 'What was done to the rows' });
  await expect(notes).toContainText('The first row is taken as the heading: 0, 1, 2, 3.');
  await expect(notes).toContainText('3 is taken as classes, since that is what the loss needs: 1, 2, 3.');
  const heading = page.getByRole('checkbox', { name: 'First row is a heading' });
  await heading.uncheck();
  await expect(page.getByText('31 rows, 3 features')).toBeVisible();
  await header.undo.click();
  await expect(heading).toBeChecked();
  await training.setting('Answers are').selectOption('Numbers');
  await expect(
    page.getByText('The loss is MSELoss now: CrossEntropyLoss cannot take these answers.'),
  ).toBeVisible();
});

test('rows without a network get one made for them, in the mode a new one begins in', async ({
  app,
  userData,
}) => {
  const { header, training, page } = app;
  const file = path.join(userData, 'two.csv');
  const rows = Array.from(
    { length: 40 },
    (_, at) => `${at % 10},${(at % 10) + 1},${at % 10 < 5 ? 'low' : 'high'}`,
  );
  await writeFile(file, `a,b,kind\n${rows.join('\n')}\n`);
  await header.mode('Train').click();
  await page.keyboard.press('Control+N');
  await expect(header.mode('Build')).toHaveAttribute('aria-selected', 'true');
  await header.mode('Train').click();
  await app.answerOpenDialog(file);
  await training.openFile.click();
  const card = page.getByRole('region', { name: 'Data', exact: true }).getByRole('alert');
  await expect(card).toContainText('There is no network for these rows yet.');
  await card.getByRole('button', { name: 'Make a network for these rows' }).click();
  await expect(card).toBeHidden();
  await training.set('Epochs', '3');
  await training.train.click();
  await training.watch('Curves');
  await expect(training.rows()).toHaveCount(4);
  // Two features, 16 in the middle, two classes: 2 · 16 + 16 and 16 · 2 + 2.
  await header.mode('Shapes').click();
  await expect(page.getByText('82', { exact: true }).first()).toBeVisible();
});

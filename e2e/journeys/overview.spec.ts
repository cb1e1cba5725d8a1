/** The overview: what a network is for, with its own numbers, on the lesson and on any network. */
import { expect, test } from '../app';

test('the lesson’s overview tells its five stages with their values', async ({ app }) => {
  const { header, page } = app;
  await header.mode('Overview').click();
  await expect(page.getByText('about 12 minutes')).toBeVisible();
  await expect(page.getByText('5 stages · 26 parameters')).toBeVisible();
  const cards = page.getByRole('list', { name: 'Pipeline' }).getByRole('listitem');
  await expect(cards).toHaveCount(5);
  await expect(cards.nth(0)).toContainText('0.501.00-1.50');
  await expect(cards.nth(1)).toContainText('1 x 3 → 1 x 4');
  await expect(cards.nth(1)).toContainText('[0.1, 0.2, 0.3, 0.4]');
  await expect(cards.nth(3)).toContainText('[0.5, -0.1]');
  await expect(cards.nth(4)).toContainText('0.650.35');
  const insight = page.getByRole('complementary', { name: 'Key insight' });
  await expect(insight).toContainText('class 0, with a probability of 0.646');
  await cards.nth(3).getByRole('button', { name: 'Linear Layer 2' }).click();
  await page.getByRole('button', { name: 'Step through it' }).click();
  await expect(page.getByText('Stage 4 of 5: Linear Layer 2')).toBeVisible();
});

test('a network of one’s own has an overview, too', async ({ app }) => {
  const { header, page } = app;
  await header.chooseFile('New');
  await header.mode('Overview').click();
  await expect(page.getByText('There is no layer yet.')).toBeVisible();
  await header.openLesson('Forward pass computation in PyTorch');
  await header.mode('Build').click();
  await app.canvas.node('Linear 1').click();
  await app.inspector.number('bias', 0).fill('0.25');
  await app.inspector.number('bias', 0).press('Enter');
  await header.mode('Overview').click();
  await expect(page.getByRole('list', { name: 'Pipeline' })).toContainText('[0.435, 0.2, 0.3, 0.4]');
});

test('every lesson opens with its own text, and shows the modes it names', async ({ app }) => {
  const { header, page } = app;
  for (const [title, topic] of [
    ['A single neuron', 'One neuron'],
    ['Exclusive or, and why depth', 'Depth'],
    ['Activations compared', 'Activations'],
    ['Softmax and temperature', 'Probabilities'],
    ['Iris: learning by heart', 'Overfitting'],
    ['LeNet reads digits', 'Convolution'],
  ] as const) {
    await header.openLesson(title);
    await header.mode('Overview').click();
    await expect(page.getByText(topic, { exact: true })).toBeVisible();
    await expect(page.getByRole('heading', { level: 2, name: title })).toBeVisible();
    // Every live value has been computed.
    await expect(page.getByTitle('Known once it has run')).toHaveCount(0);
  }
  await expect(header.mode('Train')).toBeVisible();
  await header.openLesson('Activations compared');
  await expect(header.mode('Train')).toHaveCount(0);
});

/** A network from nothing: by mouse, by keyboard, and what does not fit. */
import { expect, test, type App } from '../app';
import { settled } from '../settled';

const dense = (x: number[], weight: number[], bias: number[]): number[] =>
  bias.map((b, row) =>
    x.reduce((sum, value, column) => sum + value * (weight[row * x.length + column] ?? 0), b),
  );

async function buildByMouse({ canvas, header, palette }: App): Promise<void> {
  await header.chooseFile('New');
  await palette.drag('Input', 0.16, 0.2);
  await palette.drag('Linear', 0.5, 0.2);
  await palette.drag('ReLU', 0.84, 0.2);
  await palette.drag('Linear', 0.25, 0.6);
  await palette.drag('Softmax', 0.65, 0.6);
  await canvas.wire('Input 1', 'Linear 1');
  await canvas.wire('Linear 1', 'ReLU 1');
  await canvas.wire('ReLU 1', 'Linear 2');
  await canvas.wire('Linear 2', 'Softmax 1');
}

test('drag, wire, run and step; the numbers are those of a forward pass worked out here', async ({ app }) => {
  const { canvas, inspector, transport } = app;
  await buildByMouse(app);
  await expect(canvas.node('Softmax 1')).toHaveAccessibleName('Softmax 1, Softmax, output 1 x 4');
  await expect(app.problems).toBeHidden();
  await transport.run.click();

  await canvas.node('Input 1').click();
  const x = await settled(() => inspector.readNumbers('Input'));
  const layers: { weight: number[]; bias: number[] }[] = [];
  for (const name of ['Linear 1', 'Linear 2']) {
    await canvas.node(name).click();
    await expect(inspector.region.getByLabel('Name', { exact: true })).toHaveValue(name);
    const weight = await settled(() => inspector.readNumbers('weight'));
    layers.push({ weight, bias: await settled(() => inspector.readNumbers('bias')) });
  }
  const hidden = dense(x, layers[0]?.weight ?? [], layers[0]?.bias ?? []);
  const active = hidden.map((value) => Math.max(0, value));
  const scores = dense(active, layers[1]?.weight ?? [], layers[1]?.bias ?? []);
  const total = scores.reduce((sum, score) => sum + Math.exp(score), 0);
  const expected = [x, hidden, active, scores, scores.map((score) => Math.exp(score) / total)];

  await transport.first.click();
  for (const [at, numbers] of expected.entries()) {
    await expect(transport.place).toContainText(`Stage ${at + 1} of 5`);
    await expect(async () => {
      const shown = await inspector.readOutputs();
      expect(shown).toHaveLength(numbers.length);
      shown.forEach((value, index) => expect(value).toBeCloseTo(numbers[index] ?? Number.NaN, 2));
    }).toPass();
    if (at < 4) await transport.next.click();
  }
});

test('a picture before a Linear layer is mended by inserting Flatten', async ({ app }) => {
  const { canvas, inspector } = app;
  await canvas.node('Linear 1').click();
  await inspector.attribute('in_features').fill('784');
  await inspector.attribute('in_features').press('Enter');
  await canvas.node('Input').click();
  await inspector.attribute('shape').fill('1 x 28 x 28');
  await inspector.attribute('shape').press('Enter');
  await expect(app.problems).toContainText(
    'Linear Layer 1 expects 784 features but gets 1 x 28 x 28. Set in_features to 28, or insert Flatten.',
  );
  await app.problems.getByRole('button', { name: 'Insert Flatten' }).click();
  await expect(app.problems).toBeHidden();
  await expect(canvas.node('Flatten 1')).toHaveAccessibleName('Flatten 1, Flatten, output 1 x 784');
  await app.transport.run.click();
  await canvas.node('Softmax').click();
  await expect(async () => {
    const [a = 0, b = 0, ...others] = await inspector.readOutputs();
    expect(others).toEqual([]);
    expect(a + b).toBeCloseTo(1, 2);
  }).toPass();
});

test('a wire that would make a loop is refused with a sentence', async ({ app }) => {
  const { canvas } = app;
  await canvas.wire('Linear 2', 'Linear 1');
  await expect(app.notices).toContainText('would make a loop');
  await expect(canvas.node('Softmax')).toHaveAccessibleName('Softmax, Softmax, output 1 x 2');
});

test('keyboard alone: search, add, wire, run', async ({ app }) => {
  const { canvas, inspector, transport, page } = app;
  await page.keyboard.press('Control+n');
  for (const word of ['input', 'fully connected']) {
    await page.keyboard.press('/');
    await page.keyboard.type(word);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('dialog')).toBeHidden();
  }
  // It is wired to what it was put beside; parted, its ports join it again.
  await expect(canvas.node('Linear 1')).toHaveAccessibleName('Linear 1, Linear, output 1 x 4');
  await canvas.node('Input 1').focus();
  await page.keyboard.press('w');
  await page.keyboard.press('Enter');
  await expect(canvas.node('Linear 1')).toHaveAccessibleName('Linear 1, Linear, output not known yet');
  await canvas.output('Input 1').focus();
  await page.keyboard.press('Enter');
  await canvas.input('Linear 1').focus();
  await page.keyboard.press('Enter');
  await expect(canvas.node('Linear 1')).toHaveAccessibleName('Linear 1, Linear, output 1 x 4');
  await page.keyboard.press('Control+Enter');
  await expect(transport.place).toContainText('of 2');
  await expect(inspector.output.getByRole('gridcell').first()).toBeVisible();
});

test('copy, paste, bypass, delete and group, each one undo step', async ({ app }) => {
  const { canvas, header, page } = app;
  await canvas.node('ReLU').click();
  await page.keyboard.press('Control+d');
  await expect(canvas.node('ReLU 1')).toBeVisible();
  await page.keyboard.press('Delete');
  await expect(canvas.node('ReLU 1')).toBeHidden();
  await canvas.node('ReLU').click();
  await page.keyboard.press('m');
  await page.keyboard.press('Control+g');
  await expect(page.getByRole('region', { name: 'Group 1' })).toBeVisible();
  for (let step = 0; step < 4; step++) await header.undo.click();
  await expect(header.undo).toBeDisabled();
  await expect(page.getByRole('region', { name: 'Group 1' })).toBeHidden();
});

test('a port that an attribute adds is wired like any other', async ({ app }) => {
  const { canvas, header, inspector, page, palette } = app;
  await header.chooseFile('New');
  await palette.layer('Input').click();
  await inspector.attribute('shape').fill('1 x 3 x 2');
  await page.keyboard.press('Enter');
  await palette.layer('LSTM').click();
  await canvas.wire('Input 1', 'LSTM 1');
  await canvas.node('LSTM 1').click();
  await inspector.attribute('initial_state').check();
  // Beside nothing, it stands by itself.
  await canvas.region.click({ position: { x: 40, y: 300 } });
  await palette.layer('LSTM').click();
  for (const state of ['h', 'c']) await canvas.wire('LSTM 2', 'LSTM 1', `${state}_0`, `${state}_n`);
  const wires = canvas.region.getByRole('group', { name: 'Wire from LSTM 2 to LSTM 1' });
  await expect(wires).toHaveCount(2);
  // Each is drawn, from a port and to a port of its own.
  const readLines = () =>
    wires
      .locator('path')
      .evaluateAll((paths) =>
        paths.map((path) => path.getAttribute('d') ?? '').filter((line) => line !== ''),
      );
  await expect.poll(async () => new Set(await readLines()).size).toBeGreaterThanOrEqual(2);
});

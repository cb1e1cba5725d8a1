/** Code: the lesson in PyTorch, ONNX and equations, lines and layers lighting each other up; copied. */
import { expect, test } from '../app';
import { settled } from '../settled';

test('a line lights its layer, and a layer its lines', async ({ app }) => {
  const { canvas, code, header, page, transport } = app;
  await header.mode('Code').click();
  await code.line('self.linear_1 = nn.Linear(3, 4)').click();
  await expect(transport.place).toHaveText('Stage 2 of 5: Linear Layer 1');
  await expect(code.lit).toHaveText([
    'self.linear_1 = nn.Linear(3, 4)',
    'x = self.linear_1(x)  # 1 x 4',
    '"linear_1.weight": torch.tensor([[0.07, 0.27, 0.08], [0.07, -0.04, -0.32], [-0.44, -0.94, -0.95], [0.56, -0.08, -0.2]]),',
    '"linear_1.bias": torch.tensor([-0.085, -0.275, 0.035, -0.1]),',
  ]);
  // On the canvas beside it, too; and from there back.
  await expect(canvas.node('Linear 1')).toBeVisible();
  await canvas.node('Softmax').click();
  await expect(code.line('x = self.softmax(x) # 1 x 2')).toHaveAttribute('aria-selected', 'true');

  // The same selection in the other two, and in every other mode.
  await code.writeAs('ONNX');
  await expect(code.lit).toHaveText(['float[1,2] softmax', 'softmax = Softmax <axis = -1> (linear_2)']);
  await code.line('relu = Relu (linear_1)').click();
  await code.writeAs('Equations');
  await expect(code.lit).toContainText(/^\s*ReLU\s*1 x 4/);
  await header.mode('Shapes').click();
  await expect(app.shapes.layer('ReLU')).toHaveAttribute('aria-pressed', 'true');
  await header.mode('Code').click();
  await expect(code.list).toHaveAccessibleName('Equations');

  // By keyboard: the list is one stop, the arrows walk through its lines.
  await code.list.focus();
  await page.keyboard.press('Home');
  await expect(transport.place).toHaveText('Stage 1 of 5: Input');
  await page.keyboard.press('ArrowDown');
  await expect(transport.place).toHaveText('Stage 2 of 5: Linear Layer 1');
  await expect(code.lit).toContainText(/Linear Layer 1.*weight 4 x 3/s);
});

test('a network of the test’s own, from nothing to half built to whole', async ({ app }) => {
  const { canvas, code, header, inspector, page, palette } = app;
  await header.chooseFile('New');
  await header.mode('Code').click();
  await expect(code.region).toContainText('There is nothing to write yet.');
  await expect(code.copy).toBeDisabled();
  await header.mode('Build').click();
  await palette.drag('Input', 0.2, 0.3);
  await palette.drag('Linear', 0.6, 0.3);
  await palette.drag('Add', 0.4, 0.65);
  await canvas.wire('Input 1', 'Linear 1');
  await canvas.node('Linear 1').click();
  await inspector.attribute('out_features').fill('3');
  await inspector.attribute('out_features').press('Enter');
  await canvas.wire('Linear 1', 'Add 1', 'a');

  await header.mode('Code').click();
  const missing = 'Add 1 has nothing at its input b. Draw a wire to it from another layer.';
  for (const [name, text] of [
    ['PyTorch', `# ${missing}`],
    ['ONNX', `# ${missing}`],
    ['Equations', missing],
  ] as const) {
    await code.writeAs(name);
    await code.line(new RegExp(text)).click();
    await expect(code.lit).toContainText(missing);
  }
  await code.writeAs('PyTorch');
  await expect(code.line('self.linear_1 = nn.Linear(3, 3)')).toBeVisible();

  // The canvas is there to mend it: a residual connection.
  await canvas.wire('Input 1', 'Add 1', 'b');
  await expect(code.line('x = linear_1 + x')).toHaveCount(0);
  await code.copy.click();
  await expect.poll(() => app.readClipboard()).toContain('+ x');
  const program = await settled(() => app.readClipboard());
  expect(program).toContain('        linear_1 = self.linear_1(x)  # 1 x 3\n');
  expect(program).toContain('        x = linear_1 + x             # 1 x 3\n');
  await page.keyboard.press('Control+z');
  await expect(code.line(`# ${missing}`)).toBeVisible();
});

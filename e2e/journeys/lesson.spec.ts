/** The lesson, from launch to the last stage, with its numbers. */
import { expect, test } from '../app';

const stages = [
  { name: 'Input', shape: '1 x 3', values: ['0.500', '1.000', '-1.500'] },
  { name: 'Linear Layer 1', shape: '1 x 4', values: ['0.100', '0.200', '0.300', '0.400'] },
  { name: 'ReLU', shape: '1 x 4', values: ['0.100', '0.200', '0.300', '0.400'] },
  { name: 'Linear Layer 2', shape: '1 x 2', values: ['0.500', '-0.100'] },
  { name: 'Softmax', shape: '1 x 2', values: ['0.646', '0.354'] },
];

test('runs and steps through the five stages', async ({ app }) => {
  const { transport, inspector, canvas, header } = app;
  await expect(canvas.node('Linear 1')).toHaveAccessibleName('Linear 1, Linear, output 1 x 4');
  await transport.run.click();
  await header.mode('Data Flow').click();
  await transport.first.click();
  for (const [at, { name, shape, values }] of stages.entries()) {
    await expect(transport.place).toHaveText(`Stage ${at + 1} of 5: ${name}`);
    await expect(inspector.outputShape).toHaveText(shape);
    await expect(inspector.output.getByRole('gridcell')).toHaveText(values);
    if (at < 4) await transport.next.click();
  }
  await transport.next.click();
  await expect(transport.place).toHaveText('Stage 5 of 5: Softmax');
});

test('steps by arrow keys when the transport has focus', async ({ app }) => {
  const { transport } = app;
  await transport.run.click();
  await transport.next.focus();
  await app.page.keyboard.press('ArrowRight');
  await expect(transport.place).toHaveText('Stage 2 of 5: Linear Layer 1');
  await app.page.keyboard.press('ArrowRight');
  await app.page.keyboard.press('ArrowLeft');
  await expect(transport.place).toHaveText('Stage 2 of 5: Linear Layer 1');
  await app.page.keyboard.press('End');
  await expect(transport.place).toHaveText('Stage 5 of 5: Softmax');
});

test('steps by arrow keys when nothing has the focus, as after a start', async ({ app }) => {
  const { transport } = app;
  await app.page.keyboard.press('Control+Enter');
  await expect(transport.place).toHaveText('Stage 1 of 5: Input');
  await app.page.keyboard.press('ArrowRight');
  await expect(transport.place).toHaveText('Stage 2 of 5: Linear Layer 1');
});

test('plays to a breakpoint', async ({ app }) => {
  const { transport, canvas } = app;
  await transport.run.click();
  await canvas.node('ReLU').click();
  await app.page.keyboard.press('F9');
  await transport.first.click();
  await app.page.getByRole('combobox', { name: 'Speed' }).selectOption('4×');
  await transport.play.click();
  await expect(transport.place).toHaveText('Stage 3 of 5: ReLU');
  await expect(transport.play).toBeVisible();
});

test('says the sum behind a number, and lights up where it came from', async ({ app }) => {
  const { transport, inspector, canvas } = app;
  await transport.run.click();
  await canvas.node('Linear 1').click();
  await inspector.outputNumber(0).click();
  await expect(inspector.sum).toContainText('0.5·0.07 + 1.0·0.27 + (-1.5)·0.08 + (-0.085) = 0.1');
  await expect(inspector.sum).toContainText('same as the engine');
  await canvas.node('Softmax').click();
  await inspector.outputNumber(1).click();
  await expect(inspector.sum).toContainText('exp(-0.1) / (exp(0.5) + exp(-0.1)) = 0.3543');
});

test('what is no number is said, and the old value stays', async ({ app }) => {
  const { transport, inspector, canvas } = app;
  await transport.run.click();
  await canvas.node('Linear 1').click();
  const weight = inspector.number('weight', 0, 0);
  await weight.fill('NaN');
  await weight.blur();
  await expect(inspector.region.getByRole('alert')).toContainText(
    '"NaN" is not a finite number, so the old value stays',
  );
  await expect(weight).toHaveValue('0.07');
  await expect(inspector.output.getByRole('gridcell')).toHaveText(['0.100', '0.200', '0.300', '0.400']);
});

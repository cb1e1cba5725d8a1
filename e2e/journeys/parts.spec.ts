/** A layer with several answers: each at a port of its own, wired, read and explained like any other. */
import { expect, test } from '../app';
import { settled } from '../settled';

test('a row is cut in two, both parts are wired, and their numbers are seen', async ({ app }) => {
  const { canvas, header, inspector, page, palette, transport } = app;
  await header.chooseFile('New');
  await palette.drag('Input', 0.16, 0.2);
  await inspector.attribute('shape').fill('1 x 4');
  await page.keyboard.press('Enter');
  await palette.drag('Chunk', 0.5, 0.2);
  await palette.drag('Subtract', 0.84, 0.2);
  await canvas.wire('Input 1', 'Chunk 1');
  for (const port of ['y1', 'y2']) await expect(canvas.output('Chunk 1', port)).toBeVisible();
  await canvas.wire('Chunk 1', 'Subtract 1', 'a', 'y1');
  await canvas.wire('Chunk 1', 'Subtract 1', 'b', 'y2');
  await expect(canvas.node('Subtract 1')).toHaveAccessibleName('Subtract 1, Subtract, output 1 x 2');
  await expect(app.problems).toBeHidden();
  await transport.run.click();

  await canvas.node('Input 1').click();
  await expect.poll(() => inspector.readNumbers('Input')).toHaveLength(4);
  const [a = 0, b = 0, c = 0, d = 0] = await settled(() => inspector.readNumbers('Input'));

  await canvas.node('Chunk 1').click();
  const part = (name: string) =>
    inspector.region.getByRole('grid', { name, exact: true }).getByRole('gridcell');
  await expect(part('y1')).toHaveText([a, b].map((value) => value.toFixed(3)));
  await expect(part('y2')).toHaveText([c, d].map((value) => value.toFixed(3)));
  // The sum of a number is that of its port.
  await part('y2').nth(1).click();
  await expect(inspector.sum).toContainText(String(d));

  await canvas.node('Subtract 1').click();
  await expect(inspector.output.getByRole('gridcell')).toHaveText(
    [a - c, b - d].map((value) => value.toFixed(3)),
  );

  // A part that is no longer there takes its wire with it, and comes back with it.
  await canvas.node('Chunk 1').click();
  await inspector.attribute('chunks').fill('1');
  await page.keyboard.press('Enter');
  await expect(canvas.output('Chunk 1', 'y2')).toBeHidden();
  await expect(app.problems.getByRole('listitem').first()).toContainText(
    'Subtract 1 has nothing at its input b',
  );
  await header.undo.click();
  await expect(app.problems).toBeHidden();
  await expect(canvas.node('Subtract 1')).toHaveAccessibleName('Subtract 1, Subtract, output 1 x 2');
});

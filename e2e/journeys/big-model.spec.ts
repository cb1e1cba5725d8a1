/** A model of two thousand operators opens as blocks that can be read, and is run, opened up and stepped through. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { encodeModel } from '#shared/onnx/encode';
import { expect, test } from '../app';

const layers = 100;
const each = 20;

/** A hundred alike layers, one after the other, named as PyTorch's exporter names what is in them. */
function manyCosines(): Uint8Array {
  const names = Array.from({ length: layers * each }, (_, at) => {
    const part = at % each < each / 2 ? 'attn' : 'mlp';
    return `/model/layers.${Math.floor(at / each)}/${part}/Cos_${at % each}`;
  });
  const info = (name: string) => ({ name, dtype: 'float32' as const, shape: [1, 2] });
  const valueOf = (at: number) =>
    at < 0 ? 'x' : at === names.length - 1 ? 'y' : `${names[at] ?? ''}_output_0`;
  return encodeModel({
    name: 'many cosines',
    inputs: [info('x')],
    outputs: [info('y')],
    initializers: new Map(),
    nodes: names.map((name, at) => ({
      ...{ name, type: 'Cos', attributes: {} },
      inputs: [valueOf(at - 1)],
      outputs: [valueOf(at)],
    })),
  });
}

/** What is answered by so many of them. */
const cosines = (value: number, count: number): string =>
  Array.from({ length: count })
    .reduce<number>((found) => Math.cos(found), value)
    .toFixed(3);

test('two thousand operators are blocks that can be read, opened and stepped into', async ({
  app,
  userData,
}) => {
  test.setTimeout(180_000);
  const { canvas, header, inspector, notices, page, transport } = app;
  const file = path.join(userData, 'many.onnx');
  await writeFile(file, manyCosines());
  await app.answerOpenDialog(file);
  await header.chooseFile('Open…');
  await expect(notices).toContainText('Read many.onnx as 2001 nodes, 2000 of them operators', {
    timeout: 90_000,
  });

  const block = canvas.node('model\\.layers\\.1');
  await expect(block).toBeInViewport();
  // Its name is at least nine pixels high there, of fourteen.
  await expect.poll(async () => (await block.boundingBox())?.width ?? 0).toBeGreaterThan((192 * 9) / 14);
  await expect(canvas.node('model\\.layers\\.1\\.attn\\.Cos_0')).toHaveCount(0);

  await canvas.node('x').click();
  for (const [column, value] of [0.5, -2].entries())
    await inspector.number('Input', 0, column).fill(String(value));
  await inspector.number('Input', 0, 1).blur();
  await transport.run.click();
  await block.click();
  await expect(inspector.output.getByRole('gridcell')).toHaveText([cosines(0.5, 40), cosines(-2, 40)]);

  await page.keyboard.press('e');
  const first = canvas.node('model\\.layers\\.1\\.attn\\.Cos_0');
  await expect(first).toBeInViewport();
  // The view still moves: a click may miss.
  await expect(async () => {
    await first.click();
    const numbers = inspector.output.getByRole('gridcell');
    await expect(numbers).toHaveText([cosines(0.5, 21), cosines(-2, 21)], { timeout: 2000 });
  }).toPass();
  await transport.next.click();
  await expect(transport.place).toContainText('model.layers.1.attn.Cos_1');
  await expect(inspector.output.getByRole('gridcell')).toHaveText([cosines(0.5, 22), cosines(-2, 22)]);
});

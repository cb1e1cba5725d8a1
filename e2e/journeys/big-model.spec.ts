/** Models of many operators open as blocks that can be read, and are run, opened up level by level and stepped through. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { encodeModel } from '#shared/onnx/encode';
import type { OpNode } from '#shared/onnx/graph';
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

/** A transformer's twelve layers, in each an attention and what follows it, named as PyTorch's exporter names them. */
function twelveLayers(): Uint8Array {
  const nodes: OpNode[] = [];
  const add = (name: string, ...inputs: string[]): string => {
    const type = name.split('/').at(-1)?.replace(/_\d+$/, '') ?? '';
    const output = `${name}_output_0`;
    const attributes = type === 'Softmax' ? { axis: { int: -1 } } : {};
    nodes.push({ name, type, attributes, inputs, outputs: [output] });
    return output;
  };
  let last = add('/model/embed/Tanh', 'x');
  for (let at = 0; at < 12; at++) {
    const layer = `/model/h.${at}`;
    const attention = ['Cos', 'Sin', 'Softmax', 'Tan', 'Cos_1', 'out/Sin'].reduce(
      (read, type) => add(`${layer}/attn/${type}`, read),
      last,
    );
    const middle = add(`${layer}/Add`, attention, last);
    const after = ['Cos', 'Sin', 'Cos_1'].reduce((read, type) => add(`${layer}/mlp/${type}`, read), middle);
    last = add(`${layer}/Add_1`, after, middle);
  }
  const end = add('/norm/Cos', last);
  nodes.push({ name: '/head/Sin', type: 'Sin', attributes: {}, inputs: [end], outputs: ['y'] });
  const info = (name: string) => ({ name, dtype: 'float32' as const, shape: [2, 4] });
  return encodeModel({
    ...{ name: 'twelve layers', inputs: [info('x')], outputs: [info('y')] },
    ...{ initializers: new Map(), nodes },
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

  // A hundred alike layers in a row are one card; opened it shows them, closed.
  const all = canvas.node('model\\.layers\\.0 to layers\\.99');
  await expect(all).toHaveAccessibleName(/, x 100 alike in a row, block of 2000 layers, /);
  await expect(canvas.cards).toHaveCount(2);
  await canvas.node('x').click();
  for (const [column, value] of [0.5, -2].entries())
    await inspector.number('Input', 0, column).fill(String(value));
  await inspector.number('Input', 0, 1).blur();
  await transport.run.click();
  await all.click();
  const numbers = inspector.output.getByRole('gridcell');
  await expect(numbers).toHaveText([cosines(0.5, 2000), cosines(-2, 2000)]);

  await page.keyboard.press('e');
  const block = canvas.node('model\\.layers\\.1');
  await expect(block).toBeInViewport();
  // Its name is at least nine pixels high there, of fourteen.
  await expect.poll(async () => (await block.boundingBox())?.width ?? 0).toBeGreaterThan((192 * 9) / 14);
  await expect(canvas.node('model\\.layers\\.1\\.attn')).toHaveCount(0);

  await expect(async () => {
    await block.click();
    await expect(numbers).toHaveText([cosines(0.5, 40), cosines(-2, 40)], { timeout: 2000 });
  }).toPass();

  await page.keyboard.press('e');
  const attention = canvas.node('model\\.layers\\.1\\.attn');
  await expect(attention).toBeInViewport();
  // The view still moves: a click may miss.
  await expect(async () => {
    await attention.click();
    await expect(numbers).toHaveText([cosines(0.5, 30), cosines(-2, 30)], { timeout: 2000 });
  }).toPass();
  await transport.next.click();
  await expect(transport.place).toContainText('model.layers.1.mlp: Cos_19');
  await expect(inspector.output.getByRole('gridcell')).toHaveText([cosines(0.5, 40), cosines(-2, 40)]);
  await transport.previous.click();
  await page.keyboard.press('e');
  await expect(canvas.node('model\\.layers\\.1\\.attn\\.Cos_0')).toBeInViewport();
});

test('blocks open within blocks by keyboard, and what is searched for is found in them', async ({
  app,
  userData,
}) => {
  const { canvas, header, inspector, notices, page } = app;
  const file = path.join(userData, 'twelve.onnx');
  await writeFile(file, twelveLayers());
  await app.answerOpenDialog(file);
  await header.chooseFile('Open…');
  await expect(notices).toContainText('Read twelve.onnx');

  const all = canvas.node('model\\.h\\.0 to h\\.11');
  await expect(all).toHaveAccessibleName(/, x 12 alike in a row, /);
  await expect(canvas.cards).toHaveCount(5);
  const open = async (name: string) => {
    const card = canvas.node(name);
    await expect(card).toBeVisible();
    await card.focus();
    await expect(card).toHaveClass(/selected/);
    await page.keyboard.press('e');
    await expect(card).toBeHidden();
  };
  const finder = page.getByRole('dialog', { name: 'Find a layer' });
  const find = async (name: string) => {
    await page.keyboard.press('Control+f');
    await finder.getByRole('combobox').fill(name);
    await expect(finder.getByRole('option')).toHaveCount(1);
    await page.keyboard.press('Enter');
    await expect(finder).toBeHidden();
  };
  await open('model\\.h\\.0 to h\\.11');
  await expect(canvas.cards).toHaveCount(4 + 12);
  await open('model\\.h\\.7');
  // Within its layer a card is called by the rest of its path.
  await expect(canvas.node('model\\.h\\.7\\.attn').locator('.name')).toHaveText('attn');
  await open('model\\.h\\.7\\.attn');
  await expect(canvas.node('model\\.h\\.7\\.attn\\.Softmax').locator('.name')).toHaveText('Softmax');

  await find('h.7.attn.Softmax');
  await expect(canvas.node('model\\.h\\.7\\.attn\\.Softmax')).toBeInViewport();
  await expect(inspector.name).toHaveValue('model.h.7.attn.Softmax');

  // What a block hides is found, too: the card that it is on, and E goes in to it, a level at a time.
  await find('h.3.attn.Softmax');
  await expect(inspector.name).toHaveValue('model.h.3.attn.Softmax');
  await expect(canvas.node('model\\.h\\.3')).toHaveClass(/selected/);
  await expect(inspector.region).toContainText('Inside model.h.3, one of its');
  await page.keyboard.press('e');
  await expect(canvas.node('model\\.h\\.3\\.attn')).toHaveClass(/selected/);
  await page.keyboard.press('e');
  await expect(canvas.node('model\\.h\\.3\\.attn\\.Softmax')).toBeInViewport();

  // Closed, the frame of all takes with it what is open in it.
  await page.getByRole('button', { name: 'Close model.h.0 to h.11 to a block' }).focus();
  await page.keyboard.press('Enter');
  await expect(canvas.cards).toHaveCount(5);
  await header.undo.click();
  await expect(canvas.node('model\\.h\\.3\\.attn\\.Softmax')).toBeVisible();
});

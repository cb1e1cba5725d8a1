/** Editing on the canvas as people know it elsewhere: menus, tidying, notes, text on the clipboard, history, names in place. */
import { expect, test, type App } from '../app';
import { EditingPage, type Rect } from '../pages/editing';
import { settled } from '../settled';

const cards = '.svelte-flow__node-layer article';
const labels = '[data-wire]';

const covers = (one: Rect, other: Rect): boolean =>
  one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
const pairs = (some: readonly Rect[], others: readonly Rect[]): number =>
  some.reduce(
    (count, one) => count + others.filter((other) => other !== one && covers(one, other)).length,
    0,
  );

/** How many points of wires, taken along each, lie in a card. */
const readBuried = ({ page }: App): Promise<number> =>
  page.locator('.svelte-flow__edge-path').evaluateAll((paths, selector) => {
    const boxes = [...document.querySelectorAll(selector)].map((card) => card.getBoundingClientRect());
    const points = (paths as SVGPathElement[]).flatMap((path) => {
      const matrix = path.getScreenCTM() ?? new DOMMatrix();
      const length = path.getTotalLength();
      return Array.from({ length: 41 }, (_, at) =>
        path.getPointAtLength((length * at) / 40).matrixTransform(matrix),
      );
    });
    const inset = 4;
    return points.filter(({ x, y }) =>
      boxes.some(
        (box) =>
          x > box.left + inset && x < box.right - inset && y > box.top + inset && y < box.bottom - inset,
      ),
    ).length;
  }, cards);

/** On the clipboard of the system, as another program leaves it. */
async function put({ electron }: App, text: string): Promise<void> {
  await electron.evaluate(({ clipboard }, copied) => {
    void clipboard.writeText(copied);
  }, text);
}

/** Eight layers, all dropped on nearly the same spot, one wire past three of them. */
async function heap(app: App): Promise<void> {
  const { canvas, header, page } = app;
  await header.chooseFile('New');
  const text = JSON.stringify({
    layerloom: 'Part of a network',
    document: {
      ...{ format: 4, title: 'Heap', seed: 1, groups: [] },
      nodes: ['Input', 'Linear', 'ReLU', 'Linear', 'ReLU', 'Linear', 'Add', 'Softmax'].map((kind, at) => ({
        ...{ id: `n-${at}`, kind, name: `${kind} ${at}`, position: { x: at * 9, y: at * 7 } },
        attributes:
          kind === 'Input'
            ? { shape: [1, 4], dtype: 'float32' }
            : kind === 'Linear'
              ? { in_features: 4, out_features: 4, bias: true }
              : kind === 'Softmax'
                ? { dim: -1 }
                : {},
      })),
      edges: [
        ...[0, 1, 2, 3, 4].map((at) => ({
          from: { node: `n-${at}`, port: 'y' },
          to: { node: `n-${at + 1}`, port: 'x' },
        })),
        { from: { node: 'n-5', port: 'y' }, to: { node: 'n-6', port: 'a' } },
        { from: { node: 'n-1', port: 'y' }, to: { node: 'n-6', port: 'b' } },
        { from: { node: 'n-6', port: 'y' }, to: { node: 'n-7', port: 'x' } },
      ],
    },
    numbers: {},
  });
  await put(app, text);
  await page.keyboard.press('Control+v');
  await expect(canvas.cards).toHaveCount(8);
  await expect(app.problems).toBeHidden();
}

test('tidy: no card, shape or wire lies under a card, either way, in one undo step each', async ({ app }) => {
  const { canvas, header, page } = app;
  const editing = new EditingPage(page);
  await heap(app);
  const before = await settled(() => editing.readRects(cards));
  expect(pairs(before, before)).toBeGreaterThan(10);
  await page.keyboard.press('Escape');
  await canvas.region.click({ position: { x: 30, y: 400 } });
  await page.keyboard.press('Shift+T');
  for (const way of ['Left to right', 'Top to bottom']) {
    await expect(async () => {
      const drawn = await settled(() => editing.readRects(cards));
      expect(pairs(drawn, drawn)).toBe(0);
      expect(pairs(await editing.readRects(labels), drawn)).toBe(0);
      expect(await readBuried(app)).toBe(0);
      const [first, second] = await Promise.all(
        ['Input 1', 'Linear 1'].map((name) => settled(() => canvas.node(name).boundingBox())),
      );
      const isBelow = (second?.y ?? 0) > (first?.y ?? 0) + (first?.height ?? 0);
      expect(isBelow).toBe(way === 'Top to bottom');
      // The view has gone along.
      const region = await canvas.region.boundingBox();
      expect(Math.min(...drawn.map(({ left }) => left))).toBeGreaterThan(region?.x ?? 0);
    }).toPass();
    if (way === 'Top to bottom') break;
    await page.getByRole('button', { name: 'Which way to tidy' }).click();
    await page.getByRole('menuitemradio', { name: 'Top to bottom' }).click();
  }
  await header.undo.click();
  await header.undo.click();
  await canvas.fit.click();
  await expect(async () => {
    const back = await settled(() => editing.readRects(cards));
    expect(pairs(back, back)).toBeGreaterThan(10);
  }).toPass();
});

test('the menu of a card, by mouse and by Shift+F10: what can be done, its key, and why not', async ({
  app,
}) => {
  const { canvas, page } = app;
  const editing = new EditingPage(page);
  await canvas.node('Linear 2').click({ button: 'right', position: { x: 30, y: 12 } });
  await expect(editing.item('Duplicate')).toContainText('Ctrl D');
  await expect(editing.item('Open or close a block, or a layer made of layers')).toBeDisabled();
  await expect(editing.menu).toContainText('Neither a block nor made of layers');
  await editing.item('Duplicate').click();
  await expect(canvas.node('Linear 3')).toBeVisible();
  await expect(editing.menu).toBeHidden();

  await canvas.node('ReLU').focus();
  await page.keyboard.press('Shift+F10');
  await expect(editing.item('Rename')).toBeFocused();
  await editing.item('Delete').press('Enter');
  await expect(canvas.node('ReLU')).toBeHidden();

  await canvas.output('Linear 1').focus();
  await page.keyboard.press('ContextMenu');
  await expect(editing.item('Take its wires away')).toBeDisabled();
  await page.keyboard.press('Escape');
  await expect(canvas.output('Linear 1')).toBeFocused();

  await canvas.region.click({ button: 'right', position: { x: 20, y: 20 } });
  await expect(editing.item('Redo')).toBeDisabled();
  await editing.item('Select all').click();
  await expect(editing.menu).toBeHidden();
  await page.keyboard.press('Shift+F10');
  await expect(editing.menu).toBeVisible();
  await page.getByRole('menuitem', { name: 'Align' }).click();
  await editing.item('Align top edges').click();
  await expect(async () => {
    const tops = (await settled(() => editing.readRects(cards))).map(({ top }) => Math.round(top));
    expect(new Set(tops).size).toBe(1);
  }).toPass();
});

test('the menu of a wire: a layer into it, its end led elsewhere, and taken away', async ({ app }) => {
  const { canvas, page } = app;
  const editing = new EditingPage(page);
  const wire = (from: string, to: string) =>
    canvas.region.getByRole('group', { name: `Wire from ${from} to ${to}`, exact: true });
  await wire('Linear 1', 'ReLU').focus();
  await page.keyboard.press('Shift+F10');
  await editing.item('Lead it to another input…').click();
  await page.keyboard.type('softmax');
  await page.keyboard.press('Enter');
  await expect(wire('Linear 1', 'Softmax')).toHaveCount(1);
  await expect(wire('Linear 1', 'ReLU')).toHaveCount(0);
  await page.keyboard.press('Control+z');
  await expect(wire('Linear 1', 'ReLU')).toHaveCount(1);
  await wire('Linear 1', 'ReLU').focus();
  await page.keyboard.press('Shift+F10');
  await editing.item('Delete').click();
  await expect(wire('Linear 1', 'ReLU')).toHaveCount(0);
});

test('the end of a wire is dragged to another port; into the empty it is taken away, and undone', async ({
  app,
}) => {
  const { canvas, header, page } = app;
  const wire = (from: string, to: string) =>
    canvas.region.getByRole('group', { name: `Wire from ${from} to ${to}`, exact: true });
  const pull = async (to: { x: number; y: number }): Promise<void> => {
    await canvas.region.locator('[data-wire]').first().click();
    const end = await settled(() => page.locator('.svelte-flow__edgeupdater-target').boundingBox());
    await page.mouse.move(end.x + end.width / 2, end.y + end.height / 2);
    await page.mouse.down();
    await page.mouse.move(to.x - 30, to.y, { steps: 4 });
    await page.mouse.move(to.x, to.y, { steps: 4 });
    await page.mouse.up();
  };
  const port = await settled(() => canvas.input('Softmax').boundingBox());
  await pull({ x: port.x + port.width / 2, y: port.y + port.height / 2 });
  await expect(wire('Input', 'Softmax')).toHaveCount(1);
  await expect(wire('Input', 'Linear 1')).toHaveCount(0);
  await header.undo.click();
  await expect(wire('Input', 'Linear 1')).toHaveCount(1);
  const region = await settled(() => canvas.region.boundingBox());
  await pull({ x: region.x + 120, y: region.y + 40 });
  await expect(wire('Input', 'Linear 1')).toHaveCount(0);
  await header.undo.click();
  await expect(wire('Input', 'Linear 1')).toHaveCount(1);
  await expect(header.undo).toBeDisabled();
});

test('a layer is replaced by another kind: what fits comes first, wires stay', async ({ app }) => {
  const { canvas, page } = app;
  await canvas.node('ReLU').click();
  await page.keyboard.press('r');
  const kinds = page.getByRole('dialog', { name: 'Replace ReLU by' }).getByRole('option');
  await expect(kinds.first()).toContainText('fits');
  await page.keyboard.type('Sigmoid');
  await page.keyboard.press('Enter');
  // The name was the person's own, not "ReLU 1".
  await expect(canvas.node('ReLU')).toHaveAccessibleName('ReLU, Sigmoid, output 1 x 4');
  await expect(canvas.node('Softmax')).toHaveAccessibleName('Softmax, Softmax, output 1 x 2');
});

test('a card is named in its place, by F2 and by double click; a name that is taken is said', async ({
  app,
}) => {
  const { canvas, page } = app;
  await canvas.node('ReLU').click();
  await page.keyboard.press('F2');
  await page.keyboard.type('Bend');
  await page.keyboard.press('Enter');
  await expect(canvas.node('Bend')).toBeFocused();
  await canvas.node('Bend').getByText('Bend', { exact: true }).dblclick();
  await page.keyboard.type('Softmax');
  await page.keyboard.press('Enter');
  await expect(app.notices).toContainText('Another layer is called Softmax already');
  await page.keyboard.press('F2');
  await page.keyboard.type('Other');
  await page.keyboard.press('Escape');
  await expect(canvas.node('Bend')).toBeVisible();
});

test('a note is written, coloured, moved, copied and deleted by keyboard, and is drawn as Markdown', async ({
  app,
}) => {
  const { canvas, page } = app;
  const editing = new EditingPage(page);
  await canvas.node('Softmax').focus();
  await page.keyboard.press('Shift+N');
  await page.keyboard.type('**Why** <img src=x onerror=alert(1)>');
  await page.keyboard.press('Escape');
  const note = editing.note('**Why** <img');
  await expect(note.locator('strong')).toHaveText('Why');
  await expect(note).toContainText('<img src=x onerror=alert(1)>');
  await expect(note.locator('img')).toHaveCount(0);
  await expect(note).toBeFocused();
  await page.keyboard.press('Shift+F10');
  await page.getByRole('menuitem', { name: 'Colour' }).press('ArrowRight');
  await editing.item('Green').press('Enter');
  await expect(note.locator('article')).toHaveAttribute('style', /--wash-green/);
  await expect(note).toBeFocused();
  for (const key of ['Alt+Shift+ArrowRight', 'Alt+Shift+ArrowRight', 'Alt+Shift+ArrowUp'])
    await page.keyboard.press(key);
  await expect(note).toHaveAttribute('style', /width: ?264px.*height: ?108px/);
  await page.keyboard.press('Control+c');
  await page.keyboard.press('Control+v');
  await expect(note).toHaveCount(2);
  await page.keyboard.press('Delete');
  await expect(note).toHaveCount(1);
});

test('layers are copied as text that any window can paste; what is no network is a sentence', async ({
  app,
}) => {
  const { canvas, page } = app;
  const editing = new EditingPage(page);
  await canvas.node('Linear 1').click();
  const bias = await settled(() => app.inspector.number('bias', 0).inputValue());
  await page.keyboard.press('Control+a');
  await canvas.node('Linear 1').click({ button: 'right', position: { x: 30, y: 12 } });
  await editing.item('Copy').click();
  await expect.poll(() => app.readClipboard()).toContain('"kind": "Linear"');
  const text = await settled(() => app.readClipboard());
  await put(app, 'a\tb\n1\t2\n');
  await page.keyboard.press('Control+v');
  await expect(app.notices).toContainText('a table of 2 rows');
  await put(app, text.replace('"nodes"', '"knots"'));
  await page.keyboard.press('Control+v');
  await expect(app.notices).toContainText('What was copied cannot be pasted');
  await expect(canvas.cards).toHaveCount(5);
  await app.header.chooseFile('New');
  await put(app, text);
  await canvas.region.click({ button: 'right', position: { x: 20, y: 20 } });
  await editing.item('Paste').click();
  await expect(canvas.cards).toHaveCount(5);
  await canvas.node('Linear 1').click();
  await expect(app.inspector.number('bias', 0)).toHaveValue(bias);
});

test('the history says each step, and any of them is gone to by keyboard', async ({ app }) => {
  const { canvas, page } = app;
  const editing = new EditingPage(page);
  await canvas.node('ReLU').click();
  await page.keyboard.press('m');
  await page.keyboard.press('Control+d');
  await page.keyboard.press('Delete');
  await editing.history.press('Enter');
  const steps = page.getByRole('menuitemradio');
  await expect(steps).toHaveText(['Delete ReLU 1', 'Paste ReLU 1', 'Bypass ReLU', 'As it was opened']);
  await expect(steps.first()).toBeChecked();
  await steps.nth(1).press('Enter');
  await expect(canvas.node('ReLU 1')).toBeVisible();
  await editing.history.press('Enter');
  await expect(steps.nth(1)).toBeChecked();
  await steps.last().press('Enter');
  await expect(canvas.node('ReLU 1')).toBeHidden();
  await expect(app.header.undo).toBeDisabled();
});

test('what is dragged rests on the grid, with Alt anywhere; what is locked is not dragged', async ({
  app,
}) => {
  const { canvas, page } = app;
  const card = canvas.region.locator('.svelte-flow__node-layer').first();
  const readPlace = async () => {
    const style = await card.getAttribute('style');
    return (/translate\(([-\d.]+)px, ([-\d.]+)px\)/.exec(style ?? '') ?? []).slice(1).map(Number);
  };
  const drag = async (by: number): Promise<void> => {
    const box = await settled(() => card.boundingBox());
    await page.mouse.move(box.x + 30, box.y + 12);
    await page.mouse.down();
    await page.mouse.move(box.x + 30 + by / 2, box.y + 12 + by / 2, { steps: 3 });
    await page.mouse.move(box.x + 30 + by, box.y + 12 + by, { steps: 3 });
    await page.mouse.up();
  };
  await drag(37);
  await expect(async () =>
    expect((await readPlace()).map((at) => Math.abs(at % 12))).toEqual([0, 0]),
  ).toPass();
  const before = await settled(readPlace);
  await page.keyboard.down('Alt');
  await drag(-23);
  await page.keyboard.up('Alt');
  await expect(async () => {
    const after = await readPlace();
    expect(after).not.toEqual(before);
    expect(after.some((at) => at % 12 !== 0)).toBe(true);
  }).toPass();
  await card.click({ position: { x: 30, y: 12 } });
  await page.keyboard.press('Shift+L');
  await expect(canvas.region.getByRole('img', { name: 'Input is locked in its place' })).toBeVisible();
  const locked = await settled(readPlace);
  await drag(60);
  await expect.poll(readPlace).toEqual(locked);
});

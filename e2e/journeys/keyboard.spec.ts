/** By keyboard alone: a network from nothing, round the window, and the focus where it was. */
import { expect, test, type App } from '../app';
import { settled } from '../settled';

/** Search, add, and wait until the card has the focus. */
async function add({ keyboard }: App, query: string, card: string, key = 'Control+k'): Promise<void> {
  await keyboard.press(key);
  await keyboard.type(query);
  await keyboard.press('Enter');
  await expect.poll(() => keyboard.readFocus()).toContain(`${card}, `);
}

/** Into the inspector, over the fields of the layer one after the other; an empty text leaves a field as it is. */
async function set({ keyboard }: App, ...texts: readonly string[]): Promise<void> {
  await keyboard.press('Enter');
  await expect.poll(() => keyboard.readRegion()).toBe('Inspector');
  for (const [at, text] of texts.entries()) {
    if (at > 0) await keyboard.press('Tab');
    await keyboard.type(text);
  }
  await keyboard.press('Enter');
}

test('LeNet from an empty canvas, and its run', async ({ app }) => {
  const { canvas, inspector, keyboard, transport } = app;
  await keyboard.press('Control+n');
  await expect(canvas.region.getByText('press / to search')).toBeVisible();
  await add(app, 'inp', 'Input 1', '/');
  await set(app, '1x1x28x28');
  await expect(canvas.node('Input 1')).toHaveAccessibleName(/output 1 x 1 x 28 x 28$/);
  await add(app, 'conv2', 'Conv2d 1');
  await set(app, '', '6', '5', '', '2');
  await expect(canvas.node('Conv2d 1')).toHaveAccessibleName(/output 1 x 6 x 28 x 28$/);
  await add(app, 'relu', 'ReLU 1');
  await add(app, 'maxpool2', 'MaxPool2d 1', '/');
  await add(app, 'conv2', 'Conv2d 2', '/');
  await set(app, '', '16', '5');
  await expect(canvas.node('Conv2d 2')).toHaveAccessibleName(/output 1 x 16 x 10 x 10$/);
  await add(app, 'relu', 'ReLU 2');
  await add(app, 'maxpool2', 'MaxPool2d 2', '/');
  await add(app, 'flat', 'Flatten 1', '/');
  for (const [at, size] of ['120', '84', '10'].entries()) {
    await add(app, 'lin', `Linear ${at + 1}`, at === 0 ? '/' : 'Control+k');
    await set(app, '', size);
    if (at < 2) await add(app, 'relu', `ReLU ${at + 3}`);
  }
  await keyboard.press('Control+Enter');
  expect(keyboard.count).toBeLessThan(150);
  await expect(app.problems).toBeHidden();
  await expect(canvas.node('Linear 3')).toHaveAccessibleName('Linear 3, Linear, output 1 x 10');
  await expect(transport.place).toHaveText('Stage 13 of 13: Linear 3');
  await expect(inspector.output.getByRole('gridcell')).toHaveText(Array(10).fill(/^-?\d+\.\d{3}$/));
  await expect(app.said).toContainText('Run done, 13 stages. Linear 3: 1 x 10.');
});

test('the canvas is walked along its wires, and a wire is led from a card', async ({ app }) => {
  const { canvas, keyboard, header } = app;
  await canvas.node('Linear 1').click();
  await keyboard.press('ArrowRight');
  await expect(canvas.node('ReLU')).toBeFocused();
  await expect(canvas.node('ReLU')).toHaveAccessibleDescription(
    'Reads Linear Layer 1. Read by Linear Layer 2.',
  );
  await keyboard.press('ArrowRight', 'ArrowRight', 'ArrowRight');
  await expect(canvas.node('Softmax')).toBeFocused();
  await expect(app.said).toContainText('Nothing is there.');
  await keyboard.press('Home');
  await expect(canvas.node('Input')).toBeFocused();
  await keyboard.press('ArrowRight', 'ArrowRight', 'ArrowLeft');
  await expect(canvas.node('Linear 1')).toBeFocused();

  // What it feeds already can be parted; the others are fed by others.
  await keyboard.press('w');
  await expect(app.said).toContainText(
    'Wire from Linear 1 output y, 1 x 4 float32 to ReLU input x, 1 x 4 float32.',
  );
  await expect(app.said).toContainText('1 of 3');
  await keyboard.press('Enter');
  await expect(app.said).toContainText('Linear Layer 1 and ReLU are parted.');
  await expect(app.problems).toContainText('ReLU has nothing at its input x.');
  await keyboard.press('w', 'ArrowDown');
  await expect(app.said).toContainText('Linear 2 input x');
  await expect(canvas.input('Linear 2')).toContainText('x · not known yet');
  await keyboard.press('ArrowUp', 'Enter');
  await expect(app.said).toHaveText(/^Linear Layer 1 and ReLU are joined\..* Nothing is left to mend\.$/);
  await expect(canvas.node('Linear 1')).toBeFocused();
  await keyboard.press('w', 'Escape');
  await expect(app.said).toHaveText('No wire.');
  for (let step = 0; step < 2; step++) await header.undo.click();
  await expect(header.undo).toBeDisabled();
});

test('a card is moved, edited and renamed without the mouse', async ({ app }) => {
  const { canvas, keyboard, page } = app;
  await canvas.node('ReLU').click();
  const before = await settled(() => canvas.node('ReLU').getAttribute('style'));
  await keyboard.press('Control+ArrowDown', 'Control+ArrowDown');
  await expect(canvas.node('ReLU')).not.toHaveAttribute('style', before);
  await page.keyboard.press('Control+z');
  await expect(canvas.node('ReLU')).toHaveAttribute('style', before);
  await keyboard.press('F2');
  await keyboard.type('Bend');
  await keyboard.press('Enter');
  await expect(canvas.node('Bend')).toBeFocused();
});

test('numbers are one Tab stop, and every one of them is reached', async ({ app }) => {
  const { canvas, inspector, keyboard, page, palette } = app;
  await keyboard.press('Control+n');
  await palette.layer('Input').click();
  await inspector.attribute('shape').fill('1 x 40');
  await keyboard.press('Enter');
  await expect(canvas.node('Input 1')).toHaveAccessibleName(/1 x 40$/);
  const first = inspector.number('Input', 0, 0);
  await first.focus();
  await keyboard.press('ArrowRight', 'ArrowRight');
  await expect(inspector.number('Input', 0, 2)).toBeFocused();
  await keyboard.press('Control+End');
  await expect(inspector.number('Input', 0, 39)).toBeFocused();
  await keyboard.press('Home');
  await expect(first).toBeFocused();
  // What is typed is walked through by letters, until it is set.
  await keyboard.type('0.25');
  await keyboard.press('ArrowLeft');
  await expect(first).toBeFocused();
  await keyboard.press('Enter', 'ArrowRight');
  await expect(inspector.number('Input', 0, 1)).toBeFocused();
  await expect(first).toHaveValue('0.25');
  await keyboard.press('Tab');
  await expect(page.getByRole('grid', { name: 'Input' }).locator(':focus')).toHaveCount(0);
});

test('layers are found by typing among them, and the one that is added is wired and covers none', async ({
  app,
}) => {
  const { canvas, header, keyboard, palette } = app;
  await keyboard.press('Control+n');
  await palette.layer('Input').click();
  await palette.layer('Input').focus();
  await keyboard.press('ArrowDown');
  await expect(palette.layer('Output')).toBeFocused();
  await keyboard.type('relu');
  await expect(palette.search).toBeFocused();
  await expect(palette.search).toHaveValue('relu');
  await keyboard.press('Enter');
  await expect(canvas.node('ReLU 1')).toHaveAccessibleName('ReLU 1, ReLU, output 1 x 3');
  await expect(app.said).toContainText('ReLU 1 added, wired with Input 1.');
  for (let more = 2; more <= 9; more++) {
    await keyboard.press('Enter');
    await expect(canvas.node(`ReLU ${more}`)).toBeVisible();
  }
  const readBoxes = () =>
    canvas.cards.evaluateAll((cards) => cards.map((card) => card.getBoundingClientRect()));
  await expect
    .poll(async () => {
      const all = await readBoxes();
      return all.flatMap((one, at) =>
        all
          .slice(at + 1)
          .filter(
            (other) =>
              one.left < other.right &&
              one.right > other.left &&
              one.top < other.bottom &&
              one.bottom > other.top,
          ),
      );
    })
    .toEqual([]);
  // Each is one step.
  await header.undo.click();
  await expect(canvas.node('ReLU 9')).toBeHidden();
});

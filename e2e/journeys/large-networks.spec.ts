/** A network of many layers: only what is in view is drawn, and what is drawn can be read from any distance. */
import path from 'node:path';
import { expect, test } from '../app';
import { writeChain } from '../pages/networks';

test('a network of many layers begins where it can be read, and no text on it is ever too small', async ({
  app,
  userData,
}) => {
  const { canvas, page } = app;
  const file = path.join(userData, 'chain.loom');
  await writeChain(
    file,
    Array.from({ length: 1000 }, (_, at) =>
      at === 0 ? { kind: 'Input', attributes: { shape: [1, 4] } } : { kind: 'ReLU' },
    ),
  );
  /** In pixels of the screen, with how many cards there are. */
  const readCards = () =>
    canvas.cards.evaluateAll((cards) => {
      const sizes = cards.flatMap((card) => {
        const zoom = card.getBoundingClientRect().height / (card as HTMLElement).offsetHeight;
        const texts = [...card.querySelectorAll('.name, .kind, .note, .cell')];
        return texts.map((text) => Number.parseFloat(getComputedStyle(text).fontSize) * zoom);
      });
      return { count: cards.length, least: Math.min(...sizes) };
    });
  const expectLegible = () =>
    expect
      .poll(async () => {
        const { count, least } = await readCards();
        return count > 0 && count < 500 && least > 8.99;
      })
      .toBe(true);
  await app.drop(file);
  await expect(page).toHaveTitle(/^chain\.loom/);
  const first = canvas.node('Layer 1');
  await expect(first).toBeInViewport();
  await expectLegible();
  await expect(first.getByRole('button', { name: 'Layer 1 output y' })).toBeVisible();

  // Too large to be seen as a whole: as much of it as can be told apart.
  await canvas.fit.click();
  await expect(canvas.region).toContainText('25%');
  await expect(first).toBeInViewport();
  await expect(first).toHaveAccessibleName('Layer 1, Input, output 1 x 4');
  await expectLegible();
  for (let step = 0; step < 8; step++) {
    await canvas.region.getByRole('button', { name: 'Zoom in' }).click();
    await expectLegible();
  }
  await expect(canvas.region.getByRole('img', { name: 'Map of the canvas' })).toBeVisible();
});

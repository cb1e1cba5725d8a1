/** A network of many layers is drawn in portions, so that the window answers meanwhile. */
import path from 'node:path';
import { expect, test } from '../app';
import { writeChain } from '../pages/networks';

test('a network of many layers is drawn a portion in each frame, and begins where it can be read', async ({
  app,
  userData,
}) => {
  const { page } = app;
  const file = path.join(userData, 'chain.loom');
  await writeChain(
    file,
    Array.from({ length: 400 }, (_, at) =>
      at === 0 ? { kind: 'Input', attributes: { shape: [1, 4] } } : { kind: 'ReLU' },
    ),
  );
  const cards = page.locator('.svelte-flow__node-layer');
  await page.evaluate(() => {
    let before = 0;
    const look = (): void => {
      const now = document.querySelectorAll('.svelte-flow__node-layer').length;
      const most = Number(document.body.dataset.mostNew ?? 0);
      document.body.dataset.mostNew = String(Math.max(most, now - before));
      before = now;
      requestAnimationFrame(look);
    };
    look();
  });
  await app.drop(file);
  await expect(page).toHaveTitle(/^chain\.loom/);
  const first = page.getByRole('group', { name: /^Layer 1,/ });
  await expect(first).toBeInViewport();
  await expect.poll(async () => (await first.boundingBox())?.width ?? 0).toBeGreaterThan((148 * 9) / 14);
  await expect
    .poll(async () => Number(await page.locator('body').getAttribute('data-most-new')))
    .toBeLessThanOrEqual(50);
  await app.canvas.fit.click();
  await expect(cards).toHaveCount(400);
  await expect(page.getByRole('group', { name: /^Layer 400,/ })).toBeInViewport();
  await expect(first).toBeInViewport();
});

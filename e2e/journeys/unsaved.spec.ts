/** Work that was never saved: it comes back, however the app ended. */
import { App, expect, test } from '../app';

test('unsaved work survives a killed app', async ({ app, userData, complaints }) => {
  await app.leaveUnsavedWork();
  await app.kill();

  const again = await App.launch(userData, complaints);
  await expect(again.notices).toContainText('Your unsaved work');
  await again.canvas.node('Linear 1').click();
  await expect(again.inspector.number('bias', 0)).toHaveValue('0.25');
  await expect(again.header.title).toContainText('unsaved');
  await again.electron.close();
});

test('killed amid edits that never pause, it loses at most the last two seconds', async ({
  app,
  userData,
  complaints,
}) => {
  await app.canvas.node('Linear 1').click();
  const field = app.inspector.number('bias', 0);
  await field.focus();
  const edits = 40;
  await field.evaluate(async (input, count) => {
    for (let edit = 1; edit <= count; edit++) {
      await new Promise((resolve) => setTimeout(resolve, 150));
      if (!(input instanceof HTMLInputElement)) return;
      input.value = String(edit);
      input.dispatchEvent(new Event('input', { bubbles: true }));
    }
  }, edits);
  await app.kill();

  const again = await App.launch(userData, complaints);
  await again.canvas.node('Linear 1').click();
  const kept = again.inspector.number('bias', 0);
  await expect.poll(async () => Number(await kept.inputValue())).toBeGreaterThanOrEqual(edits - 2_000 / 150);
  await again.electron.close();
});

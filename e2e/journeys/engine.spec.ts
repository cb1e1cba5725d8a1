/** The engine is a process of its own: it may end, be slow, or lack a provider; the window lives on. */
import ort from 'onnxruntime-node';
import { expect, test } from '../app';

test('killed in the middle of a run, it is started again and the run goes on', async ({ app }) => {
  const { transport, canvas, inspector } = app;
  const pid = await app.enginePid();
  // Held still, the engine is in the middle of the run for as long as the test wants.
  process.kill(pid, 'SIGSTOP');
  await transport.run.click();
  await expect(transport.stop).toBeVisible();
  process.kill(pid, 'SIGKILL');
  await expect(app.notices).toContainText('The engine stopped in the middle of a run and was started again');
  await canvas.node('Softmax').click();
  await expect(inspector.output.getByRole('gridcell')).toHaveText(['0.646', '0.354']);
  await expect.poll(() => app.enginePid()).not.toBe(pid);
});

test('a crashed window is loaded anew and brings the work back', async ({ app }) => {
  await app.leaveUnsavedWork();
  await app.transport.run.click();
  await app.electron.evaluate(async ({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    const loaded = new Promise<void>((resolve) => contents?.once('did-finish-load', () => resolve()));
    contents?.forcefullyCrashRenderer();
    await loaded;
  });
  // The fixture's page went with the window that crashed, so the title is asked for from outside.
  const find = `document.querySelector('h1')?.textContent`;
  await expect
    .poll(() =>
      app.electron.evaluate(
        ({ BrowserWindow }, script) =>
          BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(script) as Promise<
            string | undefined
          >,
        find,
      ),
    )
    .toContain('unsaved');
});

test('a run that takes long can be stopped', async ({ app }) => {
  const { transport, inspector, canvas } = app;
  process.kill(await app.enginePid(), 'SIGSTOP');
  await transport.run.click();
  await transport.stop.click();
  await expect(transport.run).toBeVisible();
  await transport.run.click();
  await canvas.node('Softmax').click();
  await expect(inspector.output.getByRole('gridcell')).toHaveText(['0.646', '0.354']);
});

/** Sentences that begin so are said of what does not run. */
const notHere = (label: string, reason = ''): RegExp => new RegExp(`${label} [^.]*${reason}`);

test('only what runs can be chosen; what does not is named with why, by keyboard too', async ({ app }) => {
  const isMissing = ort.listSupportedBackends().some(({ name, bundled }) => name === 'cuda' && !bundled);
  test.skip(!isMissing, 'only where the runtime knows CUDA but its libraries are not there');
  const { header, page } = app;
  await expect(header.whyNot).toHaveAccessibleDescription(
    notHere('CUDA', 'libonnxruntime_providers_shared.so, a part of onnxruntime that is not installed'),
  );
  await expect(header.provider.getByRole('option', { name: 'CUDA' })).toHaveCount(0);
  await expect(header.provider).toHaveValue('cpu');
  const reasons = page.getByText(notHere('CUDA'));
  await expect(reasons).toBeHidden();
  await header.whyNot.press('Enter');
  await expect(reasons).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(reasons).toBeHidden();
  // No process that tried one stays.
  await expect
    .poll(() => app.electron.evaluate(({ app: own }) => own.getAppMetrics().map(({ name }) => name)))
    .not.toContain('Layerloom probe');
});

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

test('a provider that does not load falls back to the CPU with a sentence', async ({ app }) => {
  const isMissing = ort.listSupportedBackends().some(({ name, bundled }) => name === 'cuda' && !bundled);
  test.skip(!isMissing, 'only where the runtime knows CUDA but its libraries are not there');
  const { header, transport, inspector, canvas } = app;
  await header.provider.selectOption('CUDA');
  await transport.run.click();
  await expect(app.notices).toContainText('CUDA could not be used here');
  await expect(app.notices).toContainText('so this runs on the CPU');
  await canvas.node('Softmax').click();
  await expect(inspector.output.getByRole('gridcell')).toHaveText(['0.646', '0.354']);
});

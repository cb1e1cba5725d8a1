/** Nothing leaves the app, and nothing foreign gets in. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '../app';
import { settled } from '../settled';

interface Bridge {
  readonly layerloom: { call(name: string, request: unknown): Promise<unknown> };
}

test('no request leaves, whatever the page tries', async ({ app, complaints }) => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/`;
  await app.page.evaluate(async (target) => {
    await fetch(target).catch(() => undefined);
    navigator.sendBeacon(target);
    window.open(target);
    const image = new Image();
    const failed = new Promise((resolve) => {
      image.addEventListener('error', resolve);
    });
    image.src = target;
    await failed;
  }, url);
  // The main process asks too: its session is the window's.
  await app.electron.evaluate(async ({ session }, target) => {
    await session.defaultSession.fetch(target).catch(() => undefined);
  }, url);
  expect(app.electron.windows()).toHaveLength(1);
  await expect(app.canvas.node('Linear 1')).toBeVisible();
  await app.electron.evaluate(async ({ BrowserWindow }, target) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    await contents?.executeJavaScript(`location.href = ${JSON.stringify(target)}`);
  }, url);
  await expect
    .poll(() =>
      app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getURL()),
    )
    .toMatch(/^file:.*index\.html$/);
  expect(asked).toEqual([]);
  server.close();
  // The refusals themselves are what this test is for.
  complaints.length = 0;
});

test('the window is sandboxed and has one bridge object', async ({ app }) => {
  const readGlobals = () =>
    app.page.evaluate(() => ({
      require: 'require' in window,
      process: 'process' in window,
      bridge: Object.keys((window as unknown as Bridge).layerloom).sort(),
    }));
  await expect.poll(readGlobals).toEqual({
    require: false,
    process: false,
    bridge: ['call', 'onCloseAsked', 'onEngineStopped', 'openDropped', 'openDroppedData'],
  });
});

test('a call that does not fit its schema is refused with a sentence', async ({ app }) => {
  const readReply = () =>
    app.page.evaluate(() =>
      (window as unknown as Bridge).layerloom.call('file.save', {
        handle: '/etc/passwd',
        bytes: new Uint8Array(1),
      }),
    );
  await expect.poll(readReply).toMatchObject({ ok: false, problem: { code: 'request-refused' } });
});

for (const theme of ['Light', 'Dark']) {
  test(`axe finds nothing to complain about in any mode, ${theme.toLowerCase()}`, async ({ app }) => {
    await app.header.chooseView(theme);
    await app.transport.run.click();
    await app.canvas.node('Linear 1').click();
    await app.inspector.outputNumber(0).click();
    const readComplaints = async (): Promise<string[]> => {
      const { violations } = await new AxeBuilder({ page: app.page }).setLegacyMode().analyze();
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
    };
    for (const mode of await settled(() => app.header.modes.allInnerTexts())) {
      await app.header.mode(mode).click();
      await expect.poll(readComplaints, mode).toEqual([]);
    }
    await app.header.mode('Quiz').click();
    await app.quiz.answer('Adds bias to inputs');
    await expect.poll(readComplaints).toEqual([]);
    await app.header.mode('Train').click();
    await app.training.train.click();
    await expect(app.training.rows()).toHaveCount(6);
    for (const view of await settled(() => app.training.views.allInnerTexts())) {
      await app.training.watch(view);
      await expect.poll(readComplaints, view).toEqual([]);
    }
    await app.training.watch('Backward');
    await app.backward.grid('Gradient of Linear Layer 2').getByRole('button').first().click();
    await expect.poll(readComplaints).toEqual([]);
  });
}

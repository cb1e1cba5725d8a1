/** Nothing leaves the app, and nothing foreign gets in. */
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import AxeBuilder from '@axe-core/playwright';
import { expect, root, test } from '../app';
import { settled } from '../settled';

interface Bridge {
  readonly layerloom: {
    call(name: string, request: unknown): Promise<unknown>;
    openDropped(file: unknown): Promise<unknown>;
    openDroppedData(file: unknown): Promise<unknown>;
  };
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
    .toBe('layerloom://app/index.html');
  // Another session is shut as well.
  const readRefusal = () =>
    app.electron.evaluate(
      ({ session }, target) => session.fromPartition('other').fetch(target).then(String, String),
      url,
    );
  await expect.poll(readRefusal).toContain('ERR_BLOCKED_BY_CLIENT');
  expect(asked).toEqual([]);
  server.close();
  // The refusals themselves are what this test is for.
  complaints.length = 0;
});

test('no file of this disk or of another machine has an address in the window', async ({
  app,
  complaints,
}) => {
  const picture = path.join(root, 'docs/images/window.png');
  const addresses = [
    pathToFileURL(picture).href,
    'file://server/share/picture.png',
    'layerloom://other/index.html',
  ];
  const readAnswers = () =>
    app.page.evaluate(async (all) => {
      const load = (address: string): Promise<string> =>
        new Promise((resolve) => {
          const image = new Image();
          image.addEventListener('load', () => resolve('loaded'));
          image.addEventListener('error', () => resolve('refused'));
          image.src = address;
        });
      return Promise.all(all.map(load));
    }, addresses);
  await expect.poll(readAnswers).toEqual(addresses.map(() => 'refused'));
  // The page's policy aside, only what is below its folder is served.
  const readReplies = () =>
    app.electron.evaluate(({ session }) =>
      Promise.all(
        ['index.html', '..%2fmain/index.js', 'none.js'].map(async (name) => {
          const { status } = await session.defaultSession.fetch(`layerloom://app/${name}`);
          return status;
        }),
      ),
    );
  await expect.poll(readReplies).toEqual([200, 404, 404]);
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
    bridge: ['call', 'onCloseAsked', 'onEngineStopped', 'onFileAsked', 'openDropped', 'openDroppedData'],
  });
});

test('a call that does not fit its schema is refused with a sentence', async ({ app }) => {
  const readReply = () =>
    app.page.evaluate(() =>
      (window as unknown as Bridge).layerloom.call('file.reload', { handle: '/etc/passwd' }),
    );
  // For what it asks with, not for its name.
  const reason: unknown = expect.stringContaining('UUID');
  await expect
    .poll(readReply)
    .toMatchObject({ ok: false, problem: { code: 'request-refused', values: { reason } } });
});

test('a name that is not in the contract never leaves the window', async ({ app }) => {
  // Every request that reaches the main process is counted there.
  const heard = await app.electron.evaluateHandle(({ BrowserWindow }) => {
    const names: string[] = [];
    for (const name of ['file.open-dropped', 'data.open-dropped', 'no.such-request', 'toString'])
      BrowserWindow.getAllWindows()[0]?.webContents.ipc.handle(name, () => names.push(name));
    return names;
  });
  const readReplies = () =>
    app.page.evaluate(() => {
      const names = ['file.open-dropped', 'data.open-dropped', 'no.such-request', 'toString'];
      const { layerloom } = window as unknown as Bridge;
      return Promise.all(names.map((name) => layerloom.call(name, { path: '/etc/passwd' })));
    });
  const refused = { ok: false, problem: { code: 'request-refused' } };
  await expect.poll(readReplies).toMatchObject([refused, refused, refused, refused]);
  await expect.poll(() => heard.jsonValue()).toEqual([]);
});

test('what the person drops is opened once; what the page makes up is not', async ({ app, userData }) => {
  const dropped = path.join(userData, 'rows.csv');
  const other = path.join(userData, 'other.csv');
  await Promise.all([writeFile(dropped, 'a,b\n1,2\n3,4\n'), writeFile(other, 'a,b\n5,6\n')]);
  const nothing = { ok: true, value: null };
  const readMadeUp = () =>
    app.page.evaluate(() => {
      const { layerloom } = window as unknown as Bridge;
      const transfer = new DataTransfer();
      transfer.items.add(new File(['1,2'], 'rows.csv'));
      window.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer }));
      return Promise.all([
        layerloom.openDroppedData(new File(['1,2'], 'rows.csv')),
        layerloom.openDropped(transfer.files[0]),
        layerloom.openDropped({ path: '/etc/passwd', name: 'passwd' }),
        layerloom.openDropped('/etc/passwd'),
        layerloom.openDropped(undefined),
      ]);
    });
  await expect.poll(readMadeUp).toEqual([nothing, nothing, nothing, nothing, nothing]);

  // The page asks twice about what is dropped, and keeps the drop from everyone else.
  await app.page.evaluate(() => {
    window.addEventListener(
      'drop',
      (event) => {
        event.stopImmediatePropagation();
        event.preventDefault();
        const { layerloom } = window as unknown as Bridge;
        const file = event.dataTransfer?.files[0];
        const replies = [layerloom.openDroppedData(file), layerloom.openDroppedData(file)];
        Object.assign(window, { replies: Promise.all(replies) });
      },
      { capture: true },
    );
  });
  await app.drop(dropped);
  const readReplies = () =>
    app.page.evaluate(() => (window as unknown as { readonly replies: Promise<unknown> }).replies);
  await expect.poll(readReplies).toMatchObject([{ ok: true, value: { name: 'rows.csv' } }, nothing]);

  // A real file on disk that came another way: chosen in a form of the page's own making.
  await app.page.evaluate(() => {
    const input = Object.assign(document.createElement('input'), { type: 'file', id: 'made-up' });
    document.body.append(input);
  });
  await app.page.locator('#made-up').setInputFiles(other);
  const readChosen = () =>
    app.page.evaluate(async () => {
      const { layerloom } = window as unknown as Bridge;
      const file = document.querySelector<HTMLInputElement>('#made-up')?.files?.[0];
      return [file?.name, await layerloom.openDroppedData(file)];
    });
  await expect.poll(readChosen).toEqual(['other.csv', nothing]);
});

test('a dropped network is opened, and dropped rows are the rows to learn from', async ({
  app,
  userData,
}) => {
  const network = path.join(userData, 'broken.loom');
  const rows = path.join(userData, 'weights.csv');
  await Promise.all([writeFile(network, 'no network'), writeFile(rows, 'height,weight\n1,2\n3,4\n')]);
  await app.drop(network);
  await expect(app.notices).toContainText('broken.loom');
  await app.header.mode('Train').click();
  await app.drop(rows);
  await expect(app.training.data).toContainText('weights.csv');
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

/** Nothing of the app reaches beyond this machine: seen at the sockets of all its processes, and in Chromium's own log. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { App, expect, root, test } from '../app';
import { reachesInNetLog } from '../sockets';
import { canTrace, reachesIn, traceNode, writeTracedElectron } from '../traced';

const idleMs = 20_000;
const untraced = 'strace cannot be used here';

test('nothing leaves from a start to the end, and nothing the page tries is sent', async ({
  userData,
  complaints,
}) => {
  test.slow();
  const record = path.join(userData, 'sockets.strace');
  const log = path.join(userData, 'net-log.json');
  const isTraced = await canTrace(userData);
  const source = isTraced ? 'the sockets, by strace' : `Chromium's own log, since ${untraced}`;
  test.info().annotations.push({ type: 'looked at', description: source });
  console.log(`Looked at ${source}.`);
  const app = await App.launch(userData, complaints, {
    ...(isTraced && { through: await writeTracedElectron(userData, record) }),
    switches: [`--log-net-log=${log}`],
  });
  const { header, transport, training, quiz, page } = app;

  await transport.run.click();
  await expect(transport.place).toContainText('Stage 1 of 5');
  await header.mode('Quiz').click();
  await quiz.answer('Adds bias to inputs');
  await expect(quiz.verdict).toContainText('Not quite');
  await header.openLesson('A single neuron');
  await header.mode('Train').click();
  await training.oneEpoch.click();
  await expect(training.rows()).toHaveCount(2);
  // What waits until nothing happens has its time.
  await page.waitForTimeout(idleMs);
  if (isTraced) expect(await reachesIn(record)).toEqual([]);

  await page.evaluate(tryEverything);
  if (isTraced) {
    // A connection between peers asks the system for a way out before it is told that it may use none.
    const reaches = await reachesIn(record);
    expect(reaches.filter(({ kind }) => kind !== 'point' && kind !== 'bind')).toEqual([]);
  }
  await app.electron.close();
  const logged = reachesInNetLog(await readFile(log, 'utf8'));
  expect(logged.filter(({ kind }) => kind !== 'point')).toEqual([]);
  // The refusals themselves are what the page tried for.
  complaints.length = 0;
});

test('nothing leaves from the command line, on any provider', async ({ userData }) => {
  test.skip(!(await canTrace(userData)), untraced);
  const loom = path.join(root, 'out/main/loom.js');
  const model = path.join(root, 'models/forward-pass');
  expect(await traceNode(userData, [loom, 'trace', model, '--json'])).toEqual([]);
  expect(await traceNode(userData, [loom, 'trace', model, '--provider', 'webgpu'])).toEqual([]);
  expect(await traceNode(userData, [loom, 'train', model])).toEqual([]);
});

/** Every way a page has to reach a network, each to a name or address that is nobody's; runs in the window. */
async function tryEverything(): Promise<void> {
  const attempt = (way: () => unknown): unknown => {
    try {
      return way();
    } catch (error) {
      return error;
    }
  };
  const link = (rel: string): void =>
    document.head.append(
      Object.assign(document.createElement('link'), { rel, as: 'script', href: `https://${rel}.invalid/x` }),
    );
  ['dns-prefetch', 'preconnect', 'prefetch', 'preload', 'modulepreload', 'stylesheet', 'icon'].forEach(link);
  const rules = Object.assign(document.createElement('script'), { type: 'speculationrules' });
  rules.textContent = JSON.stringify({ prefetch: [{ source: 'list', urls: ['https://rules.invalid/'] }] });
  document.head.append(rules);
  document.body.append(
    Object.assign(document.createElement('iframe'), { src: 'https://frame.invalid/', hidden: true }),
  );
  attempt(() => new WebSocket('wss://socket.invalid/'));
  attempt(() => new EventSource('https://events.invalid/'));
  attempt(() => new WebTransport('https://192.0.2.1:4433/'));
  attempt(() => navigator.sendBeacon('https://beacon.invalid/'));
  attempt(() => navigator.geolocation.getCurrentPosition(() => undefined));
  await fetch('https://fetch.invalid/').catch(() => undefined);

  const iceServers = [
    { urls: ['stun:192.0.2.1:3478', 'stun:stun.invalid:3478'] },
    { urls: ['turn:192.0.2.1:3478?transport=tcp', 'turn:turn.invalid'], username: 'u', credential: 'c' },
  ];
  const [near, far] = [new RTCPeerConnection({ iceServers }), new RTCPeerConnection()];
  near.createDataChannel('way out');
  await near.setLocalDescription();
  await far.setRemoteDescription(near.localDescription!);
  await far.setLocalDescription();
  await near.setRemoteDescription(far.localDescription!);
  for (const protocol of ['udp', 'tcp'])
    await near.addIceCandidate({
      candidate: `candidate:1 1 ${protocol} 2113937151 192.0.2.1 9999 typ host${protocol === 'tcp' ? ' tcptype passive' : ''}`,
      sdpMid: '0',
      sdpMLineIndex: 0,
    });
  await new Promise((resolve) => setTimeout(resolve, 3000));
}

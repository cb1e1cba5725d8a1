/** Registers what main answers: only the window itself is answered. */
import {
  clipboard,
  ipcMain,
  MessageChannelMain,
  type BrowserWindow,
  type IpcMainInvokeEvent,
} from 'electron';
import { windowMessages } from '#shared/contract/desktop';
import { fileMessages } from '#shared/messages/files';
import { problem } from '#shared/messages/problem';
import { serveBytes } from './byte-port';
import { answersOf, type CallParts } from './calls';

interface Parts extends Omit<CallParts, 'window' | 'clipboard'> {
  readonly window: BrowserWindow;
}

export function answerCalls({ window, ...rest }: Parts): void {
  const { webContents } = window;
  const answers = answersOf({
    ...rest,
    clipboard,
    window: {
      connectBytes(id, places) {
        const { port1, port2 } = new MessageChannelMain();
        serveBytes(port1, places);
        webContents.postMessage(windowMessages.bytePort, id, [port2]);
      },
      actOnClipboard: (what) => {
        webContents[what]();
      },
      zoom: (factor) => {
        webContents.setZoomFactor(factor);
      },
      toggleFullScreen: () => {
        window.setFullScreen(!window.isFullScreen());
      },
      destroy: () => {
        window.destroy();
      },
    },
  });
  const refusal = problem('request-refused', { reason: fileMessages.cameFromElsewhere });
  for (const [name, answer] of answers)
    ipcMain.handle(name, (event, request: unknown) =>
      isFrom(window, event) ? answer(request) : { ok: false, problem: refusal },
    );
}

function isFrom({ webContents }: BrowserWindow, { sender, senderFrame }: IpcMainInvokeEvent): boolean {
  return sender === webContents && senderFrame === webContents.mainFrame;
}

/** What the tests of main share: a folder of their own and dialogs that answer as they are told. */
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MessageBoxOptions, OpenDialogOptions, SaveDialogOptions } from 'electron';
import { afterEach, beforeEach } from 'vitest';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { serveBytes, type BytePort, type Places } from './byte-port';
import type { Dialogs } from './dialogs';
import type { Handles } from './handles';

/** A fresh one for each test of a file. */
export class Folder {
  path = '';

  constructor() {
    beforeEach(() => {
      this.path = realpathSync(mkdtempSync(join(tmpdir(), 'layerloom-main-')));
    });
    afterEach(() => {
      rmSync(this.path, { recursive: true, force: true });
    });
  }

  at(name: string): string {
    return join(this.path, name);
  }
}

/** Answers in turn, and keeps what it was asked. */
export class Answers implements Dialogs {
  readonly opened: OpenDialogOptions[] = [];
  readonly saved: SaveDialogOptions[] = [];
  readonly asked: MessageBoxOptions[] = [];

  constructor(
    readonly paths: (string | undefined)[],
    /** The words on the buttons that are pressed. */
    readonly buttons: string[] = [],
  ) {}

  open(options: OpenDialogOptions): Promise<string | undefined> {
    this.opened.push(options);
    return Promise.resolve(this.paths.shift());
  }

  save(options: SaveDialogOptions): Promise<string | undefined> {
    this.saved.push(options);
    return Promise.resolve(this.paths.shift());
  }

  ask(options: MessageBoxOptions): Promise<number> {
    this.asked.push(options);
    const at = options.buttons?.indexOf(this.buttons.shift() ?? '') ?? -1;
    if (at < 0) throw new Error(`there is no such button in ${options.buttons?.join()}`);
    return Promise.resolve(at);
  }
}

/** Of a worker that only reads. */
const noPlaces: Pick<Places, 'write' | 'keep'> = {
  write: () => Promise.reject(new RangeError('nothing is written here')),
  keep: () => Promise.reject(new RangeError('nothing is kept here')),
};

const open: MessagePort[] = [];

/** The worker's end of a channel that main serves, as Electron's ports are, and when main hears that it is closed. */
export function channelTo(places: Places): {
  readonly port: globalThis.MessagePort;
  readonly isClosed: Promise<unknown>;
} {
  const { port1, port2 } = new MessageChannel();
  open.push(port1, port2);
  const main: BytePort = {
    on: (event: 'message' | 'close', listener: (message: { data: unknown }) => void) =>
      port1.on(event, (data: unknown) => {
        listener({ data });
      }),
    postMessage: (answer) => {
      port1.postMessage(answer);
    },
    start: () => undefined,
  };
  const isClosed = new Promise((resolve) => port1.once('close', resolve));
  serveBytes(main, places);
  return { port: port2 as unknown as globalThis.MessagePort, isClosed };
}

export function closeChannels(): void {
  for (const port of open.splice(0)) port.close();
}

/** Reads a file as a worker of the window does. Errors: the code of what keeps it from being read. */
export function readAs(handles: Handles, handle: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    let ask: (request: object) => void = () => undefined;
    serveBytes(
      {
        on(event: 'message' | 'close', listener: (message: { data: unknown }) => void) {
          if (event === 'message') ask = (data) => listener({ data });
        },
        postMessage(answer) {
          if (answer.kind === 'failed') reject(new Error(answer.problem.code));
          else if (answer.kind === 'end') resolve(text);
          else {
            if (answer.kind === 'piece') text += Buffer.from(answer.bytes).toString();
            ask({ kind: 'next', id: 1 });
          }
        },
        start: () => ask({ kind: 'read', id: 1, handle, as: 'file' }),
      },
      { ...noPlaces, fileOf: (asked) => handles.take(asked, 'model', 'document') },
    );
  });
}

/** What the window may not do: leave, open others, ask for permissions, or reach any network. */
import { session, type WebContents } from 'electron';

/** Call once, before a window opens. Only the app's own files, and what it makes in memory, are ever loaded. */
export function forbidNetwork(): void {
  const own = session.defaultSession;
  own.webRequest.onBeforeRequest(({ url }, respond) => {
    respond({ cancel: !/^(file|data|blob|devtools):/.test(url) });
  });
  own.setPermissionRequestHandler((_contents, _permission, respond) => {
    respond(false);
  });
  own.setPermissionCheckHandler(() => false);
}

export function confine(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-navigate', (event) => {
    event.preventDefault();
  });
  contents.on('will-attach-webview', (event) => {
    event.preventDefault();
  });
}
